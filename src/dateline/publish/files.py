"""The files of a release beside its shards: all derived from what was written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from dateline import schema as schemas
from dateline.layers import Layer
from dateline.publish import datasheet
from dateline.publish.card import header, to_yaml
from dateline.publish.card_body import body
from dateline.publish.citation import citation
from dateline.publish.croissant import croissant
from dateline.publish.leaks import Leak
from dateline.publish.plots import bars
from dateline.publish.release import Written
from dateline.publish.summary import summary

SCHEMAS = ("article", "annotation", "span", "sentence", "standoff", "withdrawal")
_JSON = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


class Context(NamedTuple):
    """What the files need to know besides what was written."""

    settings: Any  # project.Settings
    layers: Mapping[str, Layer]
    leaks: Sequence[Leak] = ()
    datasheet: str | None = None  # the project's, with the places of its numbers
    withdrawn: Sequence[Mapping[str, Any]] = ()


def names(layers: Iterable[str]) -> list[str]:
    """The paths of all such files. README.md comes last: it is what makes them a release."""
    return [
        "CITATION.cff",
        "DATASHEET.md",
        "croissant.json",
        "release.json",
        "withdrawn.jsonl",
        *(f"schema/{name}.schema.json" for name in SCHEMAS),
        *(f"schema/layers/{layer}.schema.json" for layer in layers),
        *(f"plots/{layer}.svg" for layer in layers),
        "README.md",
    ]


def contents(written: Written, folder: Path, context: Context) -> dict[str, bytes]:
    """The bytes of every file of `names`; the shards are in `folder`."""
    corpus = context.settings.corpus
    known = summary(corpus, written, context.leaks, _settings(context.settings))
    top = header(corpus, written)
    text = to_yaml(top) + "\n" + body(corpus, written, folder, leak_text(context))
    sheet = datasheet.fill(context.datasheet or datasheet.blank(corpus), known)
    made: dict[str, str | bytes] = {
        "CITATION.cff": citation(corpus),
        "DATASHEET.md": sheet,
        "croissant.json": _json(croissant(corpus, written, known, sheet)),
        "release.json": _json(known),
        "withdrawn.jsonl": b"".join(orjson.dumps(row) + b"\n" for row in context.withdrawn),
        "README.md": text,
    }
    made |= {f"schema/{name}.schema.json": _json(schemas.load(name)) for name in SCHEMAS}
    for name, layer in context.layers.items():
        made[f"schema/layers/{name}.schema.json"] = _json(layer.schema)
        made[f"plots/{name}.svg"] = bars(f"{name}: items by label", written.statistics.spans[name])
    return {
        name: value.encode() if isinstance(value, str) else value for name, value in made.items()
    }


def _settings(settings: Any) -> dict[str, Any]:
    splits, release = settings.splits, settings.release
    return {
        "splits_by": splits.by,
        "seed": splits.seed,
        "shares": [splits.train, splits.validation, splits.test],
        "cuts": [splits.validation_from, splits.test_from],
        "leaks": splits.leaks,
        "standoff": release.standoff,
        "standoff_bits": release.standoff_bits,
        "standoff_urls": release.standoff_urls,
        "ner": release.ner,
        "ner_where": list(release.ner_where),
    }


def leak_text(context: Context) -> str:
    """How articles were split, and what of their text two splits share."""
    splits = context.settings.splits
    how = {
        "cluster": "Near-duplicates are in one split. An article's split is a hash of its cluster "
        "and does not move when the corpus grows.",
        "source": "All articles of a source are in one split, a hash of the source's name.",
        "time": f"Articles published before {splits.validation_from} are in `train`, from "
        f"{splits.test_from} on in `test`, between them in `validation`; a cluster of "
        "near-duplicates goes by its first article.",
    }[splits.by]
    if not context.leaks:
        found = "no cluster, near-duplicate or long quotation is in two splits."
    elif splits.leaks == "drop":
        found = f"{len(context.leaks):,} pairs shared text; the article in the earlier split of "
        found += "each is left out."
    else:
        found = f"{len(context.leaks):,} pairs of articles share text; they are in `release.json`."
    return f"{how} Checked: {found}"


def _json(value: Any) -> bytes:
    return orjson.dumps(value, option=_JSON)
