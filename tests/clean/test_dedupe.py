import random

import pytest

from dateline.clean import dedupe

RNG = random.Random(7)
VOCABULARY = ["".join(RNG.choices("abcdefghiklmnoprstu", k=RNG.randint(3, 9))) for _ in range(2000)]


def story(seed: int, sentences: int = 30) -> list[str]:
    rng = random.Random(seed)
    return [" ".join(rng.choices(VOCABULARY, k=14)).capitalize() + "." for _ in range(sentences)]


def heads(texts: list[str]) -> list[int]:
    return dedupe.clusters(dedupe.signatures(texts), lambda i, j: dedupe.alike(texts[i], texts[j]))


def edited(blocks: list[str]) -> list[str]:
    """A wire copy: another beginning, one sentence in ten changed, the end cut."""
    changed = ["Other " + text if at % 10 == 3 else text for at, text in enumerate(blocks)]
    return ["A new beginning of this paper.", *changed[1:24]]


def test_clusters_finds_edited_copies_and_leaves_others_alone() -> None:
    texts = ["\n\n".join(story(seed)) for seed in range(20)]
    copies = ["\n\n".join(edited(story(seed))) for seed in range(20)]
    assert heads(texts + copies) == list(range(20)) * 2


def test_clusters_do_not_depend_on_the_order() -> None:
    texts = ["\n\n".join(text) for seed in range(9) for text in (story(seed), edited(story(seed)))]
    order = list(range(18))
    random.Random(1).shuffle(order)
    groups = heads([texts[at] for at in order])
    assert len(set(groups)) == 9
    assert all(order[groups[at]] // 2 == order[at] // 2 for at in range(18))


def test_alike_template_with_other_numbers_is_no_copy() -> None:
    """A weather report repeats its phrases every day, and is news every day."""
    day = "Winds from the {} at {} knots, highs near {} degrees in {} and {} in the hills."
    rng = random.Random(3)
    first, second = (
        " ".join(
            day.format(
                rng.choice(VOCABULARY), rng.random(), rng.random(), *rng.choices(VOCABULARY, k=2)
            )
            for _ in range(20)
        )
        for _ in range(2)
    )
    assert not dedupe.alike(first, second)


@pytest.mark.parametrize("text", ["", "One.", "漢字の記事です。" * 3, "Ünïcode 😀 text"])
def test_signatures_of_any_text_has_all_bands(text: str) -> None:
    assert dedupe.signatures([text]).shape == (1, dedupe.BANDS)


def test_words_of_a_script_without_spaces_are_its_characters() -> None:
    assert dedupe.words("漢字です ok") == ["漢", "字", "で", "す", "ok"]


def test_is_copy_print_version_without_a_block_is_one() -> None:
    blocks = story(1)
    printed = [text.upper() for text in blocks[:-1]]
    assert dedupe.is_copy(blocks, [*printed, "Printed from the web site of a newspaper."])


def test_is_copy_updated_story_is_none() -> None:
    blocks = story(1)
    updated = [*blocks[:3], blocks[3].removesuffix(".") + " and 41 more.", *blocks[4:]]
    assert not dedupe.is_copy(blocks, updated)
