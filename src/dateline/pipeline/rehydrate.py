"""A release and the user's own copies of its pages become a release with all its words."""

from __future__ import annotations

import functools
import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from dateline.clean import article as make_article
from dateline.clean import clean, clean_text
from dateline.errors import Reject, Stop, Usage
from dateline.pipeline.pages import PageCleaner, page_tables
from dateline.pipeline.previous import CHANGELOG
from dateline.pipeline.release import write_files
from dateline.pipeline.withdrawn import read_withdrawn
from dateline.project import CorpusSettings, ReleaseSettings, Settings, SplitSettings
from dateline.publish.files import Context
from dateline.publish.leaks import Leak
from dateline.publish.reading import Release
from dateline.publish.rehydrate import Rehydrated, may_be, place, rehydrate
from dateline.publish.release import Published, layers_of, write_release
from dateline.publish.splits import SPLITS
from dateline.publish.terms import TEXT, Terms
from dateline.publish.verify import verify
from dateline.scrape.local import HTML_FILES, TEXT_FILES
from dateline.text import normalise

Row = dict[str, Any]

ALIKE = 0.5  # of the tokens: a text with fewer in common is another article
WARC = (".warc", ".warc.gz")
ENDINGS = (*WARC, *TEXT_FILES, *HTML_FILES)
OWN_COPY = "rehydrated from an own copy; not to be published"


@dataclass
class Report:
    """What became of the stand-off articles and of their items."""

    exact: Counter[str] = field(default_factory=Counter)
    moved: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    unseen: Counter[str] = field(default_factory=Counter)  # of the articles without a copy
    articles: dict[str, float] = field(default_factory=dict)  # id -> share of tokens found
    missing: list[str] = field(default_factory=list)
    unknown: dict[str, str] = field(default_factory=dict)  # copies of no article, and why

    def add(self, name: str, done: Rehydrated) -> None:
        """Count one article."""
        self.articles[name] = done.share
        for kind in ("exact", "moved", "changed", "lost"):
            getattr(self, kind).update(getattr(done, kind))


class Copy(NamedTuple):
    """One of the user's files or records, and the articles that it may be."""

    name: str
    readings: list[Row]
    reason: str = ""  # why it is no article


def read_copies(paths: Iterable[Path]) -> Iterator[Copy]:
    """Pages in HTML, WARC or text, files or folders of them; other files are passed over.

    Raises Usage where a path does not exist or has no such file.
    """
    for path in paths:
        if not path.exists():
            raise Usage(f"--pages {path}: there is no such file or folder")
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        pages = [file for file in files if file.is_file() and file.name.endswith(ENDINGS)]
        if not pages:
            raise Usage(f"--pages {path} has no file whose name ends in {', '.join(ENDINGS)}")
        for file in pages:
            yield from _copies(file)


def _copies(file: Path) -> Iterator[Copy]:
    if file.name.endswith(WARC):
        cleaner = PageCleaner({}, (), 1)
        for table in page_tables([file]):
            for page in table.to_pylist():
                name = f"{file.name}: {page['url']}" if page["url"] else file.name
                yield _tried(name, functools.partial(cleaner, page))
    elif file.name.endswith(TEXT_FILES):
        text = normalise(file.read_text("utf-8", errors="replace"))
        cleaned = _tried(file.name, lambda: clean_text(text, min_words=1))
        yield Copy(file.name, [make_article(text, id=file.stem), *cleaned.readings])
    else:
        yield _tried(file.name, lambda: clean(file.read_bytes(), min_words=1))


def _tried(name: str, read: Callable[[], Row]) -> Copy:
    try:
        return Copy(name, [read()])
    except Reject as error:
        return Copy(name, [], str(error))


def rehydrate_release(release: Release, copies: Iterable[Copy], out: Path) -> Report:
    """Write a full release to `out`, from `release` and the `copies` of its stand-off articles.

    A text whose hash is the annotated one's gets every item at its place; in another one items
    are anchored one by one. Where no copy is one of the articles, nothing is written. Judgements
    stay as they are: they are of articles with text only.
    """
    _check(release, out)
    rows = {
        row["id"]: (split, row)
        for split in release.splits("standoff")
        for row in release.rows("standoff", split)
    }
    report = Report()
    made: dict[str, Published] = {}
    for copy in copies:
        found = _matched(copy, rows, release)
        if found is None:
            report.unknown[copy.name] = copy.reason or "it is none of the articles"
        elif found[0].article["id"] not in made:
            published, done = found
            made[published.article["id"]] = published
            report.add(published.article["id"], done)
    report.missing = sorted(set(rows) - set(made))
    for name in report.missing:
        report.unseen.update(_items(rows[name][1], release))
    if made:
        _write(release, made, out)
    return report


def _check(release: Release, out: Path) -> None:
    """Raise Usage or Stop where the release or the folder is not such that it can be done."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Usage(f"--out {out} is not empty")
    damages = next(verify(release)).problems
    if damages:
        raise Stop(f"{release.folder} is damaged: {damages[0]}. Get it again")
    if "standoff" not in release.configs:
        raise Usage(
            f"{release.folder} has no articles without words: there is nothing to rehydrate"
        )


def _items(row: Mapping[str, Any], release: Release) -> dict[str, int]:
    return {name: len(row[name]) for name in release.layers if row.get(name)}


def _matched(
    copy: Copy, rows: dict[str, tuple[str, Row]], release: Release
) -> tuple[Published, Rehydrated] | None:
    """The article that the copy is, with its annotations on the copy's text."""
    best: tuple[float, str, Row] | None = None
    for article in copy.readings:
        for name in _candidates(article, rows):
            share = place(rows[name][1], article["text"]).share
            if share >= ALIKE and (best is None or share > best[0]):
                best = (share, name, article)
    if best is None:
        return None
    _, name, article = best
    split, row = rows[name]
    own = {k: row[k] for k in ("id", "source", "published", "cluster")}
    rights: Row = {"licence": None, "text_may_be_published": False, "signals": []}
    full = {**article, **own, "language": row["language"], "rights": rights}
    done = rehydrate(row, article["text"], release.layers, article["blocks"])
    return Published(full, split, done.annotations), done


def _candidates(article: Row, rows: dict[str, tuple[str, Row]]) -> Sequence[str]:
    """By the id (the address), or the hash of the text; else those with a run in common."""
    if article["id"] in rows:
        return [article["id"]]
    same = [name for name, (_, row) in rows.items() if row["text_sha256"] == article["text_sha256"]]
    return same or [name for name, (_, row) in rows.items() if may_be(row, article["text"], ALIKE)]


def _write(release: Release, made: dict[str, Published], out: Path) -> None:
    known = release.summary
    settings = Settings(
        corpus=CorpusSettings(**_tuples(known["corpus"])), release=_release_settings(known),
        splits=_split_settings(known),
    )  # fmt: skip

    def decide(published: Published) -> Terms:
        if published.article["id"] in made:
            return Terms(TEXT, OWN_COPY)
        return Terms(TEXT, f"licence {published.article['rights']['licence']}")

    articles = (row for split in SPLITS for row in _merged(release, made, split))
    written = write_release(articles, release.layers, out, settings.release, decide)
    leaks = [Leak(**{**leak, "splits": tuple(leak["splits"])}) for leak in known["leaks"]]
    sheet = (release.folder / "DATASHEET.md").read_text("utf-8")
    gone = read_withdrawn(release.folder / "withdrawn.jsonl")
    log = (release.folder / CHANGELOG).read_bytes()
    write_files(written, out, Context(settings, release.layers, leaks, sheet, gone), log)


def _merged(release: Release, made: dict[str, Published], split: str) -> Iterator[Published]:
    """The articles of a split in the order of their ids."""
    own = sorted((p for p in made.values() if p.split == split), key=_id)
    yield from heapq.merge(_published(release, split), own, key=_id)


def _id(published: Published) -> str:
    name: str = published.article["id"]
    return name


def _published(release: Release, split: str) -> Iterator[Published]:
    """The articles with text of a split, with their gold and judgements."""
    if split not in release.splits("full"):
        return
    columns = release.configs["articles"].schema["properties"]
    judged = (
        release.rows("judgements", split) if split in release.splits("judgements") else iter(())
    )
    line = next(judged, None)
    for row in release.rows("full", split):
        lines = []
        while line is not None and line["article"] == row["id"]:
            lines.append(_judgement(line, release))
            line = next(judged, None)
        article = {name: row[name] for name in columns}
        yield Published(article, split, layers_of(row, release.layers), lines)


def _judgement(row: Row, release: Release) -> Row:
    """A line of JSONL again: the items are in the column of the layer."""
    line = {k: v for k, v in row.items() if k not in release.layers}
    return {**line, "items": row[row["layer"]]}


def _tuples(values: Row) -> Row:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}


def _release_settings(known: Row) -> ReleaseSettings:
    made = known["settings"]
    names = ("standoff", "standoff_bits", "standoff_urls", "ner", "ner_where")
    return ReleaseSettings(**_tuples({name: made[name] for name in names}))


def _split_settings(known: Row) -> SplitSettings:
    made = known["settings"]
    shares = dict(zip(SPLITS, made["shares"], strict=True))
    first, last = made["cuts"]
    rest = {"validation_from": first, "test_from": last, "leaks": made["leaks"]}
    return SplitSettings(**shares, by=made["splits_by"], seed=made["seed"], **rest)
