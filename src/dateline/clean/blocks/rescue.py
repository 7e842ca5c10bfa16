"""The text of a page of which the classifier kept next to nothing: its fullest run of paragraphs.

Some sites name what holds their text as others name what hides it (`paywall-article`), and then
every paragraph is doubted for the same reason. Paragraphs that stand together vouch for each other.
"""

from __future__ import annotations

import numpy as np

from dateline.clean.blocks.characters import Floats
from dateline.clean.blocks.classify import LABELS
from dateline.clean.blocks.cut import Page

_ROW = {name: number for number, name in enumerate(LABELS)}
_FOREIGN = [_ROW[name] for name in ("comment", "caption")]
_SHORTEST = 80  # characters of a paragraph
_FEWEST = 4  # paragraphs of a text
_OUTWEIGHS = 2.0  # how much longer than what was kept
_SURE, _SCORE = 0.75, 0.76


def rescue(page: Page, p: Floats, body: Floats) -> Floats:
    """`body`, raised for the paragraphs of one element that outweigh all that was kept."""
    runs: dict[int, list[int]] = {}
    foreign = p[:, _FOREIGN].sum(axis=1)
    start = int(p[:, _ROW["headline"]].argmax())
    for row in range(start + 1, len(body)):
        text = page.texts[row]
        if len(text) >= _SHORTEST and page.linked[row] < 0.3 * len(text) and foreign[row] < 0.5:
            element = page.elements[row]
            if page.tags[element] == "p":
                element = page.parents[element]
            runs.setdefault(element, []).append(row)
    sizes = {
        element: sum(len(page.texts[row]) for row in rows)
        for element, rows in runs.items()
        if len(rows) >= _FEWEST
    }
    fullest = max(sizes, key=sizes.__getitem__, default=-1)
    if fullest < 0:
        return body
    run = runs[fullest]
    doubted = [row for row in run if body[row] <= _SURE]
    kept = set(np.flatnonzero(body > 0.5).tolist()).difference(doubted)
    if sizes[fullest] < _OUTWEIGHS * sum(len(page.texts[row]) for row in kept):
        return body
    raised = body.copy()
    raised[run] = np.maximum(body[run], _SCORE)
    return raised
