from dateline.language.bio import spans, tag_names, tag_sentences, where

TEXT = "Ida Quell of Port Ellery Bank left. She ran."


def item(text: str, label: str = "ORG") -> dict[str, object]:
    start = TEXT.index(text)
    return {"type": label, "start": start, "end": start + len(text)}


def test_tag_names_come_in_the_order_of_the_labels() -> None:
    assert tag_names(["PER", "ORG"]) == ["O", "B-PER", "I-PER", "B-ORG", "I-ORG"]


def test_tag_sentences_keeps_the_longest_and_counts_the_rest() -> None:
    items = [item("Ida Quell", "PER"), item("Port Ellery Bank"), item("Port Ellery"), item("ell")]
    items += [item("left. She"), {**item("ran"), "fragments": [{"start": 1}, {"start": 2}]}]
    found, lost = tag_sentences(TEXT, [], items, "type")
    assert found[0].tags == ["B-PER", "I-PER", "O", "B-ORG", "I-ORG", "I-ORG", "O", "O"]
    assert found[1].tags == ["O", "O", "O"]
    one_each = ("nested", "inside a token", "across sentences", "discontinuous")
    assert lost == dict.fromkeys(one_each, 1)


def test_spans_is_the_inverse() -> None:
    items = [item("Ida Quell", "PER"), item("Port Ellery Bank"), item("She", "PER")]
    found, _ = tag_sentences(TEXT, [], items, "type")
    back = [span for sentence in found for span in spans(sentence)]
    assert back == [(i["start"], i["end"], i["type"]) for i in items]


def test_tag_sentences_adjacent_spans_stay_apart() -> None:
    found, _ = tag_sentences(TEXT, [], [item("Ida"), item("Quell")], "type")
    assert found[0].tags[:2] == ["B-ORG", "B-ORG"]


def test_where_takes_what_has_no_value() -> None:
    assert where({"level": "NAM"}, ["level=NAM"])
    assert where({"level": None}, ["level=NAM"])
    assert not where({"level": "PRO"}, ["level=NAM"])
