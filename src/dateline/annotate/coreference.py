"""Clusters of several annotators, brought together over the items that became gold."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from dateline.annotate.adjudicate import Rule, Version
from dateline.annotate.votes import Annotation, Item, tally
from dateline.layers import Layer

Partition = Mapping[str, Hashable]  # gold item -> cluster; a mention alone has one of its own


class Clusterings:
    """How each annotator groups the gold items that they have.

    `votes` gives the version of each annotator by the id of the gold item.
    """

    def __init__(
        self,
        layer: Layer,
        lines: Mapping[str, Annotation],
        votes: Mapping[str, Mapping[str, Item]],
    ) -> None:
        self.partitions: dict[str, dict[str, Hashable]] = {who: {} for who in sorted(lines)}
        for name, versions in votes.items():
            for who, item in versions.items():
                self.partitions[who][name] = item.get(layer.cluster or "") or ("alone", name)
        self._entries = {
            who: {cluster["id"]: cluster for cluster in line.get("clusters") or ()}
            for who, line in lines.items()
        }

    def link(self, who: str, cluster: Hashable) -> str | None:
        """What the annotator's cluster is linked to."""
        found: str | None = self._entries[who].get(cluster, {}).get("link")
        return found

    def describe(self, members: Sequence[str], name: str) -> dict[str, Any] | None:
        """The gold cluster `name` of these items; None where nobody gives them one."""
        keys = [
            (who, partition[member])
            for who, partition in self.partitions.items()
            for member in members
            if member in partition and not isinstance(partition[member], tuple)
        ]
        if not keys:
            return None
        entries = [self._entries[who].get(key, {}) for who, key in keys]
        return {
            "id": name,
            **{key: _most([e.get(key) for e in entries]) for key in ("name", "link")},
        }


def _most(values: Sequence[str | None]) -> str | None:
    """The value that most give; of those given equally often the first in the alphabet."""
    given = sorted(value for value in values if value is not None)
    return max(given, key=given.count) if given else None


class Grouping(NamedTuple):
    """The gold clusters, or the versions that people have to choose from."""

    clusters: list[list[str]]  # members, in the order of the items
    versions: tuple[Version, ...]  # empty where everybody agrees
    accepted: bool


def bring_together(
    items: Sequence[str],
    said: Clusterings,
    rule: Rule,
    taken_from: Callable[[Sequence[Version]], str | None],
) -> Grouping:
    """Clusters of `items` from what each annotator says of those that they have.

    Where two people disagree whether two items belong together, or which link a cluster has, all
    of it is one dispute: `taken_from` names the annotator whose grouping was chosen, if any.
    """
    partitions = said.partitions
    joined = _closure(items, partitions, lambda together, votes: together > 0)
    if _fits(joined, partitions) and not _links_differ(joined, said):
        return Grouping(joined, (), True)
    versions = _versions(items, said)
    chosen = taken_from(versions)
    if chosen is not None:
        order = {chosen: partitions[chosen], **partitions}
        return Grouping(_led_by(items, order), versions, True)
    most = _closure(items, partitions, lambda together, votes: together > rule.majority * votes)
    return Grouping(most, versions, rule.accept == "majority")


def _closure(
    items: Sequence[str],
    partitions: Mapping[str, Partition],
    join: Callable[[Fraction, Fraction], bool],
) -> list[list[str]]:
    """Clusters of all items that `join` puts together, directly or through others."""
    group = {item: [item] for item in items}
    for a, b in itertools.combinations(items, 2):
        votes = [p[a] == p[b] for p in partitions.values() if a in p and b in p]
        if votes and join(Fraction(sum(votes)), Fraction(len(votes))) and group[a] is not group[b]:
            merged = group[a] + group[b]
            for member in merged:
                group[member] = merged
    return _in_order(items, group)


def _in_order(items: Sequence[str], group: Mapping[str, list[str]]) -> list[list[str]]:
    place = {item: at for at, item in enumerate(items)}
    found = {id(members): members for members in (group[item] for item in items)}
    return [sorted(members, key=place.__getitem__) for members in found.values()]


def _fits(clusters: Sequence[Sequence[str]], partitions: Mapping[str, Partition]) -> bool:
    """Whether nobody separates what `clusters` hold together."""
    return all(
        len({partition[item] for item in members if item in partition}) <= 1
        for members in clusters
        for partition in partitions.values()
    )


def _links_differ(clusters: Sequence[Sequence[str]], said: Clusterings) -> bool:
    for members in clusters:
        links = {
            said.link(who, partition[item])
            for who, partition in said.partitions.items()
            for item in members
            if item in partition
        }
        if len(links) > 1:
            return True
    return False


def _versions(items: Sequence[str], said: Clusterings) -> tuple[Version, ...]:
    """The different groupings with who has them."""
    found = {}
    for who, partition in said.partitions.items():
        members: dict[Hashable, list[str]] = {}
        for item in items:
            if item in partition:
                members.setdefault(partition[item], []).append(item)
        found[who] = [[group, said.link(who, name)] for name, group in members.items()]
    return tuple(
        Version(tuple(w for w, v in found.items() if v == value), None, {"clusters": value})
        for _, value in tally(list(found.values()))
    )


def _led_by(items: Sequence[str], partitions: Mapping[str, Partition]) -> list[list[str]]:
    """The first annotator's clusters; items they do not have go where the next put them."""
    group: dict[str, list[str]] = {}
    for partition in partitions.values():
        own: dict[Any, list[str]] = {}
        for item in items:
            if item in partition and item in group:
                own.setdefault(partition[item], group[item])
        for item in items:
            if item in partition and item not in group:
                group[item] = own.setdefault(partition[item], [])
                group[item].append(item)
    return _in_order(items, group)
