"""What a value in `dateline.toml` or `sources.toml` may be, said in words where it is not.

A check gives the value in its one spelling, or raises ValueError that says what it must be.
"""

from __future__ import annotations

import dataclasses
import math
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from dateline.errors import Usage
from dateline.urls import normalise_url

Check = Callable[[Any], Any]

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9])?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def repo_name(value: str) -> str:
    """A name that a repository of the Hugging Face Hub may have."""
    if not _NAME.fullmatch(value) or "--" in value or ".." in value or value.endswith(".git"):
        raise ValueError(
            "it must be 1 to 96 of A-Z a-z 0-9 . _ - with a letter or digit at both ends, and "
            "without -- or .. or .git at the end, as a repository on the Hugging Face Hub"
        )
    return value


def version(value: str) -> str:
    """Three numbers, as `datasets` reads them."""
    if not re.fullmatch(r"\d+\.\d+\.\d+", value):
        raise ValueError('it must be three numbers, as "1.0.0"')
    return value


def day(value: str) -> str:
    """A date, or nothing."""
    try:
        if value and date.fromisoformat(value).isoformat() != value:
            raise ValueError
    except ValueError:
        raise ValueError("it must be a date that exists, as 2026-03-01") from None
    return value


def licence(value: str) -> str:
    """An SPDX identifier as the list spells it."""
    try:
        if " " in value:
            raise InvalidLicenseExpression
        return str(canonicalize_license_expression(value))
    except InvalidLicenseExpression:
        raise ValueError(
            "it must be one SPDX identifier such as CC-BY-4.0 (https://spdx.org/licenses), or "
            "LicenseRef- and a name of yours for terms that are not on that list"
        ) from None


def language(value: str) -> str:
    """A BCP 47 tag."""
    if not _LANGUAGE.fullmatch(value):
        raise ValueError("it must be a BCP 47 tag such as en or pt-BR")
    return value


def languages(values: tuple[str, ...]) -> tuple[str, ...]:
    """A list of BCP 47 tags."""
    for value in values:
        if not _LANGUAGE.fullmatch(value):
            raise ValueError(f'{value!r} is no BCP 47 tag; write a list such as ["en", "pt-BR"]')
    return values


def hosts(values: tuple[str, ...]) -> tuple[str, ...]:
    """Names or addresses of hosts, without scheme and port."""
    for value in values:
        if not re.fullmatch(r"[\w.-]+|\[?[0-9A-Fa-f:.]+\]?", value) or not value.strip("[]:."):
            raise ValueError(
                f"{value!r} is no host; write its name or address alone, without http:// and "
                'without port, as ["localhost", "10.0.0.7"]'
            )
    return values


def address(value: str) -> str:
    """An http or https address."""
    if normalise_url(value) is None:
        raise ValueError("it must be an http or https address")
    return value


def line(value: str) -> str:
    """What may stand in a header of HTTP."""
    if not value.isprintable() or not value.isascii():
        raise ValueError("it must be one line of ASCII: it is sent with every request")
    return value


def optional(check: Check) -> Check:
    """A check that lets an empty text through."""
    return lambda value: check(value) if value else value


def one_of(*names: str) -> Check:
    """A check for one of these words."""

    def check(value: str) -> str:
        if value not in names:
            raise ValueError(f"it must be {', '.join(names[:-1])} or {names[-1]}")
        return value

    return check


def between(least: float, most: float = math.inf) -> Check:
    """A check for a finite number, both ends included."""

    def check(value: float) -> float:
        if not least <= value <= most or math.isinf(value):
            upto = "and finite" if math.isinf(most) else f"and at most {most:g}"
            raise ValueError(f"it must be at least {least:g} {upto}")
        return value

    return check


CHECKS: Mapping[str, Mapping[str, Check]] = {
    "corpus": {
        "name": repo_name,
        "version": version,
        "released": day,
        "licence": licence,
        "homepage": optional(address),
        "languages": languages,
    },
    "scrape": {
        "contact": line,
        "delay_s": between(0),
        "concurrency": between(1, 10_000),
        "timeout_s": between(0.001),
        "tries": between(1, 100),
        "allow_hosts": hosts,
    },
    "clean": {"min_words": between(0), "workers": between(0, 1024)},
    "splits": {
        "train": between(0, 1),
        "validation": between(0, 1),
        "test": between(0, 1),
        "by": one_of("cluster", "source", "time"),
        "leaks": one_of("stop", "drop", "allow"),
        "validation_from": day,
        "test_from": day,
    },
    "release": {
        "standoff": one_of("unreserved", "all", "none"),
        "standoff_bits": between(1, 4),
    },
}


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file. Raises Usage where it is none."""
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise Usage(f"{path} is not TOML: {error}") from error
    except UnicodeDecodeError as error:
        raise Usage(f"{path} is not UTF-8 at byte {error.start}; save it as UTF-8") from error


_KINDS = {
    str: "a text in quotation marks",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    tuple: 'a list of texts, as ["one", "two"]',
}


def read_table(cls: type[Any], values: Any, path: Path, name: str) -> Any:
    """The table `name` of the file `path` as the dataclass `cls`; arrays become tuples.

    Raises Usage that names file, table, key and value, and says what the value must be.
    """
    where = f"{path}: [{name}]"
    if not isinstance(values, dict):
        raise Usage(f"{where} is a table: write [{name}] above its keys")
    checks = CHECKS.get(name, {})
    known = {entry.name: getattr(cls(), entry.name) for entry in dataclasses.fields(cls)}
    made = {}
    for key, value in values.items():
        if key not in known:
            raise Usage(f"{where}: unknown key {key!r}; known keys: {', '.join(known)}")
        try:
            made[key] = _value(value, type(known[key]))
            if key in checks:
                made[key] = checks[key](made[key])
        except ValueError as error:
            raise Usage(f"{where}: {key} = {value!r} is wrong: {error}") from error
    return cls(**made)


def _value(value: Any, kind: type[Any]) -> Any:
    """A value of TOML as the type of its setting. Raises ValueError that says what it must be."""
    given = {tuple: list, float: (float, int)}.get(kind, kind)
    fits = isinstance(value, given) and isinstance(value, bool) == (kind is bool)  # type: ignore[arg-type]
    if not fits or (kind is tuple and not all(isinstance(each, str) and each for each in value)):
        raise ValueError(f"it must be {_KINDS[kind]}")
    return kind(value)
