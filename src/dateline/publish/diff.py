"""What changed from one release to another: a changelog."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dateline import schema as schemas
from dateline.publish.reading import Release
from dateline.publish.release import layers_of
from dateline.schema import Schema, values

Row = dict[str, Any]
# Of an article: named on its own, or of how and where it was found.
_SAID_ELSEWHERE = {"text", "text_sha256", "blocks", "cluster", "provenance"}


@dataclass
class Changes:
    """Counts of what changed, and the ids of the articles."""

    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)  # title, date, rights and so on
    split: list[str] = field(default_factory=list)  # must be empty: splits never move
    form: list[str] = field(default_factory=list)  # now with its text, or now without
    items: dict[str, Counter[str]] = field(default_factory=dict)  # layer -> added, removed …
    schema: list[str] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        """Whether the two releases say the same."""
        lists = (
            self.added, self.removed, self.text, self.about, self.split, self.form, self.schema,
        )  # fmt: skip
        return not any(lists) and not any(c.total() for c in self.items.values())


def diff(old: Release, new: Release) -> Changes:
    """The changes from `old` to `new`. Memory does not grow with the number of articles."""
    changes = Changes()
    changes.schema = list(_schema_changes(old, new))
    layers = {**old.layers, **new.layers}
    changes.items = {name: Counter() for name in layers}
    for before, after in _joined(old, new):
        if before is None or after is None:
            there = after or before or {}
            (changes.added if before is None else changes.removed).append(there["id"])
            _count_items(changes, before, after)
            continue
        name = after["id"]
        if before["split"] != after["split"]:
            changes.split.append(f"{name}: {before['split']} to {after['split']}")
        if before["form"] != after["form"]:
            changes.form.append(f"{name}: {before['form']} to {after['form']}")
        if before["text_sha256"] != after["text_sha256"]:
            changes.text.append(name)
        elif before["form"] == after["form"] and before["about"] != after["about"]:
            changes.about.append(name)
        _count_items(changes, before, after)
    return changes


def _joined(old: Release, new: Release) -> Iterator[tuple[Row | None, Row | None]]:
    """The articles of both by id, which both have in order."""
    sides = [_articles(old), _articles(new)]
    before, after = (next(side, None) for side in sides)
    while before is not None or after is not None:
        if after is None or (before is not None and before["id"] < after["id"]):
            yield before, None
            before = next(sides[0], None)
        elif before is None or after["id"] < before["id"]:
            yield None, after
            after = next(sides[1], None)
        else:
            yield before, after
            before, after = (next(side, None) for side in sides)


def _articles(release: Release) -> Iterator[Row]:
    parts = [
        _part(release, config, split)
        for config in ("full", "standoff")
        for split in release.splits(config)
    ]
    yield from heapq.merge(*parts, key=lambda row: str(row["id"]))


def _part(release: Release, config: str, split: str) -> Iterator[Row]:
    known = set(schemas.load("article")["properties"]) - _SAID_ELSEWHERE
    for row in release.rows(config, split):
        yield {
            "id": row["id"],
            "split": split,
            "form": "with text" if config == "full" else "stand-off",
            "text_sha256": row["text_sha256"],
            "about": {key: value for key, value in row.items() if key in known},
            "layers": layers_of(row, release.layers),
            "labels": {name: layer.label for name, layer in release.layers.items()},
        }


def _count_items(changes: Changes, before: Row | None, after: Row | None) -> None:
    same_form = before is None or after is None or before["form"] == after["form"]
    for layer, counts in changes.items.items():
        first, second = (_items(row, layer) for row in (before, after))
        counts["added"] += len(second.keys() - first.keys())
        counts["removed"] += len(first.keys() - second.keys())
        for name in first.keys() & second.keys():
            label = (after or {})["labels"][layer]
            if first[name][label] != second[name][label]:
                counts["relabelled"] += 1
            elif same_form and first[name] != second[name]:
                counts["changed"] += 1


def _items(row: Row | None, layer: str) -> Mapping[str, Row]:
    found = row["layers"].get(layer) if row else None
    return {item["id"]: item for item in found["items"]} if found else {}


def _schema_changes(old: Release, new: Release) -> Iterator[str]:
    for name in sorted({*old.configs, *new.configs}):
        if name not in new.configs:
            yield f"config {name} is gone"
        elif name not in old.configs:
            yield f"config {name} is new"
        else:
            yield from _changed(name, old.configs[name].schema, new.configs[name].schema)


def _changed(path: str, old: Schema, new: Schema) -> Iterator[str]:
    before, after = old.get("properties", {}), new.get("properties", {})
    yield from (f"{path}.{name} is gone" for name in before if name not in after)
    yield from (f"{path}.{name} is new" for name in after if name not in before)
    for name in before:
        if name in after:
            yield from _changed(f"{path}.{name}", before[name], after[name])
    if "items" in old and "items" in new:
        yield from _changed(f"{path}[]", old["items"], new["items"])
    if old.get("type") != new.get("type"):
        yield f"{path}: type {old.get('type')} is now {new.get('type')}"
    first, second = values(old) or [], values(new) or []
    if first != second:
        if second[: len(first)] == first:
            yield f"{path}: new labels {', '.join(second[len(first) :])}"
        else:
            yield f"{path}: labels are other ones or in another order; ids of models do not hold"


def changelog(changes: Changes, old: str, new: str, shown: int = 20) -> str:
    """The changes as Markdown; `old` and `new` are versions."""
    if old == new:
        since = f"Both releases say that they are version {old}"
        since += (
            "."
            if changes.nothing
            else (", and they differ: raise `version` in dateline.toml, so that readers can tell.")
        )
    else:
        since = f"Changes since {old}."
    parts = [f"## {new}\n\n{since}"]
    if changes.nothing:
        return f"{parts[0]} Nothing changed.\n"
    lists = {
        "articles added": changes.added,
        "articles removed": changes.removed,
        "articles whose text changed": changes.text,
        "articles whose metadata changed": changes.about,
        "articles in another form": changes.form,
        "articles in another split: scores do not compare": changes.split,
        "changes of the schema": changes.schema,
    }
    for title, found in lists.items():
        if found:
            more = f", and {len(found) - shown} more" if len(found) > shown else ""
            what = title.replace("articles", "article", 1) if len(found) == 1 else title
            parts.append(f"- {len(found):,} {what}: {', '.join(found[:shown])}{more}")
    for layer, counts in changes.items.items():
        if counts.total():
            said = ", ".join(f"{count:,} {what}" for what, count in sorted(counts.items()) if count)
            parts.append(f"- {layer}: items {said}")
    return "\n".join([parts[0], "", *parts[1:]]) + "\n"
