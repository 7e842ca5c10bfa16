"""Named entities: spaCy's small English model, corrected by what an article says of itself.

The model looks at each sentence alone; here a name has one type in the whole article, stands
wherever it stands, and shares a cluster with its other forms. Mentions are names only (NAM).
"""

from __future__ import annotations

from dataclasses import dataclass

from dateline.layers import find
from dateline.predict import parsing
from dateline.predict.entities.names import (
    Name,
    clusters,
    common_nouns,
    spread,
    trimmed,
    typed,
    whole_names,
    with_places,
)
from dateline.predict.registry import Article, Context, Scored, item_id, span


@dataclass(frozen=True)
class SpacyEntities:
    """The predictor `spacy` of the layer entities."""

    layer: str = "entities"
    name: str = "spacy"
    version: str = "1"

    def predict(self, articles: list[Article], context: Context) -> list[list[Scored]]:
        """The names in each article. Raises MissingExtra without spaCy."""
        texts = [article["text"] for article in articles]
        unused = ("tagger", "parser", "attribute_ruler", "lemmatizer")
        return [
            corrected(text, [
                Name(offset + entity.start_char, offset + entity.end_char, entity.label_)
                for offset, doc in pieces for entity in doc.ents
            ])
            for text, pieces in zip(texts, parsing.parse(texts, without=unused), strict=True)
        ]  # fmt: skip


def corrected(text: str, found: list[Name]) -> list[Scored]:
    """The items of an article whose model has found these names."""
    labels = set(find("entities").labels)
    whole = [part for name in found if name.type in labels for part in whole_names(text, name)]
    kept = [trimmed(text, name) for name in whole]
    common = common_nouns(text, [name for name in kept if name is not None])
    known = with_places(text, [n for n in kept if n and text[n.start : n.end] not in common])
    names = spread(text, typed(text, known))
    names = typed(text, names)
    ids: dict[str, str] = {}
    scored = []
    for at, (name, key) in enumerate(zip(names, clusters(text, names), strict=True)):
        cluster = ids.setdefault(key, f"entity-{len(ids) + 1}")
        item = {
            "id": item_id("entities", at), "type": name.type, **span(text, name.start, name.end),
            "level": "NAM", "entity": cluster,
        }  # fmt: skip
        scored.append(Scored(item, 0.75 if name.type in ("PERSON", "GPE") else 0.6))
    return scored
