"""Text dumps of one site, cleaned with what repeats over them."""

import functools
import random
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from dateline import schema
from dateline.clean import Site, body, clean_text, explain, read_sites
from dateline.clean.repeats import MOST_PAGES, Counter
from dateline.clean.segments import cut
from dateline.clean.textdump import read_dump
from dateline.engine import map_file
from dateline.pipeline.pages import PageCleaner, page_tables, site_of_file
from dateline.pipeline.rows import lift
from dateline.scrape import Source
from dateline.scrape.warc import info_record, page_record
from dateline.shards import read_tables

MENU = "NewsHarbourCouncilSchoolsWeatherLettersArchiveMy accountSearch the paper"
NOTICE = (
    "The Courier belongs to its readers, and every member may read the minutes of the board in the "
    "office at the fish market, where a clerk will gladly explain them."
)
FOOTER = "About the CourierPrivacyImprintAdvertise with usReport a mistake"
TOWNS = ["Anholt", "Brede", "Corvel", "Dunmere", "Eskil", "Farrow", "Gorm", "Hulver"]
THINGS = ["ferry", "library", "bridge", "market", "theatre", "reservoir", "station", "pier"]


def paragraphs(number: int) -> list[str]:
    town, thing = TOWNS[number], THINGS[number]
    return [
        f"The {thing} in {town} will stay closed for another {number + 3} months, the council said "
        "on Monday, because the repairs cost far more than anybody had expected.",
        f"Engineers found {number + 12} cracks in the oldest part of the {thing} last week, and "
        f"two of them are so wide that {town} had to call for experts from the capital.",
        f"“Nobody in {town} wants to wait, but the {thing} must be safe before we let a single "
        "visitor in,” said the mayor, who had promised to open it in spring.",
        f"Shops around the {thing} say that they have lost a third of their customers since the "
        f"fences went up, and the traders of {town} now ask for help with the rent.",
        f"A decision about the money is expected in {number + 2} weeks, when the county looks at "
        f"its budget and at what {town} has already paid for the {thing}.",
    ]


def page(number: int, *, text: list[str] | None = None) -> str:
    title = f"{TOWNS[number]} keeps its {THINGS[number]} closed until the summer"
    told = "\n".join(text or paragraphs(number))
    return f"{title} | The Courier\n\n{MENU}\n{title}\n{told}\n{NOTICE}\n{FOOTER}"


SITE = [page(number) for number in range(6)]


def site_of(dumps: Iterable[str]) -> Site | None:
    return read_sites(("courier", dump) for dump in dumps).get("courier")


def cleaned(dump: str, dumps: Iterable[str]) -> str:
    return body(clean_text(dump, site=site_of(dumps)))


def test_a_notice_on_every_page_is_no_part_of_the_article() -> None:
    assert NOTICE in body(clean_text(SITE[0]))
    for number, dump in enumerate(SITE):
        assert cleaned(dump, SITE).split("\n\n") == paragraphs(number)


def test_blocks_keep_their_offsets_in_the_dump() -> None:
    made = clean_text(SITE[1], site=site_of(SITE))
    for block in made["blocks"]:
        told = SITE[1][block["raw_start"] : block["raw_end"]]
        assert told == made["text"][block["start"] : block["end"]]


@pytest.mark.parametrize("dumps", [SITE[:1], SITE[:2], []])
def test_fewer_than_three_pages_say_nothing(dumps: list[str]) -> None:
    assert site_of(dumps) is None


@pytest.mark.parametrize("others", [0, 1, 2, 5])
def test_an_article_that_was_fetched_four_times_stays(others: int) -> None:
    again = [SITE[0] + f"\nRead {number} times" for number in range(4)]
    dumps = [*again, *SITE[1 : others + 1]]
    for dump in again:
        assert set(paragraphs(0)) <= set(cleaned(dump, dumps).split("\n\n"))


def test_versions_of_an_article_are_one_page() -> None:
    told = paragraphs(0)
    versions = [page(0, text=told[: number + 2]) for number in range(4)]
    dumps = [*versions, SITE[1]]
    assert site_of(dumps) is None
    made = cleaned(versions[3], [*versions, *SITE[1:]])
    assert made.split("\n\n") == told


def test_background_on_a_few_of_many_pages_stays() -> None:
    background = (
        "The county had taken over the repair of public buildings two years ago, after three towns "
        "had asked for it in a letter that was never answered."
    )
    told = [[*paragraphs(n)[:3], background, *paragraphs(n)[3:]] for n in range(3)]
    dumps = [*(page(n, text=told[n]) for n in range(3)), *map(page, range(3, 8))]
    assert cleaned(dumps[0], dumps).split("\n\n") == told[0]


def test_a_short_segment_beside_the_article_is_judged_like_others() -> None:
    told = [
        f"The {THINGS[n]} was to be the stage of QuayFestPlay in {TOWNS[n]} this year, and nobody "
        "there believes any more that the work will be done before the autumn."
        for n in range(4)
    ]
    dumps = [page(n, text=[*paragraphs(n), told[n]]) for n in range(4)]
    reading = read_dump(dumps[0], site_of(dumps))
    repeats = {reading.text(row): pages for row, pages in enumerate(reading.repeats)}
    assert (repeats["Fest"], repeats["Council"], repeats[NOTICE]) == (0, 4, 4)


def test_the_order_of_the_dumps_does_not_matter() -> None:
    dumps = [*SITE, SITE[0] + "\nRead twice"]
    expected = site_of(dumps)
    for seed in range(3):
        random.Random(seed).shuffle(dumps)
        found = site_of(dumps)
        assert found and expected
        assert found.to_bytes() == expected.to_bytes()


def test_sites_are_counted_apart() -> None:
    pairs = [(name, dump) for name in ("a", "b") for dump in SITE[:3]]
    sites = read_sites([*pairs, ("b", SITE[3]), ("c", SITE[4])])
    assert {name: site.pages for name, site in sites.items()} == {"a": 3, "b": 4}


def test_what_is_no_text_is_passed_over() -> None:
    dumps: list[tuple[str, str | bytes]] = [("a", dump) for dump in SITE]
    assert read_sites([("a", b"\x89PNG"), *dumps, ("a", b"")]).keys() == {"a"}


def test_of_many_pages_a_sample_is_counted_whatever_their_order() -> None:
    pages = [f"Menu of the paper\nPage {number}" for number in range(MOST_PAGES + 600)]
    counters = Counter(), Counter()
    for counter, order in zip(counters, (pages, pages[::-1]), strict=True):
        for dump in order:
            counter.add("a", dump, str.splitlines)
    first, second = (counter.sites()["a"] for counter in counters)
    assert first.pages == MOST_PAGES
    assert first.counts.tolist() == [MOST_PAGES]
    assert first.to_bytes() == second.to_bytes()


def test_site_bytes_round_trip() -> None:
    site = site_of(SITE)
    assert site
    back = Site.from_bytes(site.to_bytes())
    assert back.pages == site.pages
    assert np.array_equal(back.hashes, site.hashes)
    assert np.array_equal(back.counts, site.counts)


def test_a_dump_of_a_site_that_it_has_nothing_of_is_read_as_alone() -> None:
    other = read_sites(("x", f"Menu of a paper\n{number}\nAll about us") for number in range(4))[
        "x"
    ]
    alone, beside = read_dump(SITE[0]), read_dump(SITE[0], other)
    assert (beside.types, beside.repeats) == (alone.types, alone.repeats)
    assert np.array_equal(beside.probabilities, alone.probabilities)


@pytest.mark.parametrize("dump", ["", "\n \n", NOTICE, f"{MENU}\n{NOTICE}\n{FOOTER}"])
def test_a_dump_without_an_article_keeps_nothing_that_repeats(dump: str) -> None:
    assert not {NOTICE, FOOTER} & {
        piece.text for piece in read_dump(dump, site_of(SITE)).pieces()[1:]
    }


def test_explain_says_on_how_many_pages_a_segment_repeats() -> None:
    shown = explain(SITE[2], dump=True, site=site_of(SITE))
    assert "repeats on 6 pages of this site" in shown
    assert "repeats on" not in explain(SITE[2], dump=True)


def test_every_segment_is_explained() -> None:
    reading = read_dump(SITE[0], site_of(SITE))
    assert len(reading.types) == len(reading.repeats) == len(cut(SITE[0], reading.title))


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    """A file as `scrape` writes it, of the site, twice its first article, and two that are none."""
    now = datetime(2026, 11, 24, tzinfo=UTC)
    dumps = [*SITE, SITE[0], "Nothing here", "\x00\x01\x02"]
    members = info_record("a.warc.gz", "courier", now, "test")
    for number, dump in enumerate(dumps):
        url = f"urn:dateline:courier:{number}.txt"
        about: dict[str, Any] = {
            "requested_url": url,
            "source": "courier",
            "licence": None,
            "signals": [],
        }
        headers = [("Content-Type", "text/plain")]
        record = page_record(url, dump.encode(), about, fetched=now, status=None, headers=headers)
        members += record.members
    path = tmp_path / "courier-00000.warc.gz"
    path.write_bytes(members)
    return path


def test_clean_step_compares_the_dumps_of_a_file(warc: Path, tmp_path: Path) -> None:
    step = lift(PageCleaner({}, (), 50), "clean", schema.load("article"))
    outputs = [tmp_path / "kept.arrow", tmp_path / "rejected.arrow"]
    counts = map_file([warc], outputs, read=functools.partial(page_tables, source=None), step=step)
    assert (counts["in"], counts["kept"], counts["rejected"]) == (9, 7, 2)
    made = pa.concat_tables(read_tables(outputs[0])).to_pylist()
    told = [body(article).split("\n\n") for article in made]
    assert told == [paragraphs(number) for number in (0, 1, 2, 3, 4, 5, 0)]


def test_site_of_file_is_that_of_the_sources_other_dumps_of_its_host(tmp_path: Path) -> None:
    for number, dump in enumerate(SITE):
        (tmp_path / f"{number}.txt").write_text(dump, "utf-8")
    hosts = ["a", "a", "a", "a", "b", "b"]
    lines = [f"{number}.txt\thttps://{host}.example/{number}" for number, host in enumerate(hosts)]
    (tmp_path / "urls.tsv").write_text("\n".join(lines), "utf-8")
    source = Source("courier", dumps=tmp_path)
    sites = [site_of_file(tmp_path / f"{number}.txt", source, None) for number in range(6)]
    assert [site and site.pages for site in sites] == [4, 4, 4, 4, None, None]
