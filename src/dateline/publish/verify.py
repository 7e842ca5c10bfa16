"""Whether a release is what it says: one check a line, each with what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import pyarrow.parquet as pq

from dateline.errors import DatelineError
from dateline.publish.card import yaml_features
from dateline.publish.contents import article_problems, row_problems
from dateline.publish.croissant import CONFORMS
from dateline.publish.hub import header_problems
from dateline.publish.leaks import LeakCheck
from dateline.publish.parquet import LEFTOVER, sha256_file
from dateline.publish.reading import Release, read_sums
from dateline.publish.splits import KEYS, SPLITS, split_of
from dateline.schema.arrow import arrow_schema

SHOWN = 5  # problems of one check


class Check(NamedTuple):
    """The outcome of one check: what was looked at, and what is wrong."""

    name: str
    looked_at: str
    problems: list[str]


def verify(release: Release, withdrawn: Iterable[Mapping[str, Any]] = ()) -> Iterator[Check]:
    """Every check of a release, in order. `withdrawn` are tombstones that are known today."""
    for name, check in CHECKS.items():
        problems: list[str] = []
        try:
            looked_at = check(release, problems)
        except (DatelineError, OSError, KeyError, TypeError, ValueError) as error:
            problems.append(f"cannot be checked: {type(error).__name__}: {error}")
            looked_at = "broken"
        yield Check(name, looked_at, problems)
        if name == "checksums" and problems:
            return  # what is said below would be about other files
    yield _withdrawn(release, withdrawn)


def _checksums(release: Release, problems: list[str]) -> str:
    sums = read_sums(release.folder)
    for name, digest in sums.items():
        path = release.folder / name
        if not path.is_file():
            problems.append(f"{name} is missing")
        elif sha256_file(path) != digest:
            problems.append(f"{name} is not the file that was published: its SHA-256 differs")
    known = {*sums, "SHA256SUMS", ".gitattributes"}
    others = [path for path in sorted(release.folder.rglob("*")) if path.is_file()]
    names = {path.relative_to(release.folder).as_posix() for path in others} - known
    left = {name for name in names if LEFTOVER.fullmatch(name)}
    added = (name for name in sorted(names - left) if not name.startswith(".cache/"))
    problems += [f"{name} is not in SHA256SUMS" for name in added]
    return f"{len(sums)} files" + (f", {len(left)} left by an unfinished build" if left else "")


def _card(release: Release, problems: list[str]) -> str:
    header, sums = release.header, read_sums(release.folder)
    problems += header_problems(header)
    named = [p for c in header["configs"] for part in c["data_files"] for p in part["path"]]
    problems += [f"{p} is named, but not published" for p in named if p not in sums]
    shards = {name for name in sums if name.endswith(".parquet")}
    problems += [f"{name} is in no config" for name in sorted(shards - set(named))]
    if {c["config_name"] for c in header["configs"]} != set(release.summary["rows"]):
        problems.append("its configs are not those of release.json")
    for config in header["configs"]:
        if config.get("version") != release.summary["version"]:
            problems.append(f"config {config['config_name']}: version {config.get('version')}")
    for info in header["dataset_info"]:
        wanted = yaml_features(release.configs[info["config_name"]].schema)
        if info["features"] != wanted:
            problems.append(f"config {info['config_name']}: features are not those of schema/")
    return f"{len(header['configs'])} configs, {len(named)} files"


def _schema(release: Release, problems: list[str]) -> str:
    count = 0
    for name, config in release.configs.items():
        wanted = arrow_schema(config.schema)
        for split, rows in release.summary["rows"][name].items():
            files = [pq.ParquetFile(path) for path in release.files(name, split)]
            count += len(files)
            problems += [
                f"{name}/{split}: columns are not those of schema/"
                for file in files
                if not file.schema_arrow.equals(wanted)
            ]
            found = sum(file.metadata.num_rows for file in files)
            said = _said(release, name, split)
            if not found == rows == said:
                problems.append(f"{name}/{split}: {found} rows, but {rows} and {said} are said")
    return f"{count} shards"


def _said(release: Release, config: str, split: str) -> int | None:
    infos = {info["config_name"]: info for info in release.header["dataset_info"]}
    splits = {part["name"]: part["num_examples"] for part in infos[config]["splits"]}
    return splits.get(split)


def _rows(release: Release, problems: list[str]) -> str:
    count = 0
    for config in release.configs.values():
        for split in release.splits(config.name):
            for found in row_problems(release.rows(config.name, split), config):
                count += 1
                problems += found
    return f"{count} rows"


def _annotations(release: Release, problems: list[str]) -> str:
    count = 0
    for split in release.splits("full") if "full" in release.configs else ():
        for found in article_problems(release, split):
            count += 1
            problems += found
    return f"{count} articles"


def _splits(release: Release, problems: list[str]) -> str:
    seen: dict[str, str] = {}
    check = LeakCheck()
    texts: dict[str, str] = {}
    for config in ("articles", "standoff"):
        for split in release.splits(config):
            for row in release.rows(config, split):
                if row["id"] in seen:
                    problems.append(f"{row['id']} is in {seen[row['id']]} and in {split}")
                seen[row["id"]] = split
                problems += _misplaced(row, split, release.summary["settings"])
                check.add({**row, "text": row.get("text") or ""}, split)
    allowed = {(leak["first"], leak["second"]) for leak in release.summary["leaks"]}

    def read(ids: set[str]) -> dict[str, str]:
        for split in release.splits("articles") if ids else ():
            rows = release.rows("articles", split)
            texts.update({row["id"]: row["text"] for row in rows if row["id"] in ids})
        return texts

    found = check.leaks(read)
    problems += [str(leak) for leak in found if (leak.first, leak.second) not in allowed]
    return f"{len(seen)} articles"


def _misplaced(row: Mapping[str, Any], split: str, settings: Mapping[str, Any]) -> list[str]:
    """By time a cluster's first article decides, which may not be in the release: not checked."""
    if settings["splits_by"] not in KEYS:
        return []
    shares = dict(zip(SPLITS, settings["shares"], strict=True))
    right = split_of(KEYS[settings["splits_by"]](row), shares, settings["seed"])
    return [] if right == split else [f"{row['id']} is in {split}, its place is {right}"]


def _croissant(release: Release, problems: list[str]) -> str:
    found = release.croissant
    sums = read_sums(release.folder)
    if not set(CONFORMS) <= set(found.get("conformsTo", ())):
        problems.append(f"conformsTo is {found.get('conformsTo')}")
    files = {file["@id"]: file.get("sha256") for file in found["distribution"]}
    shards = {name: digest for name, digest in sums.items() if name.endswith(".parquet")}
    if files != shards:
        problems.append("its files are not the shards, or their checksums differ")
    for record in found["recordSet"]:
        columns = {field["name"].rpartition("/")[2] for field in record["field"]}
        config = record["@id"].partition("/")[0]
        if columns != set(release.configs[config].schema["properties"]):
            problems.append(f"{record['@id']}: its fields are not the columns")
    return f"{len(found['recordSet'])} record sets"


def _loading(release: Release, problems: list[str]) -> str:
    """`datasets` takes a script of the folder's name for a loading script, and refuses it."""
    scripts = [path.name for path in release.folder.glob("*.py")]
    problems += [f"{name}: a release holds no scripts" for name in scripts]
    odd = [p for p in read_sums(release.folder) if not re.fullmatch(r"[\w./-]+", p)]
    problems += [f"{name}: letters, digits, - _ . only in names of files" for name in odd]
    return "names of files"


CHECKS: dict[str, Callable[[Release, list[str]], str]] = {
    "checksums": _checksums,
    "names": _loading,
    "card": _card,
    "schema": _schema,
    "rows": _rows,
    "annotations": _annotations,
    "splits": _splits,
    "croissant": _croissant,
}


def _withdrawn(release: Release, withdrawn: Iterable[Mapping[str, Any]]) -> Check:
    own = map(orjson.loads, (release.folder / "withdrawn.jsonl").read_bytes().splitlines())
    tombstones = {row["article"]: row for row in (*own, *withdrawn)}
    gone = []
    for config in ("articles", "standoff"):
        for split in release.splits(config) if tombstones else ():
            for row in release.rows(config, split):
                if row["id"] in tombstones:
                    stone = tombstones[row["id"]]
                    when, why = stone["withdrawn"][:10], stone["reason"]
                    gone.append(f"{row['id']} in {split} was withdrawn on {when} ({why})")
    return Check("withdrawn", f"{len(tombstones)} tombstones", gone)


def lines(check: Check) -> Iterator[str]:
    """The check for people: one line, and one more for each of the first problems."""
    mark = "FAILED" if check.problems else "ok"
    count = f", {len(check.problems)} problems" if check.problems else ""
    yield f"{mark:6} {check.name:12} {check.looked_at}{count}"
    for problem in check.problems[:SHOWN]:
        yield f"       {problem}"
    if len(check.problems) > SHOWN:
        yield f"       and {len(check.problems) - SHOWN} more"


def sound(folder: Path) -> list[str]:
    """The problems of the release in `folder`, [] where there are none."""
    return [p for check in verify(Release(folder)) for p in check.problems]
