"""What becomes of a disagreement: gold, a proposal by majority, or a question to a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from dateline import text as texts
from dateline.annotate.judgements import append, file_name
from dateline.annotate.votes import Group, Item, Resolve, Value, content, properties, tally
from dateline.errors import Usage
from dateline.layers import Layer, find
from dateline.page import sentence

_LONG = 500  # code points; a longer stretch is not shown in its sentence
UNANIMOUS, MAJORITY = "unanimous", "majority"


@dataclass(frozen=True)
class Rule:
    """How judgements of a layer become gold.

    An item has a majority where more than `majority` of those who judged the article have it, and
    a property where more than `majority` of those who have the item give it the same value.
    """

    majority: Fraction = Fraction(1, 2)
    overlap: Fraction = Fraction(1, 2)  # IoU from which two people's items are the same one
    accept: str = UNANIMOUS  # what is gold without a person: unanimous, or majority, too
    single: bool = True  # whether the judgement of one person alone is gold

    def __post_init__(self) -> None:
        if self.accept not in (UNANIMOUS, MAJORITY):
            raise Usage(f"accept is {self.accept!r}; it can be {UNANIMOUS} or {MAJORITY}")


class Version(NamedTuple):
    """What some of the annotators say: an item, or None for "there is none"."""

    annotators: tuple[str, ...]
    item: Item | None
    content: Mapping[str, Value] | None


class Outcome(NamedTuple):
    """What the votes on one group come to."""

    group: Group
    versions: tuple[Version, ...]  # the one with the most votes first
    unanimous: bool
    majority: bool  # whether the rule has a proposal
    proposal: Mapping[str, str] | None  # property -> whose value is taken; None: no item
    disputed: tuple[str, ...]  # properties with different values; `item` for whether there is one

    def take(self, chosen: int) -> dict[str, str] | None:
        """All properties of version `chosen`; None where it says that there is no item."""
        version = self.versions[chosen]
        if version.content is None:
            return None
        return dict.fromkeys(version.content, version.annotators[0])


def weigh(group: Group, layer: Layer, rule: Rule, resolve: Resolve) -> Outcome:
    """The votes on one group, counted."""
    said = {who: content(item, layer, who, resolve) for who, item in group.votes.items()}
    annotators = len(group.votes) + len(group.silent)
    names = properties(layer)
    ranked = {name: tally([version[name] for version in said.values()]) for name in names}
    disputed = tuple(name for name in names if len(ranked[name]) > 1)
    if group.silent:
        disputed = ("item", *disputed)
    present = Fraction(len(said), annotators)
    if present > rule.majority:
        clear = all(Fraction(r[0][0], len(said)) > rule.majority for r in ranked.values())
        proposal = {name: _who_says(said, name, ranked[name][0][1]) for name in names}
    else:
        clear, proposal = 1 - present > rule.majority, None
    versions = _versions(group, said)
    if present <= rule.majority and not clear:  # a tie: begin with what somebody saw
        proposal = dict.fromkeys(names, versions[0].annotators[0])
    return Outcome(group, versions, not disputed, clear, proposal, disputed)


def _who_says(said: Mapping[str, Mapping[str, Value]], name: str, value: Value) -> str:
    return next(who for who, version in said.items() if version[name] == value)


def _versions(group: Group, said: Mapping[str, Mapping[str, Value]]) -> tuple[Version, ...]:
    """The different items with who has them, then who has none."""
    found = []
    for _, value in tally(list(said.values())):
        who = tuple(name for name, version in said.items() if version == value)
        found.append(Version(who, group.votes[who[0]], value))
    return (*found, Version(group.silent, None, None)) if group.silent else tuple(found)


def dispute_id(article: str, layer: str, versions: Sequence[Version]) -> str:
    """The name of a dispute: the hash of who says what. Another vote makes it another dispute."""
    votes = [[list(version.annotators), version.content] for version in versions]
    whole = orjson.dumps([article, layer, votes], option=orjson.OPT_SORT_KEYS)
    return texts.sha256(whole.decode())


def decide(
    line: Mapping[str, str],
    versions: Sequence[Version],
    take: Mapping[str, str] | None,
    *,
    adjudicator: str,
    created: str,
) -> dict[str, Any]:
    """A line for annotations/adjudications/: who chose what among what, and when.

    `line` gives article, text_sha256 and layer. `take` says whose value of each property holds;
    None: there is no such item. `Outcome.take` makes it of a version. A value of the adjudicator's
    own holds only together with an annotation of theirs.
    """
    known = {who for version in versions for who in version.annotators} | {adjudicator}
    for name, who in (take or {}).items():
        if who not in known:
            raise Usage(f"{name} is taken from {who!r}, who is none of {', '.join(sorted(known))}")
    return {
        "article": line["article"],
        "text_sha256": line["text_sha256"],
        "layer": line["layer"],
        "annotator": {"id": adjudicator, "kind": "ADJUDICATOR"},
        "dispute": dispute_id(line["article"], line["layer"], versions),
        "among": [
            {"annotators": list(version.annotators), **_shown(version)} for version in versions
        ],
        "take": None if take is None else dict(take),
        "created": created,
    }


def _shown(version: Version) -> dict[str, Any]:
    if version.content is not None and "clusters" in version.content:
        return {"clusters": [members for members, _ in version.content["clusters"]]}
    return {"item": None if version.item is None else dict(version.item)}


def append_decision(line: Mapping[str, Any], folder: Path) -> Path:
    """Append a decision to its adjudicator's file in `folder`, flushed to disk; the file."""
    path = folder / file_name(line["annotator"]["id"])
    append(path, [orjson.dumps(line) + b"\n"])
    return path


def describe(versions: Sequence[Version], text: str | None, start: int, end: int) -> list[str]:
    """The versions as lines of words, numbered from 1, after the sentence they are in."""
    lines = []
    if text is not None and end - start < _LONG:
        first, last = sentence(text, start, end)
        lines.append(f"  {text[first:start]}»{text[start:end]}«{text[end:last]}".replace("\n", " "))
    for number, version in enumerate(versions, start=1):
        who = ", ".join(version.annotators)
        lines.append(f"  {number} {_words(version)} ({len(version.annotators)}: {who})")
    return lines


def _words(version: Version) -> str:
    if version.content is not None and "clusters" in version.content:
        groups = [" = ".join(members) for members, _ in version.content["clusters"]]
        return "; ".join(groups)
    if version.item is None:
        return "nothing here"
    hidden = ("id", "start", "end", "text", "fragments")
    rest = [
        f"{k} {_short(v)}" for k, v in version.item.items() if k not in hidden and v is not None
    ]
    return f"“{version.item['text']}” {', '.join(rest)}"


def _short(value: Any) -> str:
    return f"“{value['text']}”" if isinstance(value, Mapping) and "text" in value else str(value)


def make_rules(
    layers: Mapping[str, Layer], *, majority: Sequence[str] = (), single: bool = True
) -> dict[str, Rule]:
    """The rule of each of `layers`; in those that `majority` names no person need decide.

    Raises Usage where it names none of them.
    """
    for name in majority:
        find(name, layers)
    return {
        name: Rule(accept=MAJORITY if name in majority else UNANIMOUS, single=single)
        for name in layers
    }
