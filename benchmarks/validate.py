"""Validated documents per second on one core: 3 kB of text, 60 spans, semantic checks included.

usage: python benchmarks/validate.py
"""

from __future__ import annotations

import random
import time
from typing import Any

from dateline import text as texts
from dateline.checks import Article, problems

DOCUMENTS, SPANS, CHARACTERS = 2_000, 60, 3_000


def document(seed: int) -> tuple[dict[str, Any], str]:
    """An entities annotation of SPANS mentions, and its text of about CHARACTERS characters."""
    rng = random.Random(seed)
    words: list[str] = []
    while sum(map(len, words)) + len(words) < CHARACTERS:
        words.append("".join(rng.choices("abcdefghijklmnoprstuvé’", k=rng.randint(2, 9))))
    text = " ".join(words)
    starts = [sum(len(w) + 1 for w in words[:at]) for at in range(len(words))]
    items: list[dict[str, Any]] = []
    for number, at in enumerate(sorted(rng.sample(range(len(words)), SPANS))):
        start, end = starts[at], starts[at] + len(words[at])
        items.append(
            {
                "id": f"e{number}", "type": "PERSON", "start": start, "end": end,
                "text": text[start:end], "level": "NAM", "entity": f"E{number % 20}",
            }
        )  # fmt: skip
    annotation = {
        "article": f"{seed:016x}", "text_sha256": texts.sha256(text), "layer": "entities",
        "annotator": {"id": "bench", "kind": "MODEL"}, "items": items,
        "clusters": [{"id": f"E{n}", "name": None, "link": None} for n in range(20)],
    }  # fmt: skip
    return annotation, text


def main() -> None:
    documents = [document(seed) for seed in range(DOCUMENTS)]
    start = time.process_time()
    for annotation, text in documents:
        assert not problems(annotation, Article(text, []), others={})
    seconds = time.process_time() - start
    print(
        f"{DOCUMENTS / seconds:,.0f} documents per CPU-second ({SPANS} spans, {CHARACTERS} chars)"
    )


if __name__ == "__main__":
    main()
