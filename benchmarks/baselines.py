"""The baselines' scores, as docs/predict.md has them, from a folder with the corpora.

usage: python benchmarks/baselines.py ../shared/data [quotes times figures entities speed]

The folder holds polnear/dev, gum_news/conllu, newsquant/newsquant_dev.json as their makers publish
them. Another compartment, release or file is measured by putting it there.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from dateline import article
from dateline.convert import read
from dateline.convert.conllu import Document, head, mentions, read_documents
from dateline.errors import MissingExtra
from dateline.evaluate import evaluate
from dateline.predict import annotate, predict, predictors
from dateline.predict.entities.names import TITLES, places
from dateline.predict.figures.grammar import figures_of

Row = tuple[str, str, str]  # what, measure, value


def quotes(data: Path) -> Iterator[Row]:
    """PolNeAR dev: content by overlap of characters, source and cue on the matched quotes."""
    compartment = data / "polnear" / "dev"
    imported = list(read("polnear", compartment, article))
    pages, gold = [one.article for one in imported], [one.annotations[0] for one in imported]
    for name in predictors("quotes"):
        try:
            found = [made for made, _ in annotate(pages, "quotes", predictor=name)]
        except MissingExtra as error:
            yield f"quotes {name}", "left out", str(error)
            continue
        scores = evaluate(gold, found, "quotes", articles=pages, samples=0)
        direct = scores["labels"]["DIRECT"]
        for measure, value in (
            ("all, content F1 at IoU 0.3", scores["overlap"]["0.3"]["spans"]["f1"]),
            ("all, content F1 at IoU 0.8", scores["overlap"]["0.8"]["spans"]["f1"]),
            ("all, precision at IoU 0.3", scores["overlap"]["0.3"]["spans"]["precision"]),
            ("all, recall at IoU 0.3", scores["overlap"]["0.3"]["spans"]["recall"]),
            ("DIRECT called DIRECT, F1 at IoU 0.3", direct["overlap_0.3"]["f1"]),
            (
                "source overlaps, of matched quotes",
                scores["anchors"]["source"]["overlap"]["recall"],
            ),
            ("cue overlaps, of matched quotes", scores["anchors"]["cue"]["overlap"]["recall"]),
        ):
            yield f"quotes {name}", measure, f"{value:.3f}"
        found_f1, right = _direct(gold, found)
        yield f"quotes {name}", "direct, found or made, F1 at IoU 0.3", f"{found_f1:.3f}"
        yield f"quotes {name}", "direct, source overlaps", f"{right:.3f}"


def _direct(gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> tuple[float, float]:
    """F1 of direct quotes where the type need not agree, and how many sources are right.

    Precision is of the predicted direct quotes that lie on any quote, recall of the gold direct
    quotes on which any lies.
    """
    counts = dict.fromkeys(("gold", "predicted", "recalled", "right", "sourced", "sources"), 0)
    for wanted, made in zip(gold, found, strict=True):
        pairs = _pairs(wanted["items"], made["items"])
        counts["gold"] += sum(item["type"] == "DIRECT" for item in wanted["items"])
        counts["predicted"] += sum(item["type"] == "DIRECT" for item in made["items"])
        for item, other in pairs:
            counts["right"] += other["type"] == "DIRECT"
            if item["type"] == "DIRECT":
                counts["recalled"] += 1
                if item.get("source"):
                    counts["sources"] += 1
                    counts["sourced"] += _common(item["source"], other.get("source")) > 0
    precision = counts["right"] / max(1, counts["predicted"])
    recall = counts["recalled"] / max(1, counts["gold"])
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f1, counts["sourced"] / max(1, counts["sources"])


def _pairs(gold: list[Any], found: list[Any]) -> list[tuple[Any, Any]]:
    """Pairs of at least 0.3 IoU, the best first, each item once."""
    rated = []
    for left, item in enumerate(gold):
        for right, other in enumerate(found):
            common = _common(item, other)
            union = _size(item) + _size(other) - common
            if common * 10 >= union * 3:
                rated.append((common / union, left, right))
    pairs, used = [], set()
    for _, left, right in sorted(rated, reverse=True):
        if not {("gold", left), ("found", right)} & used:
            used |= {("gold", left), ("found", right)}
            pairs.append((gold[left], found[right]))
    return pairs


def _pieces(item: Any) -> list[Any]:
    return item.get("fragments") or [item] if item else []


def _size(item: Any) -> int:
    return sum(piece["end"] - piece["start"] for piece in _pieces(item))


def _common(item: Any, other: Any) -> int:
    return sum(
        max(0, min(a["end"], b["end"]) - max(a["start"], b["start"]))
        for a in _pieces(item)
        for b in _pieces(other)
    )


def times(data: Path) -> Iterator[Row]:
    """GUM: of the marked dates that have a value, how many are found, and with that value."""
    imported = list(read("gum", data / "gum_news" / "conllu", article))
    found = predict([one.article for one in imported], "times")
    for genre in ("news", "interview"):
        dates = hits = right = 0
        for one, items in zip(imported, found, strict=True):
            if f"_{genre}_" not in one.article["id"]:
                continue
            for date in one.annotations[1]["items"]:
                over = [item for item in items if _common(date, item)]
                dates += bool(date.get("value"))
                hits += bool(date.get("value") and over)
                right += any(
                    date.get("value") == item.get("value") for item in over if item.get("value")
                )
        yield f"times grammar, {genre}", f"dates found, of {dates}", f"{hits / dates:.3f}"
        yield f"times grammar, {genre}", "value right", f"{right / dates:.3f}"


def figures(data: Path) -> Iterator[Row]:
    """NewsQuant: figures with the right value, and with value and unit; ordinals left out.

    Every file of the folder is measured, the development file in halves.
    """
    for path in sorted((data / "newsquant").glob("*.json")):
        imported = list(read("newsquant", path, article))
        parts = {path.stem: imported}
        if path.stem == "newsquant_dev":
            parts = {"sentences 1 to 147": imported[:147], "sentences 148 to 295": imported[147:]}
        for name, part in parts.items():
            value, unit, size = _figures_right(part)
            yield f"figures grammar, {name}", "value F1", f"{2 * value / size:.3f}"
            yield f"figures grammar, {name}", "value and unit F1", f"{2 * unit / size:.3f}"
        lost = sum(one.lost["quantity whose number is not in the sentence"] for one in imported)
        yield f"figures gold, {path.stem}", "quantities the importer cannot place", str(lost)


def _figures_right(part: list[Any]) -> tuple[int, int, int]:
    """How many figures have the right value, how many value and unit, and how many there are in
    the gold and in the predictions together."""
    value = unit = size = 0
    for one in part:
        found = [s.item for s in figures_of(one.article["text"]) if s.item["type"] != "ORDINAL"]
        gold = one.annotations[0]["items"]
        size += len(gold) + len(found)
        for item in gold:
            same = [f for f in found if all(item.get(k) == f.get(k) for k in _ENDS)]
            if same:
                best = max(
                    same, key=lambda f: (f.get("unit") == item.get("unit"), _common(f, item))
                )
                found.remove(best)
                value += 1
                unit += best.get("unit") == item.get("unit")
    return value, unit, size


_ENDS = ("value", "value_high")


def entities(data: Path) -> Iterator[Row]:
    """GUM news: names (runs of proper nouns) of people, places and organisations, strict."""
    paths = sorted((data / "gum_news" / "conllu").glob("GUM_news_*.conllu"))
    documents = [document for path in paths for document in read_documents(path)]
    pages = [article(document.text, document.id, "en") for document in documents]
    try:
        found = predict(pages, "entities")
    except MissingExtra as error:
        yield "entities spacy", "left out", str(error)
        return
    right = gold = predicted = 0
    for document, items in zip(documents, found, strict=True):
        wanted = {(start, end, kind) for start, end, kind in _names(document)}
        made = {(*_bare(document.text, i["start"], i["end"]), _KINDS[i["type"]])
                for i in items if i["type"] in _KINDS}  # fmt: skip
        right, gold, predicted = (
            right + len(wanted & made),
            gold + len(wanted),
            predicted + len(made),
        )
    yield "entities spacy", "names, strict F1", f"{2 * right / (gold + predicted):.3f}"
    yield "entities spacy", "names, precision", f"{right / predicted:.3f}"
    yield "entities spacy", "names, recall", f"{right / gold:.3f}"


_KINDS = {"PERSON": "person", "GPE": "place", "LOC": "place", "FAC": "place", "ORG": "organization"}


def _names(document: Document) -> Iterator[tuple[int, int, str]]:
    """The outermost runs of proper nouns around the heads of mentions, without titles."""
    found = set()
    for mention in mentions(document):
        kind, top = mention.fields.get("etype", ""), head(document, mention)
        at = document.words.index(top)
        if kind not in _KINDS.values() or not top.xpos.startswith("NNP"):
            continue
        first = last = at
        while first > mention.first and document.words[first - 1].xpos.startswith("NNP"):
            first -= 1
        while last < mention.last and document.words[last + 1].xpos.startswith("NNP"):
            last += 1
        while first < last and document.words[first].lemma.lower() in TITLES:
            first += 1
        start, end = document.words[first].start, document.words[last].end
        kind = "place" if document.text[start:end] in places() else kind
        found.add((*_bare(document.text, start, end), kind))
    for start, end, kind in found:
        if not any(s <= start and end <= e and (s, e) != (start, end) for s, e, _ in found):
            yield start, end, kind


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    start += 4 * text[start:end].lower().startswith("the ")
    return start, end - 2 * text[start:end].endswith(("'s", "’s"))


def speed(data: Path) -> Iterator[Row]:
    """Words a second on the texts of PolNeAR dev, one process."""
    texts = [path.read_text("utf-8") for path in sorted((data / "polnear/dev/text").glob("*.txt"))]
    pages = [article(text, str(at), "en") for at, text in enumerate(texts)]
    words = sum(len(text.split()) for text in texts)
    for layer, name in (("figures", "grammar"), ("times", "grammar"), ("quotes", "rules")):
        start = time.perf_counter()
        predict(pages, layer, predictor=name)
        yield f"{layer} {name}", "words a second", f"{words / (time.perf_counter() - start):,.0f}"


PARTS: dict[str, Callable[[Path], Iterator[Row]]] = {
    "quotes": quotes, "times": times, "figures": figures, "entities": entities, "speed": speed,
}  # fmt: skip


def main() -> None:
    """Print the table."""
    if len(sys.argv) < 2 or not Path(sys.argv[1]).is_dir():
        sys.exit(__doc__)
    for part in sys.argv[2:] or PARTS:
        for what, measure, value in PARTS[part](Path(sys.argv[1])):
            print(f"{what:<40} {measure:<42} {value:>10}", flush=True)


if __name__ == "__main__":
    main()
