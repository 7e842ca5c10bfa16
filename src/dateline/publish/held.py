"""Which tokens of an alignment are certain enough for an item to begin or end there.

The alignment is wrong where edits meet: a word taken out and another put in look like a changed
word, and one word in 2**bits has the same code by chance. So a token must be seen in its company.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dateline.publish.hashed import Codes
from dateline.publish.streams import UNKNOWN, Flags, Map, New, Old


class Held(NamedTuple):
    """Of each old token: what is certain of it."""

    same: Flags  # it is there, with the same code
    edges: Flags  # an item may begin or end with it
    alone: Flags  # so it may whatever follows it inside the item
    joined: Flags  # the next token follows in the new text too; one fewer than tokens

    def span(self, first: int, last: int) -> bool:
        """Whether an item of these tokens is held at both its ends, from inside."""
        if first >= last:
            return True
        starts = self.alone[first] or self.joined[first]
        return bool(starts and (self.alone[last] or self.joined[last - 1]))


def all_held(size: int) -> Held:
    """What is certain of the tokens of the same text."""
    sure = np.ones(size, bool)
    return Held(sure, sure, sure, sure[1:])


def same_codes(old: Codes, new: Codes, found: Map) -> Flags:
    """Which old tokens were found, with the same code."""
    return (found >= 0) & (new[found] == old) if len(new) else np.zeros(len(old), bool)


def hold(old: Old, new: New, found: Map) -> Held:
    """What is certain where `found` maps the tokens of `old`, which knows all widths, to `new`.

    A token with the same code and, where it is known, the same width may be an end beside another
    such. One that changed may where two such stand on both sides, and its width is about the same.
    """
    same = same_codes(old.codes, new.codes, found)
    joined = (found[:-1] >= 0) & (np.diff(found) == 1)
    if not same.any():
        return Held(same, same, same, joined)
    known = old.widths != UNKNOWN
    widths = new.widths[old.kinds, found]
    solid = same & (~known | (widths == old.widths))
    pairs = joined & solid[:-1] & solid[1:]
    in_pair = np.append(pairs, False) | np.append(False, pairs)
    close = ~known | (np.abs(widths - old.widths) <= _slack(old, new, found))
    amid = _before(solid, pairs, joined, found[0] == 0)
    last = found[-1] == len(new.codes) - 1
    amid &= _before(solid[::-1], pairs[::-1], joined[::-1], last)[::-1]
    changed = (found >= 0) & ~solid & close & amid
    alone = changed | (solid & known & (old.kinds == 0))
    return Held(same, (solid & in_pair) | changed, alone, joined)


def _slack(old: Old, new: New, found: Map) -> Map:
    """By how much the width of a changed word may differ: a name's or a figure's by more.

    What is put in for a word that was taken out is seldom one of these.
    """
    named = np.maximum(2, old.widths // 2)
    return np.where(new.named[found], named, np.maximum(1, old.widths // 3))


def _before(solid: Flags, pairs: Flags, joined: Flags, first: bool) -> Flags:
    """Which tokens follow two solid ones at once, or all that there is of them.

    `first` says whether the first token is the first of the new text.
    """
    made = np.zeros(len(solid), bool)
    made[2:] = joined[1:] & pairs[:-1]
    made[:1] = first
    made[1:2] |= first and joined[:1] & solid[:1]
    return made
