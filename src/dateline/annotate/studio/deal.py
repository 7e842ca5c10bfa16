"""Which article goes to whom, in which order, and what its task shows; nothing is sent here."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dateline import text as texts
from dateline.annotate.studio.controls import PIECES, forms
from dateline.annotate.studio.desk import Desk
from dateline.annotate.studio.tasks import Annotation, to_results
from dateline.checks import annotation_sha256, layer_of_items, problems
from dateline.checks.spans import Article
from dateline.errors import Usage
from dateline.layers import Layer, find


class Shown(NamedTuple):
    """What an annotator sees of an article at first."""

    suggestions: Sequence[Annotation] = ()  # of the layers to annotate
    context: Sequence[Annotation] = ()  # of the layers beside them
    score: float | None = None  # how sure the model is, 0 to 1


class Refusal(NamedTuple):
    """An article that is not sent, and why."""

    article: str
    reason: str


class Task(NamedTuple):
    """One task as it is sent."""

    article: str
    text_sha256: str
    body: dict[str, Any]

    @property
    def edition(self) -> str:
        """What makes it another task than one of the same article."""
        return str(self.body["meta"].get("edition") or self.text_sha256)

    @property
    def prediction(self) -> dict[str, Any] | None:
        return next(iter(self.body.get("predictions", ())), None)


def deal(
    articles: Iterable[Mapping[str, Any]],
    desk: Desk,
    *,
    shown: Callable[[str], Shown] = lambda article: Shown(),
    blind_share: float = 0,
    seed: str = "dateline",
    layers: Mapping[str, Layer] | None = None,
) -> Iterator[Task | Refusal]:
    """A task for each article, or the reason why there is none.

    A random `blind_share` of the articles gets no suggestions, to measure what those do to the
    annotators; `seed` and the article's id decide, so a repetition chooses the same ones.
    """
    every = forms({name: find(name, layers) for name in (*desk.names, *desk.context)})
    controls = {PIECES}.union(*({form.name, form.table, *form.boxes} for form in every.values()))
    versions = desk.versions()
    for article in articles:
        view = shown(article["id"])
        blind = draw(article["id"], seed) < blind_share
        if blind:
            view = view._replace(suggestions=())
        wrong = list(faults(article, view, desk, layers))
        body = {} if wrong else task_body(article, view, desk, layers)
        strangers = {
            result["from_name"]
            for result in _results(body)
            if result["type"] != "relation" and result["from_name"] not in controls
        }
        if strangers:
            wrong = [f"the project shows no {', '.join(sorted(strangers))}"]
        if wrong:
            yield Refusal(article["id"], "; ".join(wrong[:5]))
            continue
        body["meta"] |= {"guidelines": versions, "blind": blind}
        yield Task(article["id"], article["text_sha256"], body)


def draw(article: str, seed: str) -> float:
    """A number from 0 to 1 that hangs on nothing but the article's id and the seed."""
    digest = hashlib.sha256(f"{seed}\n{article}".encode()).digest()
    return int.from_bytes(digest[:8]) / 2**64


def order(
    ids: Sequence[str],
    by: str,
    *,
    scores: Mapping[str, float | None] | None = None,
    seed: str = "dateline",
) -> list[str]:
    """`ids` as `given`, at `random`, or by `uncertainty`: the lowest score first, none last."""
    known = scores or {}
    keys: dict[str, Callable[[str], Any]] = {
        "given": lambda _: 0,
        "random": lambda name: draw(name, seed),
        "uncertainty": lambda name: 2 if known.get(name) is None else known[name],
    }
    if by not in keys:
        raise Usage(f"there is no order {by!r}; known orders: {', '.join(keys)}")
    return sorted(ids, key=keys[by])


def assign(
    ids: Iterable[str],
    annotators: Sequence[str],
    overlap: int,
    *,
    taken: Mapping[str, Iterable[str]] | None = None,
    seed: str = "dateline",
) -> dict[str, list[str]]:
    """Annotator -> their articles, each article to `overlap` of them, in the order of `ids`.

    `taken` says which annotators have an article already: they keep it, and count. Of the others
    those with the fewest articles get it, so that all have the same number and every pair meets.
    """
    if not 1 <= overlap <= len(annotators):
        raise Usage(f"overlap {overlap} should be from 1 to {len(annotators)}, the annotators")
    have = {name: list(who) for name, who in (taken or {}).items()}
    load = Counter(dict.fromkeys(annotators, 0))
    load.update(who for annotator in have.values() for who in annotator)
    given: dict[str, list[str]] = {name: [] for name in annotators}
    for article in ids:
        chosen = [who for who in have.get(article, ()) if who in given]
        free = [who for who in annotators if who not in chosen]
        free.sort(key=lambda who: (load[who], draw(f"{article}\n{who}", seed)))
        new = free[: max(0, overlap - len(chosen))]
        load.update(new)
        for who in [*chosen, *new]:
            given[who].append(article)
    return given


def faults(
    article: Mapping[str, Any], view: Shown, desk: Desk, layers: Mapping[str, Layer] | None
) -> Iterator[str]:
    """What is wrong with the article or with what is to be shown of it."""
    if texts.normalise(article["text"]) != article["text"]:
        yield "the text is not in canonical form (NFC, \\n, no control characters)"
        return
    if texts.sha256(article["text"]) != article["text_sha256"]:
        yield f"text_sha256 {article['text_sha256'][:12]}… is not that of the text"
        return
    checked = Article(article["text"], article.get("blocks") or [])
    given = [*view.suggestions, *view.context]
    for one, allowed in [
        *((one, desk.names) for one in view.suggestions),
        *((one, desk.context) for one in view.context),
    ]:
        if one["layer"] not in allowed:
            yield f"{one['layer']} is none of the layers {', '.join(allowed)}"
    others = layer_of_items(given)
    for one in given:
        yield from problems(one, checked, others=others, layers=layers)


def task_body(
    article: Mapping[str, Any], view: Shown, desk: Desk, layers: Mapping[str, Layer] | None
) -> dict[str, Any]:
    """The task as it is sent."""
    meta = {
        "article": article["id"],
        "text_sha256": article["text_sha256"],
        "language": article.get("language"),
        "layers": list(desk.names),
        "context": {one["layer"]: annotation_sha256(one) for one in view.context},
        "blocks": [
            {key: block[key] for key in ("type", "start", "end")}
            for block in article.get("blocks") or ()
        ],
    }
    data = {"article": article["id"], "title": article.get("title"), "text": article["text"]}
    given = [*view.context, *view.suggestions]
    body: dict[str, Any] = {"data": data, "meta": meta}
    if given:
        # Not `readonly`: a region that is locked cannot be the end of an arrow.
        result = to_results(given, layers=layers)
        models = dict.fromkeys(one["annotator"]["id"] for one in view.suggestions or given)
        version = " ".join(models).replace(",", ";")  # the server lists versions with commas
        prediction: dict[str, Any] = {"model_version": version, "result": result}
        if view.score is not None:
            prediction["score"] = view.score
        body["predictions"] = [prediction]
        meta["shown"] = bool(result)
    return body


def _results(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [result for one in body.get("predictions", ()) for result in one["result"]]
