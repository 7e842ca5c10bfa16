"""The release of the version before, kept beside the new one to say what changed since."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from dateline.errors import DatelineError
from dateline.publish.diff import changelog, diff
from dateline.publish.parquet import sha256_file
from dateline.publish.reading import Release, open_release, read_sums
from dateline.publish.release import Written
from dateline.publish.summary import FORMAT

CHANGELOG = "CHANGELOG.md"
_TITLE = "# Changelog\n\n"
_SUMS = "SHA256SUMS"


class Built(NamedTuple):
    """What a build of a version holds."""

    version: str
    shards: frozenset[str]  # their names, which are made of their content


def read_built(folder: Path) -> Built | None:
    """What the release in `folder` holds; None where there is none, or a broken one."""
    try:
        found = open_release(folder)
        shards = frozenset(name for name in read_sums(folder) if name.endswith(".parquet"))
        return Built(found.summary["version"], shards)
    except (DatelineError, OSError, KeyError):
        return None


def keep_previous(folder: Path, previous: Path, version: str) -> None:
    """Make `previous` the release in `folder`, where that is of another version than `version`.

    The files are linked, not copied. They go again when the next version is built. A release that
    is not whole is not kept.
    """
    found = _open(folder)
    if found is None or found.summary["version"] == version:
        return
    half = previous.with_name(f"{previous.name}.half")
    shutil.rmtree(half, ignore_errors=True)
    _link([*read_sums(folder), _SUMS], folder, half)
    shutil.rmtree(previous, ignore_errors=True)
    half.rename(previous)


def history(folder: Path, previous: Path, new: Release, withdrawn: Collection[str]) -> str:
    """The changelog of the release `new`, which is to go to `folder`: all versions, newest first.

    What `previous` holds of articles in `withdrawn` must not stay: it is removed then. Where there
    is no earlier version, what the release in `folder` says of its own stands.
    """
    version = new.summary["version"]
    old = _open(previous)
    if old is None or old.summary["version"] == version:
        same = _open(folder)
        if same and same.summary["version"] == version and (folder / CHANGELOG).is_file():
            return (folder / CHANGELOG).read_text("utf-8")
        return f"{_TITLE}## {version}\n\nThere was no earlier release to compare with.\n"
    changes = diff(old, new)
    said = old.folder / CHANGELOG
    earlier = said.read_text("utf-8").removeprefix(_TITLE) if said.is_file() else ""
    digest = sha256_file(old.folder / _SUMS)
    # More than one build may have had the number of that version: the hash says which was compared.
    since = f"{old.summary['version']} (the build whose {_SUMS} has the SHA-256 {digest[:16]}…)"
    text = changelog(changes, since, version)
    if set(changes.removed) & set(withdrawn):
        shutil.rmtree(previous)
    return f"{_TITLE}{text}\n{earlier}".rstrip("\n") + "\n"


def stage(made: Mapping[str, bytes], written: Written, folder: Path, scratch: Path) -> Release:
    """A release that is written, but not yet in its place, as one that can be read."""
    shutil.rmtree(scratch, ignore_errors=True)
    _link((shard.path for shard in written.shards), folder, scratch)
    for name, data in made.items():
        path = scratch / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return Release(scratch)


def _open(folder: Path) -> Release | None:
    """The release in a folder, None where it is not whole or of another format."""
    try:
        found = open_release(folder)
        sums = read_sums(folder)
        whole = all(sha256_file(folder / name) == digest for name, digest in sums.items())
        return found if whole and found.summary["format"] == FORMAT else None
    except (DatelineError, OSError):
        return None


def _link(names: Iterable[str], source: Path, target: Path) -> None:
    for name in names:
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source / name, path)
        except OSError:  # the file system has no links
            shutil.copy2(source / name, path)
