"""What one article comes to: gold, the questions that are open, and how each item came to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dateline.annotate.adjudicate import Outcome, Version
from dateline.annotate.targets import Key

Chosen = tuple[Outcome, dict[str, str]]  # and whose value of each property is taken


class Dispute(NamedTuple):
    """A question that is open: an item of a layer, or (outcome None) its clusters."""

    layer: str
    outcome: Outcome | None
    versions: tuple[Version, ...]

    def take(self, chosen: int) -> dict[str, str] | None:
        """What a decision for version `chosen` takes; None where it says that there is no item."""
        if self.outcome is None:
            return {"clusters": self.versions[chosen].annotators[0]}
        return self.outcome.take(chosen)


class Origin(NamedTuple):
    """How an item came to be gold."""

    layer: str
    how: str  # single, unanimous, majority, decision, adjudicator
    outcome: Outcome
    decision: Mapping[str, Any] | None


@dataclass
class Settled:
    """What one article comes to."""

    annotations: dict[str, dict[str, Any]] = field(default_factory=dict)  # by layer
    disputes: list[Dispute] = field(default_factory=list)
    blocked: dict[str, str] = field(default_factory=dict)  # layer -> why it is not gold
    origins: dict[str, Origin] = field(default_factory=dict)  # by the id of the gold item
    lost: list[str] = field(default_factory=list)  # references whose target is not in gold
    ids: dict[Key, str] = field(default_factory=dict)  # of the items, by group
