"""The registry: one contract for every predictor, and what a wrong call says."""

from __future__ import annotations

import importlib.util
import sys
from typing import Any

import pytest

from dateline.checks import validate
from dateline.clean import article
from dateline.errors import MissingExtra, Usage
from dateline.layers import shipped
from dateline.predict import REGISTRY, annotate, parsing, predict, predictors
from dateline.predict.entities.by_spacy import corrected
from dateline.predict.entities.names import Name
from dateline.predict.layered import annotate_layers
from dateline.scripts.push import suggestions

TEXTS = [
    "",
    "Two boats sank on Tuesday, killing 12 people, Orla Finch of Port Ellery said in March.\n\n"
    "“We lost €4m a year,” she said. “It is over.”",
    "👩‍🚀 said ‘no’ 3️⃣ times.\n\n\nZoe\u0324 Marsh: “… and we",
    "الوزير قال 12 قاربا. “Oui”, dit-il.",
    "\n\n  ,,,  \n",
]


def there(layer: str, name: str) -> None:
    needed = REGISTRY[layer, name].needs
    modules = (*needed, "spacy") if layer in ("entities", "events") else needed
    for module in modules:
        if importlib.util.find_spec(module) is None:
            pytest.skip(f"{module} is not installed")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(("layer", "name"), REGISTRY)
def test_predictor_gives_valid_items_with_probabilities(layer: str, name: str) -> None:
    there(layer, name)
    pages = [
        article(text, f"a{at}", "en", published="2026-03-18T09:00:00Z")
        for at, text in enumerate(TEXTS)
    ]
    context: list[list[dict[str, Any]]] = [[] for _ in pages]
    if layer in ("quotes", "events"):
        for other in ("figures", "times"):
            for known, (made, _) in zip(context, annotate(pages, other), strict=True):
                known.append(made)
    made = list(annotate(pages, layer, predictor=name, context=context))
    assert any(annotation["items"] for annotation, _ in made)
    for page, known, (annotation, scores) in zip(pages, context, made, strict=True):
        assert validate(annotation, page, others=known) == []
        assert len(scores) == len(annotation["items"])
        assert all(0 <= score <= 1 for score in scores)


@pytest.mark.parametrize(("layer", "name"), REGISTRY)
def test_predictor_declares_its_languages(layer: str, name: str) -> None:
    languages = REGISTRY[layer, name].languages
    assert languages is None or (languages and all(len(code) == 2 for code in languages))


def in_languages(*codes: str | None) -> list[dict[str, Any]]:
    """An article with a figure and a time in each of the languages."""
    return [article("12 boats sank in 2025.", f"a{at}", code) for at, code in enumerate(codes)]


@pytest.mark.parametrize("layer", ["figures", "times"])
def test_annotate_leaves_out_articles_in_languages_that_are_not_read(layer: str) -> None:
    pages = in_languages("de", None, "en", "ja", "en-GB")
    context: list[list[dict[str, Any]]] = [[] for _ in pages]
    made = [one for one, _ in annotate(pages, layer, context=context)]
    assert [one["article"] for one in made] == ["a1", "a2", "a4"]
    assert all(one["items"] for one in made)
    assert [bool(items) for items in predict(pages, layer)] == [False, True, True, False, True]


def test_annotate_layers_says_which_articles_are_left_out() -> None:
    (result,) = annotate_layers(in_languages("en", "de", "ja", "de"), ["figures"], chosen={})
    assert len(result.annotations) == 1
    wanted = "figures: 3 articles were left out, as grammar reads en only: de 2, ja 1"
    assert result.left_out == wanted
    (result,) = annotate_layers(in_languages("en", None), ["figures"], chosen={})
    assert result.left_out is None


def test_annotate_layers_of_annotations_says_so() -> None:
    with pytest.raises(Usage, match="article 0 has no 'id'"):
        list(annotate_layers([{"article": "a", "items": []}], ["figures"], chosen={}))


def test_suggestions_stay_with_their_article() -> None:
    pages = in_languages("de", "en")
    first, second = suggestions(pages, ["figures"], [(), ()], shipped())
    assert first.suggestions == [] and second.suggestions[0]["article"] == "a1"
    both = suggestions([pages[1], pages[1]], ["figures"], [(), ()], shipped())
    assert [len(one.suggestions) for one in both] == [1, 1]


@pytest.mark.parametrize("layer", ["figures", "times", "quotes"])
def test_predict_gives_one_list_of_items_per_article(layer: str) -> None:
    pages = [article(text, f"a{at}", "en") for at, text in enumerate(TEXTS)]
    found = predict(pages, layer, predictor=predictors(layer)[-1])
    assert len(found) == len(pages) and found[0] == []


def test_predict_of_an_unknown_layer_names_the_known() -> None:
    with pytest.raises(Usage, match="no layer 'quote'"):
        predict([], "quote")


def test_predict_of_an_unknown_predictor_names_the_known() -> None:
    with pytest.raises(Usage, match="known: grammar"):
        predict([], "figures", predictor="gpt")


@pytest.mark.parametrize("wrong", [{}, "some text", {"text": None}, ["text"]])
def test_predict_of_what_is_no_article_says_so(wrong: Any) -> None:
    with pytest.raises(Usage, match="article 1 has no 'text': give a list of articles"):
        predict([article("Two boats.", "a"), wrong], "figures")
    with pytest.raises(Usage, match="article 0 has no 'id'"):
        list(annotate([{"text": "Two boats."}], "figures"))


def test_predict_with_too_little_context_says_so() -> None:
    with pytest.raises(Usage, match="context has 0 members for 1 articles"):
        predict([article("x", "a")], "quotes", predictor="rules", context=[])


def test_annotate_names_the_model_and_the_context() -> None:
    page = article("Ada Rook said: “We are done with it.”", "a", "en")
    entities = {
        "article": "a", "text_sha256": page["text_sha256"], "layer": "entities",
        "annotator": {"id": "desk", "kind": "HUMAN"},
        "items": [{"id": "e1", "type": "PERSON", "start": 0, "end": 8, "text": "Ada Rook"}],
    }  # fmt: skip
    ((made, _),) = annotate(
        [page], "quotes", predictor="rules", context=[[entities]]
    )  # fmt: skip
    assert made["annotator"] == {"id": "quotes-rules@1", "kind": "MODEL"}
    assert made["items"][0]["speaker"] == "e1"
    assert list(made["context"]) == ["entities"]


def test_entities_without_spacy_name_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    parsing.pipeline.cache_clear()
    monkeypatch.setitem(sys.modules, "spacy", None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(MissingExtra, match=r"dateline\[spacy\]"):
        predict([article("x", "a")], "entities")


def test_annotate_layers_shows_earlier_layers_to_later_ones() -> None:
    page = article("Two boats sank. “We lost 12 people,” she said.", "a", "en")
    figures, quotes = annotate_layers([page], ["figures", "quotes"], chosen={"quotes": "rules"})
    assert (figures.layer, quotes.layer) == ("figures", "quotes")
    assert len(quotes.scores[0]) == len(quotes.annotations[0]["items"]) == 1


def test_annotate_layers_leaves_out_what_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    parsing.pipeline.cache_clear()
    (result,) = annotate_layers([article("x", "a")], ["entities"], chosen={}, strict=False)
    assert result.annotations == [] and "dateline[spacy]" in (result.missing or "")


def in_article(text: str, *found: tuple[str, str]) -> list[tuple[str, str]]:
    """(form, type) of the names that the rules make of what a model has found."""
    given = [Name(text.index(form), text.index(form) + len(form), kind) for form, kind in found]
    return [(item.item["text"], item.item["type"]) for item in corrected(text, given)]


def test_entities_bracket_with_an_acronym_is_a_name_of_its_own() -> None:
    text = "The Harbour Trade Union (HTU) met. Later HTU members left."
    names = in_article(text, ("Harbour Trade Union (HTU", "ORG"))
    assert names == [("Harbour Trade Union", "ORG"), ("HTU", "ORG"), ("HTU", "ORG")]


def test_entities_name_goes_on_behind_its_hyphen() -> None:
    text = "Pak Jin-hwa opened the Weller-Hume Center. Weller-led talks go on."
    assert in_article(text, ("Pak Jin", "PERSON"), ("Hume Center", "ORG")) == [
        ("Pak Jin-hwa", "PERSON"),
        ("Weller-Hume Center", "ORG"),
    ]


def test_entities_word_that_begins_a_sentence_is_no_name() -> None:
    text = "They weigh copper here. Copper is dear. Reed said so, and Reed sells no copper."
    assert in_article(text, ("Copper", "PERSON"), ("Reed", "PERSON")) == [("Reed", "PERSON")] * 2


def test_entities_office_and_goals_are_no_part_of_the_name() -> None:
    text = "Harbour Board Spokesman Tom Reed saw Brazil 1 win."
    found = in_article(text, ("Harbour Board Spokesman", "ORG"), ("Brazil 1", "GPE"))
    assert found == [("Harbour Board", "ORG"), ("Brazil", "GPE")]


def test_parse_cuts_a_run_without_spaces_and_keeps_its_place() -> None:
    pytest.importorskip("spacy")
    text = "a " + "$" * 900 + " b"
    (pieces,) = parsing.parse([text])
    assert [at for at, _ in pieces] == [0, 402, 802]
    assert "".join(doc.text for _, doc in pieces) == text
