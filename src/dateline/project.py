"""A Dateline project: a folder with `dateline.toml`, and where everything in it lies."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dateline.errors import Usage
from dateline.layers import Layer, read_layers, shipped
from dateline.settings import read_table, read_toml

FILE = "dateline.toml"


@dataclass(frozen=True)
class CorpusSettings:
    """What the corpus is, for its card."""

    name: str = "corpus"  # of the release, as of a repository on the Hub
    title: str = ""
    description: str = ""
    version: str = "1.0.0"
    released: str = ""  # YYYY-MM-DD; what is built of the same corpus is the same bytes
    licence: str = "CC-BY-4.0"  # of the annotations; each article has its own
    homepage: str = ""
    creators: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()  # BCP 47; empty: any
    layers: tuple[str, ...] = ()  # empty: all


@dataclass(frozen=True)
class ScrapeSettings:
    """How pages are fetched."""

    contact: str = ""  # an address for the user agent: publishers can ask
    delay_s: float = 1.0  # between two requests to one host, at least
    concurrency: int = 16  # hosts at a time
    timeout_s: float = 60.0
    tries: int = 4
    allow_hosts: tuple[str, ...] = ()  # hosts in private networks that may be fetched


@dataclass(frozen=True)
class CleanSettings:
    """What counts as an article."""

    min_words: int = 50
    workers: int = 0  # processes; 0: as many as cores
    cluster: str = ""  # of Ray: local, auto, or an address; empty: processes of this machine


@dataclass(frozen=True)
class GoldSettings:
    """What becomes gold without a decision of a person, besides what is unanimous."""

    majority: tuple[str, ...] = ()  # layers in which the version of most annotators is gold
    single: bool = True  # whether the judgement of one person alone is gold


@dataclass(frozen=True)
class SplitSettings:
    """How articles are split. The shares are of clusters, and add up to 1."""

    train: float = 0.8
    validation: float = 0.1
    test: float = 0.1
    by: str = "cluster"  # cluster, source or time
    seed: str = "dateline"  # another seed is another split; never change it in a published corpus
    validation_from: str = ""  # by time: dates, YYYY-MM-DD
    test_from: str = ""
    leaks: str = "stop"  # what to do about text that two splits share: stop, drop or allow


@dataclass(frozen=True)
class ReleaseSettings:
    """What is published, and in which form."""

    standoff: str = "unreserved"  # of texts that may not be published: unreserved, all or none
    standoff_bits: int = 3  # a token, 1 to 4: what re-anchors items, and what could be read back
    standoff_urls: bool = False  # the address of a page often repeats its title
    ner: str = "entities"  # the layer that becomes BIO tags; empty: none
    ner_where: tuple[str, ...] = ("level=NAM",)  # which of its items


@dataclass(frozen=True)
class Settings:
    """The tables of `dateline.toml`."""

    corpus: CorpusSettings = field(default_factory=CorpusSettings)
    scrape: ScrapeSettings = field(default_factory=ScrapeSettings)
    clean: CleanSettings = field(default_factory=CleanSettings)
    gold: GoldSettings = field(default_factory=GoldSettings)
    splits: SplitSettings = field(default_factory=SplitSettings)
    release: ReleaseSettings = field(default_factory=ReleaseSettings)


@dataclass(frozen=True)
class Project:
    """A project's folder and settings."""

    root: Path
    settings: Settings = field(default_factory=Settings)

    @property
    def corpus(self) -> Path:
        return self.root / "corpus"

    @property
    def sources(self) -> Path:
        return self.corpus / "sources.toml"

    @property
    def pages(self) -> Path:
        """WARC files of raw pages, and the state of the crawl."""
        return self.corpus / "pages"

    @property
    def articles(self) -> Path:
        """Arrow shards of articles."""
        return self.corpus / "articles"

    @property
    def rejects(self) -> Path:
        """Arrow shards of what was not let through, a folder for each step."""
        return self.corpus / "rejects"

    @property
    def manifest(self) -> Path:
        """One line of JSON for each article, without its words; kept in version control."""
        return self.corpus / "manifest.jsonl"

    @property
    def withdrawn(self) -> Path:
        """One line of JSON for each article that was taken back; kept in version control."""
        return self.corpus / "withdrawn.jsonl"

    @property
    def datasheet(self) -> Path:
        """The answers to the questions of a datasheet; its numbers are written by the code."""
        return self.root / "DATASHEET.md"

    @property
    def annotations(self) -> Path:
        return self.root / "annotations"

    @property
    def judgements(self) -> Path:
        """One JSONL file of annotations for each annotator."""
        return self.annotations / "judgements"

    @property
    def adjudications(self) -> Path:
        return self.annotations / "adjudications"

    @property
    def guidelines(self) -> Path:
        return self.annotations / "guidelines"

    @property
    def work(self) -> Path:
        """Intermediate shards and the record of finished work; may be deleted at any time."""
        return self.root / ".dateline"

    @property
    def dist(self) -> Path:
        """Where the release is built."""
        return self.root / "dist"

    @functools.cached_property
    def layers(self) -> dict[str, Layer]:
        """The project's layers by name: the shipped ones and its own, or those it lists."""
        known = {**shipped(), **read_layers(self.root / "schema" / "layers")}
        _check_layers(self.settings, known, self.root / FILE)
        chosen = self.settings.corpus.layers
        return {name: known[name] for name in chosen} if chosen else known


class NoProject(Usage):
    """A folder is in no project."""


def find_project(start: Path) -> Project:
    """The project that the folder `start` is in. Raises NoProject, or Usage where it is wrong."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / FILE).is_file():
            return read_project(folder)
    raise NoProject(
        f"there is no {FILE} in {start.resolve()} or above it. "
        "Make a project with: dateline init FOLDER"
    )


_TEMPLATE = """\
# A Dateline project. Every key that may stand here is in docs/project.md.
[corpus]
name = "{name}"
# title = "My corpus"  # for the card, as are description, homepage, creators
licence = "CC-BY-4.0"  # of the annotations
# languages = ["en"]   # any other language is rejected
# layers = ["entities", "quotes"]

[scrape]
contact = ""  # a page or an address where publishers can reach you
delay_s = 1.0
# allow_hosts = ["localhost"]  # hosts in private networks that may be fetched

[clean]
min_words = 50  # shorter articles are rejected

[splits]
train = 0.8
validation = 0.1
test = 0.1
"""
_SOURCES = """\
# One table for each source. Every key that may stand here is in docs/project.md.
#
# [[source]]
# name = "courier"
# publisher = "The Courier"
# sitemap = "https://courier.example/sitemap.xml"  # and urls, feed: together or alone
# include = '^/(news|sport)/'  # a regular expression on path and query; exclude is another
# licence = "CC-BY-4.0"  # only where you know it; text is published under an open licence alone
#
# [[source]]
# name = "old-courier"
# folder = "old"  # of HTML pages, beside this file; or dumps (pages saved as text), or warc
"""
_IGNORE = "/.dateline/\n/dist/\n/corpus/pages/\n/corpus/articles/\n/corpus/rejects/\n"


def init(folder: Path) -> list[Path]:
    """The files and folders that it made of a new project in `folder`; what exists stays."""
    project = Project(folder)
    name = re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower())[:96].strip("-") or "corpus"
    files = {
        folder / FILE: _TEMPLATE.format(name=name),
        project.sources: _SOURCES,
        folder / ".gitignore": _IGNORE,
        folder / "schema" / "layers" / ".gitkeep": "",
        project.judgements / ".gitkeep": "",
        project.adjudications / ".gitkeep": "",
        project.guidelines / ".gitkeep": "",
    }
    made = [path for path in files if not path.exists()]
    for path in made:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[path], "utf-8")
    return made


def read_project(root: Path) -> Project:
    """The project in the folder `root`. Raises Usage where `dateline.toml` is wrong."""
    path = root / FILE
    tables = read_toml(path)
    known = [entry.name for entry in dataclasses.fields(Settings)]
    for name in tables:
        if name not in known:
            what = (
                f"table [{name}]"
                if isinstance(tables[name], dict)
                else f"key {name!r}, in no table"
            )
            raise Usage(f"{path}: unknown {what}; known tables: {', '.join(known)}")
    made = {
        name: read_table(type(getattr(Settings(), name)), tables[name], path, name)
        for name in known
        if name in tables
    }
    project = Project(root, Settings(**made))
    _check_splits(project.settings.splits, path)
    _ = project.layers
    return project


def _check_splits(splits: SplitSettings, path: Path) -> None:
    shares = (splits.train, splits.validation, splits.test)
    if abs(sum(shares) - 1) > 1e-9:
        raise Usage(f"{path}: [splits] train, validation and test are {shares}, not shares of 1")
    dates = (splits.validation_from, splits.test_from)
    if splits.by == "time" and not (all(dates) and dates[0] <= dates[1]):
        raise Usage(
            f"{path}: [splits] by = 'time' needs validation_from and test_from, dates like "
            f"2026-03-01 in this order; they are {dates}"
        )


def _check_layers(settings: Settings, known: Mapping[str, Layer], path: Path) -> None:
    """Raises Usage where a setting names a layer, a property or a value that there is not."""
    release = settings.release
    named = {
        "[corpus] layers": settings.corpus.layers,
        "[gold] majority": settings.gold.majority,
        "[release] ner": (release.ner,) if release.ner else (),
    }
    for key, names in named.items():
        for name in names:
            if name not in known:
                raise Usage(
                    f"{path}: {key} names {name!r}, which is no layer. Known layers: "
                    f"{', '.join(known)}. A new one is a new file in schema/layers/"
                )
    if release.ner and release.ner_where != ReleaseSettings().ner_where:
        for condition in release.ner_where:
            if problem := _condition_problem(condition, known[release.ner]):
                raise Usage(f"{path}: [release] ner_where names {condition!r}: {problem}")


def _condition_problem(condition: str, layer: Layer) -> str:
    """What is wrong with a condition such as `level=NAM` on a layer's items, or ""."""
    name, _, value = condition.partition("=")
    values = {a.name: a.values for a in layer.attributes} | {layer.label: layer.labels}
    if name not in values:
        return f"it must be PROPERTY=VALUE with a property of {layer.name}: {', '.join(values)}"
    allowed = values[name]
    if not value or (allowed is not None and value not in allowed):
        return f"{name} of {layer.name} can be {', '.join(allowed) if allowed else 'any text'}"
    return ""
