"""The pipeline: which step reads what and writes what, in order, on one screen."""

from __future__ import annotations

import functools
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

from dateline import schema as schemas
from dateline.cluster import on_cluster
from dateline.engine import Counts, Done, Engine, Pool, Task, in_processes, map_file
from dateline.pipeline.duplicates import decided_tables, find_duplicates, keep_decided
from dateline.pipeline.gold import build_gold
from dateline.pipeline.pages import PageCleaner, page_tables, source_settings
from dateline.pipeline.release import build_release, prune_release, release_files
from dateline.pipeline.rows import lift
from dateline.pipeline.scraping import scrape, scraped
from dateline.pipeline.withdrawn import read_withdrawn, texts
from dateline.project import Project
from dateline.scrape import WarcFile, read_sources, warc_files
from dateline.shards import remove_leftovers

__all__ = [
    "BY_NAME",
    "STAGES",
    "Stage",
    "Status",
    "imported_shard",
    "plan",
    "run",
    "scrape",
    "scraped",
]


class Stage(NamedTuple):
    """One step of the pipeline over all of its files."""

    name: str
    does: str
    reads: str
    writes: str
    tasks: Callable[[Project], list[Task]]
    parallel: bool = False


def clean_tasks(project: Project) -> list[Task]:
    """A task for each WARC file: its pages to a shard of articles, not yet compared."""
    sources = read_sources(project.sources)
    settings = source_settings(sources)
    corpus = project.settings.corpus
    cleaner = PageCleaner(settings, corpus.languages, project.settings.clean.min_words)
    return [
        Task(
            step="clean",
            name=name,
            inputs=(warc.path,),
            outputs=(
                _cleaned(project) / f"{name}.arrow",
                project.rejects / "clean" / f"{name}.arrow",
            ),
            work=functools.partial(
                map_file,
                read=functools.partial(page_tables, source=warc.source),
                step=lift(cleaner, "clean", schemas.load("article")),
            ),
            parameters={"cleaner": asdict(cleaner), "source": warc.source and warc.source.name},
            code=(
                "dateline.clean",
                "dateline.scrape",
                "dateline.pipeline.pages",
                "dateline.schemas",
            ),
        )
        for warc in warc_files(sources, project.pages)
        for name in (_shard_name(warc),)
    ]


def duplicate_tasks(project: Project) -> list[Task]:
    """One task over all cleaned shards: what each article is a duplicate of, and its cluster.

    The manifest is read and written: a cluster that was named once keeps its name.
    """
    shards = _shards(_cleaned(project))
    decisions = [_decisions(project) / shard.name for shard in shards]
    gone = texts(read_withdrawn(project.withdrawn))
    return [
        Task(
            step="dedupe",
            name="all",
            inputs=(*shards, project.manifest),
            outputs=(*decisions, project.manifest),
            work=functools.partial(find_duplicates, manifest=project.manifest, withdrawn=gone),
            parameters={"withdrawn": sorted(gone)},
            code=("dateline.clean.dedupe", "dateline.pipeline.duplicates", "dateline.schemas"),
        )
    ]


def article_tasks(project: Project) -> list[Task]:
    """A task for each cleaned shard: what is kept of it, with its cluster."""
    return [
        Task(
            step="articles",
            name=shard.stem,
            inputs=(shard, _decisions(project) / shard.name),
            outputs=(project.articles / shard.name, project.rejects / "articles" / shard.name),
            work=functools.partial(map_file, read=decided_tables, step=keep_decided),
            code=("dateline.pipeline.duplicates", "dateline.schemas"),
        )
        for shard in _shards(_cleaned(project))
    ]


def gold_tasks(project: Project) -> list[Task]:
    """One task: judgements and adjudications to gold."""
    lines = [*project.judgements.glob("*.jsonl"), *project.adjudications.glob("*.jsonl")]
    return [
        Task(
            step="gold",
            name="all",
            inputs=(*sorted(lines), *_shards(project.articles)),
            outputs=(
                _gold(project),
                project.rejects / "gold" / "all.arrow",
                _judgements(project),
            ),
            work=functools.partial(
                build_gold,
                layers=project.layers,
                settings=project.settings.gold,
                scratch=project.work / "scratch",
            ),
            parameters={"layers": list(project.layers), "gold": asdict(project.settings.gold)},
            code=("dateline.annotate", "dateline.checks", "dateline.pipeline.gold", *_SCHEMA),
        )
    ]


def release_tasks(project: Project) -> list[Task]:
    """One task: articles and gold to a release."""
    return [
        Task(
            step="release",
            name="all",
            inputs=(*_shards(project.articles), _gold(project), _judgements(project)),
            outputs=tuple(project.dist / name for name in release_files(project.layers)),
            work=functools.partial(
                build_release,
                layers=project.layers,
                settings=project.settings,
                scratch=project.work / "scratch",
                previous=project.work / "previous",
                datasheet=project.datasheet,
                withdrawn=project.withdrawn,
            ),
            parameters={
                "files": [
                    path.read_text("utf-8") if path.is_file() else None
                    for path in (project.datasheet, project.withdrawn)
                ],
                "release": asdict(project.settings.release),
                "corpus": asdict(project.settings.corpus),
                "splits": asdict(project.settings.splits),
                "layers": {name: layer.schema for name, layer in project.layers.items()},
            },
            code=(
                "dateline.publish",
                "dateline.pipeline.previous",
                "dateline.pipeline.release",
                "dateline.language.bio",
                "dateline.language.tokens",
                *_SCHEMA,
            ),
        )
    ]


_SCHEMA = ("dateline.layers", "dateline.schema", "dateline.schemas")

STAGES = (
    Stage("clean", "a page becomes an article or a reject", "corpus/pages", ".dateline/cleaned",
          clean_tasks, parallel=True),
    Stage("dedupe", "duplicates are found, near ones share a cluster", ".dateline/cleaned",
          "corpus/manifest.jsonl", duplicate_tasks),
    Stage("articles", "what is kept, with its cluster", ".dateline/cleaned", "corpus/articles",
          article_tasks, parallel=True),
    Stage("gold", "judgements are checked and settled", "annotations", ".dateline/gold.jsonl",
          gold_tasks),
    Stage("release", "splits, Parquet and the card", "corpus/articles", "dist", release_tasks),
)  # fmt: skip
BY_NAME = {stage.name: stage for stage in STAGES}


_IMPORTED = "imported_"  # what no shard of ours can begin with: names of sources have no such sign


def imported_shard(project: Project, name: str) -> Path:
    """Where the articles of an imported corpus go; cleaning leaves them alone."""
    return project.articles / f"{_IMPORTED}{name}.arrow"


def run(project: Project, names: Iterable[str], progress: Done | None = None) -> dict[str, Counts]:
    """Do what is stale of the stages `names`, in their order; the counts of each stage."""
    engine = Engine(project.work / "receipts")
    counts = {}
    for name in names:
        stage = BY_NAME[name]
        tasks = stage.tasks(project)
        engine.run(tasks, pool=_pool(project) if stage.parallel else None, progress=progress)
        _prune(tasks)
        counts[name] = _sum(engine, tasks)
    if "release" in counts:
        prune_release(project.dist)
    return counts


class Status(NamedTuple):
    """How far a stage is: how many of its tasks are done with what is there now."""

    stage: Stage
    tasks: int
    fresh: int
    counts: Counts  # of the last time, also where it is stale


def plan(project: Project) -> list[Status]:
    """The state of every stage. Nothing is changed."""
    engine = Engine(project.work / "receipts")
    result = []
    for stage in STAGES:
        tasks = stage.tasks(project)
        fresh = sum(engine.receipt(task) is not None for task in tasks)
        result.append(Status(stage, len(tasks), fresh, _sum(engine, tasks)))
    return result


def _sum(engine: Engine, tasks: Sequence[Task]) -> Counts:
    counts: Counter[str] = Counter()
    for task in tasks:
        receipt = engine.last(task)
        if receipt:
            counts.update(receipt.counts)
    return dict(counts)


def _prune(tasks: Sequence[Task]) -> None:
    """Remove shards of inputs that are gone, so that no step reads them; imported ones stay.

    What killed runs left goes, too.
    """
    kept = {path for task in tasks for path in task.outputs}
    for folder in {path.parent for path in kept if path.suffix == ".arrow"}:
        for path in folder.glob("*.arrow"):
            if path not in kept and not path.name.startswith(_IMPORTED):
                path.unlink()
        remove_leftovers(folder)


def _pool(project: Project) -> Pool:
    settings = project.settings.clean
    if settings.cluster:
        return functools.partial(on_cluster, address=settings.cluster)
    return functools.partial(in_processes, workers=settings.workers or os.cpu_count() or 1)


def _shard_name(warc: WarcFile) -> str:
    """The file's name without its endings; a foreign file's with its source's before it."""
    name = warc.path.name.partition(".warc")[0]
    return f"{warc.source.stem}--{name}" if warc.source else name


def _shards(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.arrow"))


def _cleaned(project: Project) -> Path:
    return project.work / "cleaned"


def _decisions(project: Project) -> Path:
    return project.work / "decisions"


def _gold(project: Project) -> Path:
    return project.work / "gold.jsonl"


def _judgements(project: Project) -> Path:
    return project.work / "judgements.jsonl"
