"""The datasheet: every question of Gebru et al., Datasheets for Datasets (CACM 64:12, 2021).

usage: python -m dateline.publish.datasheet dist/release.json DATASHEET.md

People write the answers; the numbers in them stand between marks, such as
`<!-- n:articles -->24<!-- /n -->`, and are written by the code.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dateline.errors import Stop

OTHER = "Any other comments?"
UNANSWERED = "Not answered yet."
QUESTIONS: dict[str, tuple[str, ...]] = {
    "Motivation": (
        "For what purpose was the dataset created?",
        "Who created the dataset, and on behalf of which entity?",
        "Who funded its creation?",
        OTHER,
    ),
    "Composition": (
        "What do the instances represent?",
        "How many instances are there, of each type?",
        "Does it contain all possible instances, or a sample?",
        "What data does each instance consist of?",
        "Is there a label or target associated with each instance?",
        "Is any information missing from individual instances?",
        "Are relationships between instances made explicit?",
        "Are there recommended data splits?",
        "Are there errors, sources of noise, or redundancies?",
        "Is it self-contained, or does it rely on external resources?",
        "Does it contain data that might be considered confidential?",
        "Does it contain data that might be offensive, insulting, threatening or cause anxiety?",
        "Does it identify subpopulations, for instance by age or gender?",
        "Can individuals be identified, directly or indirectly?",
        "Does it contain data that might be considered sensitive?",
        OTHER,
    ),
    "Collection process": (
        "How was the data associated with each instance acquired?",
        "What mechanisms or procedures were used to collect it?",
        "If it is a sample, what was the sampling strategy?",
        "Who was involved in the collection, and how were they compensated?",
        "Over what timeframe was the data collected?",
        "Were any ethical review processes conducted?",
        "Was the data collected from the individuals directly, or through third parties?",
        "Were the individuals notified about the collection?",
        "Did the individuals consent to the collection and use?",
        "If consent was obtained, can it be revoked?",
        "Has the potential impact on data subjects been analysed?",
        OTHER,
    ),
    "Preprocessing, cleaning, labelling": (
        "Was any preprocessing, cleaning or labelling done?",
        "Was the raw data saved beside it?",
        "Is the software that did it available?",
        OTHER,
    ),
    "Uses": (
        "Has the dataset been used for any tasks already?",
        "Is there a repository of papers or systems that use it?",
        "What other tasks could it be used for?",
        "Is there anything about its composition or collection that might affect future uses?",
        "Are there tasks for which it should not be used?",
        OTHER,
    ),
    "Distribution": (
        "Will it be distributed to third parties?",
        "How will it be distributed, and has it a DOI?",
        "When will it be distributed?",
        "Under which licence or terms of use will it be distributed?",
        "Have third parties imposed restrictions on the data of the instances?",
        "Do export controls or other regulations apply?",
        OTHER,
    ),
    "Maintenance": (
        "Who supports, hosts and maintains it?",
        "How can the maintainers be contacted?",
        "Is there an erratum?",
        "Will it be updated?",
        "If it relates to people, are there limits on the retention of their data?",
        "Will older versions continue to be supported?",
        "Can others extend or contribute to it, and how?",
        OTHER,
    ),
}
_MARK = re.compile(r"(<!-- n:([\w.-]+) -->)(.*?)(<!-- /n -->)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def blank(corpus: Any) -> str:
    """A datasheet without answers, to begin with."""
    parts = [f"# Datasheet: {corpus.title or corpus.name}"]
    for section, questions in QUESTIONS.items():
        parts.append(f"## {section}")
        parts += [f"**{question}**\n\n{UNANSWERED}" for question in questions]
    return "\n\n".join(parts) + "\n"


def fill(text: str, known: Mapping[str, Any]) -> str:
    """`text` with the numbers of a release (`summary`) between its marks.

    Raises Stop at a mark that names nothing.
    """
    values = numbers(known)

    def number(match: re.Match[str]) -> str:
        if match[2] not in values:
            raise Stop(
                f"DATASHEET.md: there is no number {match[2]!r}; known: {', '.join(sorted(values))}"
            )
        return f"{match[1]}{values[match[2]]}{match[4]}"

    return _MARK.sub(number, text)


def numbers(known: Mapping[str, Any]) -> dict[str, str]:
    """What may stand between marks, from a release's `summary`."""
    forms = {"TEXT": 0, "STANDOFF": 0, "OUT": 0}
    for row in known["rights"]:
        forms[row["form"]] += row["articles"]
    first, last = known["published"]
    values = {
        "version": known["version"],
        "articles": forms["TEXT"] + forms["STANDOFF"],
        "articles.text": forms["TEXT"],
        "articles.standoff": forms["STANDOFF"],
        "articles.left-out": forms["OUT"],
        "words": known["words"],
        "first": first or "unknown",
        "last": last or "unknown",
        "languages": ", ".join(f"{k} ({n:,})" for k, n in known["languages"].items()),
        "judgements": sum(known["judgements"].values()),
        "items": sum(layer["items"] for layer in known["layers"].values()),
        "bio.spans": known["bio"]["spans"],
        "bio.lost": sum(known["bio"]["lost"].values()),
        "leaks": len(known["leaks"]),
    }
    for name, layer in known["layers"].items():
        values[f"items.{name}"] = layer["items"]
        values[f"annotated.{name}"] = layer["annotated"]
    for config, splits in known["rows"].items():
        values |= {f"rows.{config}.{split}": rows for split, rows in splits.items()}
    return {name: f"{v:,}" if isinstance(v, int) else str(v) for name, v in values.items()}


def answers(text: str) -> Iterator[tuple[str, str, str]]:
    """(section, question, answer) of a datasheet, comments left out."""
    section = ""
    for part in re.split(r"\n(?=## |\*\*)", text):
        head, _, rest = part.partition("\n")
        if head.startswith("## "):
            section = head.removeprefix("## ").strip()
        elif head.startswith("**"):
            yield section, head.strip("*").strip(), _COMMENT.sub("", rest).strip()


def unanswered(text: str) -> list[str]:
    """The questions of the template that `text` lacks or does not answer."""
    given = {(section, question): answer for section, question, answer in answers(text)}
    return [
        f"{section}: {question}"
        for section, questions in QUESTIONS.items()
        for question in questions
        if given.get((section, question), UNANSWERED) in ("", UNANSWERED)
    ]


if __name__ == "__main__":
    release, sheet = (Path(argument) for argument in sys.argv[1:])
    sheet.write_text(fill(sheet.read_text("utf-8"), json.loads(release.read_bytes())), "utf-8")
