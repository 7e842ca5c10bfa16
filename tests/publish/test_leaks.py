"""What two splits share is found, and stops a release."""

import random
from collections.abc import Callable

import pytest
from boats import make_articles, publish

from dateline import schema as schemas
from dateline.errors import Stop
from dateline.project import Project, SplitSettings
from dateline.publish.leaks import LeakCheck, windows
from dateline.publish.splits import first_dates, splitter
from dateline.schema.arrow import to_table
from dateline.shards import write_table

TEXT = make_articles()[1]["text"]
WORDS = " ".join(random.Random(1).choices("port sea gull mast keel rope tide sail".split(), k=400))
QUOTE = "“We shall mend every pier on this coast before winter comes,” Ada said."


def check(*pairs: tuple[str, str, str | None]) -> list[str]:
    found, texts = LeakCheck(), {}
    for number, (text, split, cluster) in enumerate(pairs):
        texts[str(number)] = text
        found.add({"id": str(number), "text": text, "cluster": cluster}, split)
    return [leak.kind for leak in found.leaks(lambda ids: texts)]


def test_leaks_finds_near_duplicates_across_splits() -> None:
    assert check((WORDS, "train", None), (WORDS[200:] + TEXT, "test", None)) == ["near-duplicate"]


def test_leaks_lets_one_split_share() -> None:
    assert check((TEXT * 5, "train", None), (TEXT * 5, "train", None)) == []


def test_leaks_finds_long_quotations_and_no_short_ones() -> None:
    others = [a["text"] for a in make_articles()[2:4]]
    assert check((others[0] + QUOTE, "train", None), (QUOTE + others[1], "test", None)) == [
        "quotation"
    ]
    short = "“We shall mend it,” Ada said. "
    assert check((short + others[0], "train", None), (short + others[1], "test", None)) == []


def test_leaks_finds_a_cluster_across_splits() -> None:
    pairs = [("a", "train", "c"), ("b", "test", "c"), ("d", "validation", "e")]
    assert check(*pairs) == ["cluster"]


def test_windows_ignore_marks_and_case() -> None:
    assert windows(TEXT).tolist() == windows(TEXT.upper().replace(" ", "  -")).tolist()


def test_splitter_by_time_follows_the_first_of_a_cluster() -> None:
    settings = SplitSettings(by="time", validation_from="2026-03-01", test_from="2026-04-01")
    articles = [
        {"cluster": "c", "published": "2026-03-30T00:00:00Z"},
        {"cluster": "c", "published": "2026-04-02T00:00:00Z"},
        {"cluster": None, "published": "2026-04-02T00:00:00Z"},
        {"cluster": None, "published": "2026-02-28T23:00:00Z"},
        {"cluster": None, "published": None},
    ]
    split = splitter(settings, first_dates(articles))
    assert [split(a) for a in articles] == ["validation", "validation", "test", "train", "train"]


def leaking(project: Project) -> Project:
    """Two articles of one text, whose ids are in different splits."""
    extra = [
        {**make_articles()[1], "id": name, "text": WORDS, "text_sha256": "0" * 64,
         "blocks": [{"type": "PARAGRAPH", "start": 0, "end": len(WORDS)}]}
        for name in ("fff0", "ffff")
    ]  # fmt: skip
    write_table(to_table(extra, schemas.load("article")), project.articles / "b.arrow")
    return project


def test_publish_stops_at_a_leak_and_names_both(make_project: Callable[[str], Project]) -> None:
    project = leaking(make_project(""))
    with pytest.raises(Stop, match=r"near-duplicate: article fff0 in train, article ffff in test"):
        publish(project)
    assert not (project.dist / "README.md").exists()


def test_publish_drops_the_article_in_the_earlier_split(
    make_project: Callable[[str], Project],
) -> None:
    counts = publish(leaking(make_project('leaks = "drop"')))
    assert counts["in"] == 13  # of fourteen
