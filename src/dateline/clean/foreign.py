"""What the classifier took for body and is none: the next article, pointers to others, forms."""

from __future__ import annotations

import re

from dateline.clean.blocks.above import container, upwards
from dateline.clean.blocks.cut import Page

_BYLINE = re.compile(
    r"(?:by|von|par|por|di|av|af|door)\s.*\d[\d.:/]|(?=.*\b(?:19|20)\d\d\b).{1,110}[|•·].{0,90}$",
    re.IGNORECASE | re.DOTALL,
)
_READ_ALOUD = re.compile(r"^list \d+ of \d+(?!\d)")
_POINTING = frozenset(("PARAGRAPH", "SUBHEADING", "LIST_ITEM", "STANDFIRST"))
_LONGEST_ASIDE = 420
_READ_ALSO = re.compile(
    r"\W*(?:read (?:also|more|next)|also read|see also|related|more on this|watch|listen|"
    r"lesen sie (?:auch|hier|mehr)|lest auch|mehr (?:zum thema|dazu)|"
    r"(?:à )?lire (?:aussi|également|plus)|lee (?:también|además)|te puede interesar|"
    r"leia (?:também|mais)|leggi anche|lees (?:ook|meer)|les (?:også|mer)|læs (?:også|mere)|"
    r"läs (?:också|även|mer)|lue myös|czytaj (?:też|także|więcej)|zobacz też|čtěte (?:také|též)|"
    r"citește și|olvassa el|читайте также|читай(?:те)? також|baca juga|xem thêm)\b",
    re.IGNORECASE,
)
_NO_TEXT = re.compile(
    r"(?:found|spotted|noticed) an? (?:error|mistake|typo)|ctrl ?\+ ?enter|"
    r"fehler (?:gefunden|entdeckt|melden)|signaler une erreur|(?:encontrado|visto) un error|"
    r"trovato un errore|fundet en fejl|funnet en feil|hittat ett fel|(?:нашли|заметили) ошибку|"
    r"(?:external|embedded) content|content (?:is|was) blocked|(?:extern|eingebettet)\w* inhalt|"
    r"redaktionell empfohlen|personenbezogene daten an dritt|privatsphäre-einstellungen|"
    r"contenu (?:externe|intégré)|contenido externo|javascript (?:is|muss|must|needs)",
    re.IGNORECASE,
)
# One of these is in whatever _NO_TEXT finds; looking for them costs a tenth of that.
_SIGNS = (
    " error", " mistake", " typo", "ctrl", "fehler ", "erreur", " errore", "en fejl", "en feil",
    "ett fel", "ошибку", "content", "inhalt", "redaktionell", "personenbezogene", "privatsph",
    "contenu ", "contenido ", "javascript ",
)  # fmt: skip
_MOST_FORM_CHARACTERS = 500


def drop_lists_read_aloud(page: Page, types: list[str]) -> None:
    """Cards of further articles, `list 1 of 3 …`, with the heading above them."""
    for row, text in enumerate(page.texts):
        if _READ_ALOUD.match(text):
            types[row] = ""
            for above in range(max(row - 2, 0), row):
                if len(page.texts[above]) < 40:
                    types[above] = ""


def drop_next_articles(page: Page, types: list[str]) -> None:
    """Further articles that the page goes on with: an `<article>` after the text with an `<h1>`
    of its own."""
    if "HEADLINE" not in types or page.tags.count("h1") < 2:
        return
    start = types.index("HEADLINE")
    title = page.texts[start]
    first = next((row for row, kind in enumerate(types) if kind == "PARAGRAPH"), len(types))
    if first == len(types):
        return
    own = {0, *upwards(page, start, 40), *upwards(page, first, 40)}
    further: set[int] = set()
    for row in range(max(start, first) + 1, len(types)):
        if container(page, row, ("h1",), 3) and page.texts[row] != title:
            further |= {container(page, row, ("article",), 40)} - own
        if not further.isdisjoint(upwards(page, row, 40)):
            types[row] = ""


def drop_asides(page: Page, types: list[str]) -> None:
    """Pointers to other articles, calls for corrections, and what stands where an embedded post was
    not loaded."""
    for row, text in enumerate(page.texts):
        if types[row] not in _POINTING or len(text) > _LONGEST_ASIDE:
            continue
        mostly_link = page.linked[row] > 0.4 * len(text)
        pointer = (mostly_link or ":" in text[:40]) and _READ_ALSO.match(text)
        if pointer or _stands_for_nothing(text):
            types[row] = ""


def _stands_for_nothing(text: str) -> bool:
    lower = text.lower()
    return any(sign in lower for sign in _SIGNS) and _NO_TEXT.search(text) is not None


def drop_bylines(page: Page, types: list[str]) -> None:
    """A byline with its date, near the headline, that was taken for a paragraph."""
    start = types.index("HEADLINE") if "HEADLINE" in types else 0
    for row in range(start, min(start + 8, len(types))):
        text = page.texts[row]
        if types[row] == "PARAGRAPH" and len(text) < 200 and _BYLINE.match(text):
            types[row] = ""


def drop_forms(page: Page, types: list[str]) -> None:
    """The words of a small form and of the box around it: newsletters, polls, searches."""
    if "form" not in page.tags:
        return
    boxes = {page.parents[e] for e, tag in enumerate(page.tags) if tag == "form"}
    inside: dict[int, list[int]] = {}
    for row in range(len(types)):
        for element in upwards(page, row, 5):
            if element in boxes:
                inside.setdefault(element, []).append(row)
    for rows in inside.values():
        if sum(len(page.texts[row]) for row in rows) <= _MOST_FORM_CHARACTERS:
            for row in rows:
                types[row] = ""
