"""From judgements to gold: every line is checked against the article's text as it is now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import orjson

from dateline.annotate.adjudicate import make_rules
from dateline.annotate.gold import gold
from dateline.checks import check_lines
from dateline.engine import Counts
from dateline.errors import Reject
from dateline.layers import Layer
from dateline.pipeline.rows import Row, reject_row, rejects_table
from dateline.project import GoldSettings
from dateline.schema.validator import load_validator
from dateline.shards import grouped_lines, sorted_tables, splitters, write_lines, write_table
from dateline.text import sha256

COLUMNS = ["id", "text", "blocks"]


def build_gold(
    inputs: Sequence[Path],
    outputs: Sequence[Path],
    *,
    layers: Mapping[str, Layer],
    settings: GoldSettings,
    scratch: Path,
) -> Counts:
    """Judgements and adjudications (JSONL), articles (Arrow) in; gold, rejects, good lines out.

    Lines are sorted by article, then layer. Counts are of lines, with `gold` annotations made and
    `awaiting` adjudication.
    """
    lines = [path for path in inputs if path.suffix == ".jsonl"]
    shards = [path for path in inputs if path.suffix == ".arrow"]
    counts: Counter[str] = Counter({"in": 0, "kept": 0, "rejected": 0})
    rejected: list[Row] = []
    rules = make_rules(layers, **asdict(settings))

    def annotations(kept: IO[bytes]) -> Iterator[Mapping[str, Any]]:
        for article, judgements in _joined(lines, shards, scratch):
            good = list(_checked(judgements, article, layers, rejected))
            counts.update({"in": len(judgements), "kept": len(good)})
            ours = [line for line in good if line["layer"] in layers]
            said = (line for line in ours if "dispute" not in line)  # the others are decisions
            kept.writelines(orjson.dumps(line) + b"\n" for line in said)
            made = gold(ours, (), layers, rules=rules)
            counts.update({"gold": len(made.annotations), "awaiting": len(made.awaiting)})
            yield from made.annotations

    with outputs[2].open("wb") as kept:
        write_lines(annotations(kept), outputs[0])
    counts["rejected"] = len(rejected)
    counts.update(f"reason:{row['reason']}" for row in rejected)
    write_table(rejects_table(rejected), outputs[1])
    return dict(counts)


def _joined(
    lines: Sequence[Path], shards: Sequence[Path], scratch: Path
) -> Iterator[tuple[Row | None, list[Any]]]:
    """(article or None, its lines) for each article that has lines, in the order of the ids."""
    splits = splitters(shards)
    articles = _rows(shards, splits, scratch / "articles")
    article = next(articles, None)
    for name, group in grouped_lines(lines, "article", splits, scratch / "lines"):
        while article is not None and article["id"] < name:
            article = next(articles, None)
        yield (article if article is not None and article["id"] == name else None), group


def _rows(shards: Sequence[Path], splits: Sequence[str], scratch: Path) -> Iterator[Row]:
    for table in sorted_tables(shards, splits, scratch):
        for batch in table.select(COLUMNS).to_batches(max_chunksize=1000):
            yield from batch.to_pylist()


def _checked(
    lines: Sequence[Any], article: Row | None, layers: Mapping[str, Layer], rejected: list[Row]
) -> Iterable[Mapping[str, Any]]:
    """The lines that hold for `article`; the others go to `rejected`."""
    current = sha256(article["text"]) if article else None
    decisions = [line for line in lines if "dispute" in line]
    lines = [line for line in lines if "dispute" not in line]
    checked: list[Sequence[object]] = [*check_lines(lines, article, layers)]
    checked += [load_validator("decision").misfits(line) for line in decisions]
    for line, problems in zip([*lines, *decisions], checked, strict=True):
        reject = None
        if article is None:
            reject = Reject("UNKNOWN_ARTICLE", f"article {line['article']}")
        elif line.get("text_sha256") != current:
            reject = Reject("TEXT_CHANGED", f"annotated text {line.get('text_sha256')}")
        elif problems:
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            reject = Reject("INVALID", f"{problems[0]}{more}")
        if reject is None:
            yield line
        else:
            who = (line.get("annotator") or {}).get("id")
            detail = f"{line.get('layer')} by {who}: {reject.detail}"
            row = {"id": line["article"], "source": None}
            rejected.append(reject_row("gold", Reject(reject.reason, detail), row))
