"""Importers: one contract over the registry on small inputs written here, then each one's facts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dateline import convert
from dateline.checks import validate
from dateline.clean import article
from dateline.errors import DatelineError, Stop, Usage
from dateline.layers import read_layers
from dateline.schema.validator import load_validator

SPEECH = "Mayor calls off fair\n\n“We are tired,” Ida Moss 👩‍🚀 said. “We stop,” she added today.\n"
ANN = """\
T1\tSource 38 46\tIda Moss
T2\tCue 51 55\tsaid
T3\tContent 22 37;57 67\t“We are tired,” “We stop,”
T4\tAttribution 51 55\tsaid
E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1
T5\tDiscuss 0 5\tMayor
#1\tAnnotatorNotes T5\ta note
"""
CONLLU = """\
# newdoc id = GUM_news_fair
# global.Entity = GRP-etype-infstat-identity
# meta::dateCreated = 2026-03-17
# meta::title = A fair
# newpar
# text = Ida Moss's fair ended on May 2.
1\tIda\tIda\tPROPN\tNNP\t_\t4\tnmod\t_\tEntity=(1-event-new-Marrow_Fair(2-person-new
2-3\tMoss's\t_\t_\t_\t_\t_\t_\t_\t_
2\tMoss\tMoss\tPROPN\tNNP\t_\t1\tflat\t_\tEntity=2)
3\t's\t's\tPART\tPOS\t_\t1\tcase\t_\t_
4\tFair\tFair\tPROPN\tNNP\t_\t5\tnsubj\t_\tEntity=1)
5\tended\tend\tVERB\tVBD\t_\t0\troot\t_\t_
6\ton\ton\tADP\tIN\t_\t7\tcase\t_\t_
7\tMay\tMay\tPROPN\tNNP\t_\t5\tobl\t_\tXML=<date when:::"2026-05-02">
8\t2\t2\tNUM\tCD\t_\t7\tnummod\t_\tSpaceAfter=No|XML=</date>
9\t.\t.\tPUNCT\t.\t_\t5\tpunct\t_\t_

# newpar
# text = She laughed.
1\tShe\tshe\tPRON\tPRP\t_\t2\tnsubj\t_\tEntity=(2-person-giv)
2\tlaughed\tlaugh\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""
TAGGED = """\
1\tIda\t_\t_\t_\t_\t_\t_\t_\tNER=B-PER
2\tMoss\t_\t_\t_\t_\t_\t_\t_\tNER=I-PER
3\tslept\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
4\t.\t_\t_\t_\t_\t_\t_\t_\t_

"""
QUANTITIES = [
    {
        "text": "About 40 boats left and profit fell to between $4m and $5m.",
        "quantities": [
            {"change": "~", "value": "40.0", "unit": "boats", "normalized_unit": "boat",
             "referred_concepts": "-"},
            {"change": "down", "value": "4000000.0-5000000.0", "unit": "$",
             "normalized_unit": "dollar", "referred_concepts": "profit"},
        ],
    },
    {"text": "Nothing is counted here.", "quantities": []},
]  # fmt: skip


def polnear(folder: Path) -> Path:
    for name in ("text", "attributions"):
        (folder / "train" / name).mkdir(parents=True)
    (folder / "train" / "text" / "fair.txt").write_bytes(SPEECH.encode())
    for annotator in ("4b22", "5fec"):
        (folder / "train" / "attributions" / f"fair_{annotator}.ann").write_bytes(ANN.encode())
    header = "filename\tpublisher\ttitle\tpublication_date"
    (folder / "metadata.tsv").write_text(f"{header}\nfair\tpost\tMayor\t2016-03-11\n")
    return folder / "train"


def gum(folder: Path) -> Path:
    (folder / "fair.conllu").write_text(CONLLU, "utf-8")
    return folder


def newsquant(folder: Path) -> Path:
    (folder / "dev.json").write_text(json.dumps(QUANTITIES), "utf-8")
    return folder / "dev.json"


def brat(folder: Path) -> Path:
    (folder / "fair.txt").write_bytes(SPEECH.encode())
    (folder / "fair.ann").write_bytes(
        b"T1\tPER 38 46\tIda Moss\nT2\tODD 0 5\tMayor\nA1\tlevel T1 NAM\n"
    )
    return folder


def conllu(folder: Path) -> Path:
    (folder / "tagged.conllu").write_text(TAGGED, "utf-8")
    return folder / "tagged.conllu"


SAMPLES: dict[str, Callable[[Path], Path]] = {
    "brat": brat, "conllu": conllu, "gum": gum, "newsquant": newsquant, "polnear": polnear,
}  # fmt: skip


def read(name: str, folder: Path) -> list[convert.Imported]:
    more: dict[str, Any] = {}
    if convert.FORMATS[name].any_layer:
        more = {"layer": "entities", "labels": {"PER": "PERSON"}}
    return list(convert.read(name, SAMPLES[name](folder), article, **more))


@pytest.mark.parametrize("name", convert.FORMATS)
def test_read_gives_valid_articles_and_annotations(name: str, tmp_path: Path) -> None:
    imported = read(name, tmp_path)
    assert any(annotation["items"] for one in imported for annotation in one.annotations)
    for one in imported:
        assert load_validator("article").misfits(one.article) == []
        for annotation in one.annotations:
            assert validate(annotation, one.article, others=one.annotations) == []


@pytest.mark.parametrize("name", convert.FORMATS)
def test_read_wrong_place_says_what_it_needs(name: str, tmp_path: Path) -> None:
    more: dict[str, Any] = {"layer": "entities"} if convert.FORMATS[name].any_layer else {}
    for path in (tmp_path / "missing", tmp_path):
        with pytest.raises(Usage, match=r"need|give|no"):
            list(convert.read(name, path, article, **more))


@pytest.mark.parametrize("name", convert.FORMATS)
@pytest.mark.parametrize("junk", ["T1\tX 9 5\tx\n", "{", "1\ttwo\n", "\x00\ud7ff", "[{}]"])
def test_read_broken_file_is_a_clear_error_or_nothing(name: str, junk: str, tmp_path: Path) -> None:
    path = SAMPLES[name](tmp_path)
    files = [path] if path.is_file() else [p for p in path.rglob("*.*") if p.suffix != ".txt"]
    files[0].write_text(junk, "utf-8")
    more: dict[str, Any] = {"layer": "entities"} if convert.FORMATS[name].any_layer else {}
    with_error = None
    try:
        list(convert.read(name, path, article, **more))
    except DatelineError as error:
        with_error = str(error)
    assert with_error is None or len(with_error) > 20


def test_polnear_content_in_pieces_has_fragments_and_type(tmp_path: Path) -> None:
    first, second = read("polnear", tmp_path)[0].annotations
    assert (first["annotator"]["id"], second["annotator"]["id"]) == ("4b22", "5fec")
    (quote,) = first["items"]
    assert quote["type"] == "DIRECT"
    assert quote["fragments"] == [{"start": 22, "end": 37}, {"start": 57, "end": 67}]
    assert (quote["cue"]["text"], quote["source"]["text"]) == ("said", "Ida Moss")


def test_polnear_article_has_metadata_and_what_was_lost(tmp_path: Path) -> None:
    (one,) = read("polnear", tmp_path)
    assert (one.article["publisher"], one.article["published"]) == ("post", "2016-03-11T00:00:00Z")
    assert one.lost == {"Discuss": 2, "note": 2}


def test_gum_nested_mentions_share_a_cluster_named_by_their_link(tmp_path: Path) -> None:
    (one,) = read("gum", tmp_path)
    entities = one.annotations[0]
    assert [(i["text"], i["type"], i["level"]) for i in entities["items"]] == [
        ("Ida Moss's Fair", "EVENT", "NAM"),
        ("Ida Moss's", "PERSON", "NAM"),
        ("She", "PERSON", "PRO"),
    ]
    assert {c["id"]: c["name"] for c in entities["clusters"]}["entity-1"] == "Marrow Fair"
    assert entities["items"][1]["entity"] == entities["items"][2]["entity"]


def test_gum_date_has_its_value(tmp_path: Path) -> None:
    (time,) = read("gum", tmp_path)[0].annotations[1]["items"]
    assert (time["text"], time["value"]) == ("May 2", "2026-05-02")


def test_gum_text_keeps_words_and_paragraphs(tmp_path: Path) -> None:
    (one,) = read("gum", tmp_path)
    assert one.article["text"] == "Ida Moss's Fair ended on May 2.\n\nShe laughed."


def test_newsquant_figures_are_found_in_the_sentence(tmp_path: Path) -> None:
    boats, profit = read("newsquant", tmp_path)[0].annotations[0]["items"]
    assert (boats["text"], boats["unit"], boats["modifier"]) == ("40 boats", "{boat}", "APPROX")
    assert (profit["value"], profit["value_high"]) == ("4000000", "5000000")
    assert (profit["type"], profit["unit"], profit["text"]) == ("MONEY", "USD", "$4m and $5m")


def test_newsquant_sentence_without_figures_is_annotated(tmp_path: Path) -> None:
    assert read("newsquant", tmp_path)[1].annotations[0]["items"] == []


def test_brat_unknown_label_is_lost_and_counted(tmp_path: Path) -> None:
    (one,) = read("brat", tmp_path)
    (item,) = one.annotations[0]["items"]
    assert (item["text"], item["type"], item["level"]) == ("Ida Moss", "PERSON", "NAM")
    assert one.lost == {"label ODD": 1}


@pytest.mark.parametrize("name", [name for name, one in convert.FORMATS.items() if one.any_layer])
def test_read_with_a_label_that_the_layer_has_not_names_the_known(
    name: str, tmp_path: Path
) -> None:
    more: dict[str, Any] = {"layer": "entities", "labels": {"PER": "PRSON"}}
    with pytest.raises(Usage, match="PER=PRSON: entities has no label PRSON; known: PERSON, NORP"):
        list(convert.read(name, SAMPLES[name](tmp_path), article, **more))


def test_brat_label_may_stand_for_an_anchor(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ida said no.")
    (tmp_path / "a.ann").write_text("T1\tQ 9 11\tno\nT2\tVERB 4 8\tsaid\nR1\tcue Arg1:T1 Arg2:T2\n")
    labels = {"Q": "INDIRECT", "VERB": "CUE"}
    (one,) = convert.read("brat", tmp_path, article, layer="quotes", labels=labels)
    assert one.annotations[0]["items"][0]["cue"]["text"] == "said" and not one.lost


def test_brat_span_outside_the_text_names_the_line(tmp_path: Path) -> None:
    folder = brat(tmp_path)
    (folder / "fair.ann").write_text("T1\tPER 38 4600\tx\n")
    with pytest.raises(Stop, match=r"fair\.ann:1: 38 4600"):
        list(convert.read("brat", folder, article, layer="entities"))


QUOTES: list[dict[str, Any]] = [
    {
        "id": "quotes-1", "type": "DIRECT", "start": 22, "end": 67, "text": SPEECH[22:67],
        "fragments": [{"start": 22, "end": 37}, {"start": 57, "end": 67}],
        "cue": {"start": 51, "end": 55, "text": "said"},
        "source": {"start": 38, "end": 46, "text": "Ida Moss"}, "medium": "SPEECH",
    }
]  # fmt: skip


def test_write_brat_reads_back_the_same(tmp_path: Path) -> None:
    made = article(SPEECH, "fair", "en")
    annotation = {
        "article": "fair", "text_sha256": made["text_sha256"], "layer": "quotes",
        "annotator": {"id": "brat", "kind": "HUMAN"}, "items": QUOTES,
    }  # fmt: skip
    convert.write_brat(made, annotation, tmp_path)
    (one,) = convert.read("brat", tmp_path, article, layer="quotes")
    (item,) = one.annotations[0]["items"]
    assert {**item, "id": "quotes-1"} == QUOTES[0]
    assert not one.lost


def test_write_brat_takes_a_layer_of_the_project(tmp_path: Path) -> None:
    schema = json.loads(
        (Path(convert.__file__).parents[3] / "schema/layers/figures.schema.json").read_text()
    )
    schema["title"] = "claims"
    (tmp_path / "layers").mkdir()
    (tmp_path / "layers" / "claims.schema.json").write_text(json.dumps(schema))
    layers = read_layers(tmp_path / "layers")
    made = article("Ten boats, two of them red.", "b", "en")
    items = [
        {"id": "c1", "type": "COUNT", "start": 0, "end": 9, "text": "Ten boats", "value": "10"},
        {"id": "c2", "type": "COUNT", "start": 11, "end": 14, "text": "two", "of": None},
    ]
    annotation = {
        "article": "b", "text_sha256": made["text_sha256"], "layer": "claims",
        "annotator": {"id": "desk", "kind": "HUMAN"}, "items": items,
    }  # fmt: skip
    convert.write_brat(made, annotation, tmp_path / "out", layers=layers)
    (one,) = convert.read("brat", tmp_path / "out", article, layer="claims", layers=layers)
    assert [item["value"] for item in one.annotations[0]["items"] if "value" in item] == ["10"]


def test_write_conllu_counts_what_bio_cannot_hold(tmp_path: Path) -> None:
    made = article("Ida Moss of Quillon slept. She woke.", "fair", "en")
    items = [
        {"id": "e1", "type": "PERSON", "start": 0, "end": 19, "text": "Ida Moss of Quillon"},
        {"id": "e2", "type": "GPE", "start": 12, "end": 19, "text": "Quillon"},
        {"id": "e3", "type": "PERSON", "start": 27, "end": 30, "text": "She"},
    ]
    annotation = {
        "article": "fair", "text_sha256": made["text_sha256"], "layer": "entities",
        "annotator": {"id": "desk", "kind": "HUMAN"}, "items": items,
    }  # fmt: skip
    path = tmp_path / "fair.conllu"
    assert convert.write_conllu(made, annotation, path) == 1
    (one,) = convert.read("conllu", path, article, layer="entities")
    assert one.article["text"] == made["text"]
    assert [(i["type"], i["text"]) for i in one.annotations[0]["items"]] == [
        ("PERSON", "Ida Moss of Quillon"),
        ("PERSON", "She"),
    ]


def test_read_layer_for_a_corpus_of_its_own_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Usage, match="layers of its own"):
        convert.read("gum", gum(tmp_path), article, layer="entities")
