"""From articles, gold and judgements to a release in `dist/`."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from dateline import schema as schemas
from dateline.engine import Counts
from dateline.errors import Stop
from dateline.layers import Layer
from dateline.pipeline.previous import CHANGELOG, history, keep_previous, stage
from dateline.pipeline.withdrawn import read_withdrawn
from dateline.project import Settings
from dateline.publish.files import Context, contents, names
from dateline.publish.leaks import Leak, LeakCheck, message
from dateline.publish.parquet import LEFTOVER
from dateline.publish.release import Published, Statistics, Written, write_release
from dateline.publish.splits import Article, first_dates, splitter
from dateline.publish.terms import OUT, STANDOFF, terms
from dateline.schema.arrow import format_time, to_rows
from dateline.shards import read_lines, read_tables, sorted_tables, splitters, write_bytes

Row = dict[str, Any]

SUMS = "SHA256SUMS"
_OLD = re.compile(r"plots/[^/]+\.svg|schema/.+\.json")  # of layers that are gone


class Plan(NamedTuple):
    """Which articles go out, and in which split each is."""

    split: Callable[[Article], str]
    leaks: list[Leak]
    left_out: frozenset[str]  # withdrawn, or dropped because another split shares their text
    clusters: int


def release_files(layers: Mapping[str, Layer]) -> list[str]:
    """The paths of a release's files beside its shards, in the order of `build_release`."""
    return [SUMS, CHANGELOG, *names(layers)]


def build_release(
    inputs: Sequence[Path],
    outputs: Sequence[Path],
    *,
    layers: Mapping[str, Layer],
    settings: Settings,
    scratch: Path,
    previous: Path,
    datasheet: Path | None = None,
    withdrawn: Path | None = None,
) -> Counts:
    """Shards of articles, gold.jsonl and judgements.jsonl in; the files of `release_files` out.

    The shards beside them are named by their content, so the release that the old card names
    stays whole until the new card replaces it; of another version, it is kept in `previous`.
    """
    shards = [path for path in inputs if path.suffix == ".arrow"]
    gold, judgements = (path for path in inputs if path.suffix == ".jsonl")
    folder = dict(zip(release_files(layers), outputs, strict=True))["README.md"].parent
    folder.mkdir(parents=True, exist_ok=True)
    keep_previous(folder, previous, settings.corpus.version)
    gone = read_withdrawn(withdrawn)
    plan = plan_release(shards, gold, settings, {row["article"] for row in gone})
    rows = _published(shards, gold, judgements, plan, scratch)
    written = write_release(rows, layers, folder, settings.release)
    if not written.shards:
        raise Stop(_nothing(written.statistics, len(gone)))
    sheet = datasheet.read_text("utf-8") if datasheet and datasheet.is_file() else None
    context = Context(settings, layers, plan.leaks, sheet, gone)
    made = contents(written, folder, context)
    new = stage(made, written, folder, scratch / "release")
    ids = {row["article"] for row in gone}
    made[CHANGELOG] = history(folder, previous, new, ids).encode()
    shutil.rmtree(new.folder)
    made = _signed(made, written)
    for name, path in zip(release_files(layers), outputs, strict=True):
        path.write_bytes(made[name])
    rows_of = {f"rows:{f.config}:{f.split}": 0 for f in written.shards}
    for file in written.shards:
        rows_of[f"rows:{file.config}:{file.split}"] += file.rows
    return _counts(written.statistics) | {"clusters": plan.clusters} | rows_of


def _nothing(statistics: Statistics, withdrawn: int) -> str:
    """Why there is no release."""
    if statistics.held_back:
        return (
            f"no article may be published ({statistics.held_back:,} are held back): "
            "give their source a licence in corpus/sources.toml, if it has one"
        )
    if withdrawn:
        return f"there are no articles but those that were withdrawn ({withdrawn:,})"
    return "there are no articles: run dateline scrape, then dateline clean"


def _signed(made: dict[str, bytes], written: Written) -> dict[str, bytes]:
    """The files beside the shards with the checksums of all."""
    sums = {file.path: file.sha256 for file in written.shards}
    sums |= {name: hashlib.sha256(data).hexdigest() for name, data in made.items()}
    lines = [f"{digest}  {name}\n" for name, digest in sorted(sums.items())]
    return {SUMS: "".join(lines).encode(), **made}


def write_files(written: Written, folder: Path, context: Context, changelog: bytes) -> None:
    """Make a whole release of the shards that were written into `folder`."""
    made = {CHANGELOG: changelog, **contents(written, folder, context)}
    for name, data in _signed(made, written).items():
        write_bytes(data, folder / name)


def _counts(statistics: Statistics) -> Counts:
    """Articles in, kept (with their text or without) and held back, and items in each layer."""
    total, out = statistics.terms.total(), statistics.held_back
    counts = {"in": total, "kept": total - out, "rejected": out}
    counts["standoff"] = statistics.form(STANDOFF)
    for layer, labels in statistics.spans.items():
        counts[f"items:{layer}"] = sum(labels.values())
        counts[f"annotated:{layer}"] = statistics.annotated.get(layer, 0)
    for (form, reason), count in statistics.terms.items():
        counts[f"terms:{form}:{reason}"] = count
    return counts


def plan_release(
    shards: Sequence[Path], gold: Path, settings: Settings, withdrawn: set[str]
) -> Plan:
    """Decide every article's split and check what splits share. Raises Stop where it leaks."""
    first = None
    if settings.splits.by == "time":
        first = first_dates(_columns(shards, ["id", "cluster", "published"]))
    split = splitter(settings.splits, first)
    annotated = {line["article"] for _, line in read_lines(gold)}
    check = LeakCheck()
    wanted = ["id", "cluster", "published", "source", "text", "rights"]
    for article in _columns(shards, wanted):
        decided = terms(
            article["rights"],
            annotated=article["id"] in annotated,
            standoff=settings.release.standoff,
        )
        if decided.form != OUT and article["id"] not in withdrawn:
            check.add(article, split(article))
    leaks = check.leaks(lambda ids: _texts(shards, ids))
    if leaks and settings.splits.leaks == "stop":
        raise Stop(message(leaks))
    dropped = {leak.first for leak in leaks} if settings.splits.leaks == "drop" else set()
    return Plan(split, leaks, frozenset(withdrawn | dropped), check.clusters)


def _columns(shards: Sequence[Path], wanted: list[str]) -> Iterator[Row]:
    for shard in shards:
        for table in read_tables(shard):
            for batch in table.select(wanted).to_batches(max_chunksize=1000):
                for row in batch.to_pylist():
                    row["published"] = row["published"] and format_time(row["published"])
                    yield row


def _texts(shards: Sequence[Path], ids: set[str]) -> dict[str, str]:
    if not ids:
        return {}
    rows = _columns(shards, ["id", "published", "text"])
    return {row["id"]: row["text"] for row in rows if row["id"] in ids}


def _published(
    shards: Sequence[Path], gold: Path, judgements: Path, plan: Plan, scratch: Path
) -> Iterator[Published]:
    """Articles in the order of their ids, each with its split, gold and judgements."""
    schema = schemas.load("article")
    settled, judged = _Lines(gold), _Lines(judgements)
    last = None
    for table in sorted_tables(shards, splitters(shards), scratch):
        for batch in table.to_reader(max_chunksize=1000):
            for article in to_rows(batch, schema):
                name = article["id"]
                if name == last:
                    raise Stop(f"two articles have the id {name}: {article['url']} is one of them")
                last = name
                annotations = {line["layer"]: line for line in settled.of(name)}
                lines = judged.of(name)
                if name not in plan.left_out:
                    yield Published(article, plan.split(article), annotations, lines)
    settled.end()


class _Lines:
    """The lines of a JSONL file sorted by article, taken article by article."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines = (line for _, line in read_lines(path))
        self._next = next(self._lines, None)

    def of(self, article: str) -> list[Row]:
        """The lines of `article`. Raises Stop where an article before it was not asked for."""
        found = []
        while self._next is not None and self._next["article"] <= article:
            if self._next["article"] < article:
                self.end()
            found.append(self._next)
            self._next = next(self._lines, None)
        return found

    def end(self) -> None:
        """Raise Stop where there is a line left."""
        if self._next is not None:
            name = self._next["article"]
            raise Stop(f"{self._path}: article {name} is not in the corpus; run dateline clean")


def prune_release(folder: Path) -> None:
    """Remove the files of earlier releases and of broken attempts, which the card does not name."""
    named = {line.split("  ", 1)[1] for line in (folder / SUMS).read_text().splitlines()}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        ours = LEFTOVER.fullmatch(name) or _OLD.fullmatch(name)
        if ours and name not in named and path.is_file():
            path.unlink()
