"""The text of the data set card: how to load the release, and what is in it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from dateline.language.bio import LOSSES
from dateline.publish.card import of, splits_of
from dateline.publish.parquet import totals
from dateline.publish.release import Statistics, Written
from dateline.publish.tables import Config
from dateline.publish.terms import STANDOFF, TEXT

LONGEST = 80  # characters of a string in an example row


def body(corpus: Any, written: Written, folder: Path, leaks: str) -> str:
    """The Markdown after the header. The example rows are read from the shards in `folder`."""
    statistics = written.statistics
    parts = [
        f"# {corpus.title or corpus.name}",
        corpus.description.strip(),
        _loading(corpus.name, written.configs),
        _configs(written),
        "## Splits",
        leaks,
        _splits(written),
        "## Annotations",
        _table(["layer", "articles annotated", "items", "by label"], _layers(statistics)),
        *(f"![Items of {layer} by label](plots/{layer}.svg)" for layer in statistics.spans),
        _ner(statistics, written.configs),
        _rights(corpus, statistics),
        "## Example rows\n\nThe first annotated row of each config, long values cut.",
        *(_example(config, written, folder) for config in written.configs),
        _more(corpus),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _loading(name: str, configs: Sequence[Config]) -> str:
    lines = ["from datasets import load_dataset", ""]
    lines.append(
        f'articles = load_dataset("{name}")  # or OWNER/{name}, or the path of this folder'
    )
    if len(configs) > 1:
        layer = configs[1].name
        lines.append(f'{layer} = load_dataset("{name}", "{layer}")')
    if any(config.name == "ner" for config in configs):
        lines.append(f'ner = load_dataset("{name}", "ner")  # tokens and ner_tags, to train with')
    return "```python\n" + "\n".join(lines) + "\n```"


def _configs(written: Written) -> str:
    ordered = ", ".join(f"`{c.name}`" for c in written.configs if c.by_article)
    rows = [
        [f"`{c.name}`", f"{totals(of(written.shards, c.name))[0]:,}", c.description]
        for c in written.configs
    ]
    return (
        "## Configs\n\n" + _table(["config", "rows", "a row is"], rows) + f"\n\n{ordered} have one "
        "row for each article, in the same order and the same splits: they can be joined by "
        "position (`concatenate_datasets(axis=1)`). The others have their own number of rows and "
        "name the article. A layer's `items` is null where an article is not annotated, and empty "
        "where it is and nothing was found. Offsets count Unicode code points, half-open, on "
        "`text`."
    )


def _splits(written: Written) -> str:
    splits = splits_of(written.shards)
    rows = [
        [f"`{config.name}`", *(_rows(written, config.name, split) for split in splits)]
        for config in written.configs
    ]
    return _table(["config", *splits], rows)


def _rows(written: Written, config: str, split: str) -> str:
    return f"{totals(of(written.shards, config, split))[0]:,}"


def _layers(statistics: Statistics) -> list[list[str]]:
    return [
        [
            layer,
            f"{statistics.annotated.get(layer, 0):,}",
            f"{sum(labels.values()):,}",
            ", ".join(f"{label} {count:,}" for label, count in ranked(labels)),
        ]
        for layer, labels in statistics.spans.items()
    ]


def _ner(statistics: Statistics, configs: Sequence[Config]) -> str:
    if not any(config.name == "ner" for config in configs):
        return ""
    lost = statistics.lost
    total, gone = lost["spans"], sum(lost[reason] for reason in LOSSES)
    rows = [[f"{reason}: the span {why}", f"{lost[reason]:,}"] for reason, why in LOSSES.items()]
    return (
        f"### What BIO tags cannot hold\n\nOf {total:,} spans, {total - gone:,} are in `ner` and "
        f"{gone:,} are not; {lost['not chosen']:,} further items are no names and were not "
        "considered. All of them are in the layer's own config.\n\n"
        + _table(["not held", "spans"], rows)
    )


def _rights(corpus: Any, statistics: Statistics) -> str:
    forms = {TEXT: "with its text", STANDOFF: "without its words", "OUT": "left out"}
    rows = [
        [forms[form], reason, f"{count:,}"]
        for (form, reason), count in sorted(statistics.terms.items())
    ]
    parts = [
        "## Languages and rights",
        _table(["language", "articles"], counted(statistics.languages)),
        _table(["an article goes out", "because of", "articles"], rows),
        f"The annotations are published under {corpus.licence}; each article's own licence is in "
        "its `rights`.",
    ]
    if statistics.form(STANDOFF):
        parts.append(
            "Articles whose text may not be published are in the config `standoff`: offsets, "
            "labels and hashes, no words. Whoever has the pages puts the words back with "
            "`dateline rehydrate`."
        )
    return "\n\n".join(parts)


def _example(config: Config, written: Written, folder: Path) -> str:
    path = folder / of(written.shards, config.name)[0].path
    rows = next(pq.ParquetFile(path).iter_batches(batch_size=50)).to_pylist()
    row = max(rows, key=_filled)
    shown = json.dumps(shorten(row), ensure_ascii=False, indent=1, default=str)
    head = f"<details><summary><code>{config.name}</code></summary>"
    return f"{head}\n\n```json\n{shown}\n```\n\n</details>"


def _filled(row: Mapping[str, Any]) -> int:
    return sum(value not in (None, []) for value in row.values())


def shorten(value: Any, items: int = 2) -> Any:
    """`value` with long strings and lists cut, nulls of dicts left out."""
    if isinstance(value, str):
        return value if len(value) <= LONGEST else value[: LONGEST - 1] + "…"
    if isinstance(value, Mapping):
        return {k: shorten(v, items) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        cut = [shorten(v, items) for v in value[:items]]
        return [*cut, f"… {len(value) - items:,} more"] if len(value) > items else cut
    return value


def _more(corpus: Any) -> str:
    lines = [
        "## More",
        "- `DATASHEET.md`: motivation, composition, collection, uses, maintenance.",
        "- `croissant.json`: the same files for other tools, with the responsible-AI vocabulary.",
        "- `schema/`: the JSON Schema of every field. `SHA256SUMS`: `sha256sum -c SHA256SUMS`, or "
        "`dateline verify`.",
        "- `withdrawn.jsonl`: articles that were taken back. A publisher who wants an article "
        "withdrawn writes to the maintainers"
        + (f" ({corpus.homepage})." if corpus.homepage else "."),
        "- `CHANGELOG.md`: what changed from version to version. `CITATION.cff`: how to cite it.",
    ]
    return "\n".join([lines[0], "", *lines[1:]])


def ranked(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Names and counts, the largest first."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def counted(counts: Mapping[str, int]) -> list[list[str]]:
    """The rows of a table of `counts`."""
    return [[name, f"{count:,}"] for name, count in ranked(counts)]


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
