"""Pieces of metadata: dates, names, titles, JSON-LD, canonical addresses."""

from __future__ import annotations

import pytest

from dateline.clean import clean
from dateline.clean.metadata import jsonld
from dateline.clean.metadata.authors import split_byline
from dateline.clean.metadata.collect import registrable
from dateline.clean.metadata.dates import date_in_url, parse_date
from dateline.clean.metadata.language import identify
from dateline.clean.metadata.titles import Candidate, choose_title, strip_site
from dateline.clean.textdump import page_title


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2024-05-03T15:47:42.389+02:00", "2024-05-03T15:47:42+02:00"),
        ("2024-05-03T15:47:42Z", "2024-05-03T15:47:42Z"),
        ("2024-05-03", "2024-05-03T00:00:00Z"),
        ("1714751262", "2024-05-03T15:47:42Z"),
        ("Published On 24 May 2021", "2021-05-24T00:00:00Z"),
        ("May 3rd, 2024 at 4:05 p.m. EST", "2024-05-03T16:05:00-05:00"),
        ("Freitag, 3. Mai 2024, 15:47 Uhr", "2024-05-03T15:47:00Z"),
        ("3 de mayo de 2024", "2024-05-03T00:00:00Z"),
        ("publié le 3 août 2024 à 9h05", "2024-08-03T09:05:00Z"),
        ("2024年5月3日 7時00分", "2024-05-03T00:00:00Z"),
        ("03.05.2024", "2024-05-03T00:00:00Z"),
        ("2024 May 3", "2024-05-03T00:00:00Z"),
        ("31/12/2023 23:59", "2023-12-31T23:59:00Z"),
        ("04-ago-2021 5:11:10", "2021-08-04T05:11:10Z"),
        ("yesterday", None),
        ("99/99/2024", None),
        ("\u00b2" * 10, None),
        ("", None),
    ],
)
def test_parse_date_reads_what_publishers_write(value: str, date: str | None) -> None:
    assert parse_date(value) == date


def test_parse_date_reads_american_order_where_told() -> None:
    assert parse_date("3/4/2024", month_first=True) == "2024-03-04T00:00:00Z"


def test_date_in_url_reads_the_path() -> None:
    assert date_in_url("https://x.example/news/2024/05/03/quay/") == "2024-05-03T00:00:00Z"
    assert date_in_url("https://x.example/news/2024-12-15+Quay") == "2024-12-15T00:00:00Z"
    assert date_in_url("https://x.example/news/20241215.html") == "2024-12-15T00:00:00Z"
    assert date_in_url("https://x.example/news/2024121512345/") is None
    assert date_in_url("https://x.example/news/2024/99/03/") is None


@pytest.mark.parametrize(
    ("byline", "authors", "agencies"),
    [
        ("By Ana Ruiz and Jon Vik, Political Correspondents", ["Ana Ruiz", "Jon Vik"], []),
        ("Von Karin Groß, Berlin (dpa)", ["Karin Groß", "Berlin"], []),
        ("Reuters", [], ["Reuters"]),
        ("Mette Lund, AFP", ["Mette Lund"], ["AFP"]),
        ("Written by: José da Silva | Editor", ["José da Silva"], []),
        ("https://x.example/author/7", [], []),
        ("Coastal News Agency", [], ["Coastal News Agency"]),
        ("Mette Lund, Coastal News Agency", ["Mette Lund"], ["Coastal News Agency"]),
        ("Ana Ruiz, CEPF®", ["Ana Ruiz"], []),
        ("Ana Ruiz, E-RYT 200; Jon Vik, M.D.", ["Ana Ruiz", "Jon Vik"], []),
        ("Center for Tides and Research", ["Center for Tides and Research"], []),
        ("Ana Ruiz, Attorney at Vik & Lund", ["Ana Ruiz"], []),
        ("Jon Vik Founder", ["Jon Vik"], []),
        ("Quay24 Redaktion", ["Quay24 Redaktion"], []),
        ("José Ruiz y Vega", ["José Ruiz y Vega"], []),
        ("Ana Ruiz y José Vega", ["Ana Ruiz", "José Vega"], []),
        ("ByAna Ruiz", ["Ana Ruiz"], []),
        ("By Byron Ruiz ⋅ Review Editor ⋅ Updated March 5", ["Byron Ruiz"], []),
        ("Recipe by Ana Ruiz", ["Ana Ruiz"], []),
        ("(Image: Coast Pictures)", [], []),
        ("责编：王海、李明", ["王海", "李明"], []),
    ],
)
def test_split_byline_leaves_people_and_agencies(
    byline: str, authors: list[str], agencies: list[str]
) -> None:
    found = split_byline([byline])
    assert (found.authors, found.agencies) == (authors, agencies)


def test_split_byline_leaves_out_the_site() -> None:
    found = split_byline(["Harbour Gazette"], names_of_site=("www.harbourgazette.example",))
    assert found.authors == []


@pytest.mark.parametrize("line", ["Recent Posts", "Former Pilot", "Marketing Director"])
def test_split_byline_takes_no_heading_or_role_for_a_person_where_strict(line: str) -> None:
    assert split_byline([line, "Ana Ruiz"], strict=True).authors == ["Ana Ruiz"]


def test_split_byline_says_where_the_site_is_named() -> None:
    found = split_byline(["Harbour Gazette"], names_of_site=("harbourgazette.example",))
    assert found.publications == ["Harbour Gazette"]


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("", "<p class='meta'>27 January 2024 • Mette Lund • 3 min</p>"),
        ("", "<p class='meta'>Mette Lund | 05.04.2024 - 10:20</p>"),
        ('<meta name="author" content="Mette Lund">', ""),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": '
            '"Quay closes", "author": {"@id": "#p"}}, {"@type": "Person", "@id": "#p", "name": '
            '"Mette Lund"}]}</script>',
            "",
        ),
    ],
)
def test_clean_finds_the_author(head: str, line: str) -> None:
    html = page(head).replace("<div class='author-line'>By <a rel='author'>Jon Vik</a></div>", line)
    assert clean(html)["authors"] == ["Mette Lund"]


def test_clean_finds_the_author_who_signs_below_the_text() -> None:
    html = page("").replace("<div class='author-line'>By <a rel='author'>Jon Vik</a></div>", "")
    signed = html.replace("</article>", "<ul><li>Author: Mette Lund</li></ul></article>")
    assert clean(signed)["authors"] == ["Mette Lund"]


def test_clean_takes_the_publisher_for_no_author() -> None:
    head = "".join(
        f'<meta name="{name}" content="Harbour Gazette (www.hg.example)">'
        for name in ("author", "publisher")
    )
    assert clean(page(head))["authors"] == ["Jon Vik"]


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("<title>Quay closes | Harbour | HG | 28.04.2023</title>", "2023-04-28"),
        ("<title>Quay closes | Harbour | HG | 2023-24</title>", None),
        ('<meta name="date" content="03-09-2026">', "2026-09-03"),
        (
            '<meta property="og:locale" content="en_US"><meta name="date" content="03-09-2026">',
            "2026-03-09",
        ),
    ],
)
def test_clean_finds_the_day(head: str, day: str | None) -> None:
    published = clean(page(head).replace("<html>", '<html lang="en">'))["published"]
    assert (published and published[:10]) == day


def test_strip_site_cuts_the_name_and_keeps_dashes_of_the_headline() -> None:
    assert strip_site("Quay - a history | Harbour Gazette", ["harbourgazette.example"]) == (
        "Quay - a history"
    )
    assert strip_site("Gazette: Quay closes", ["Gazette"]) == "Gazette: Quay closes"


def test_strip_site_cuts_all_parts_after_what_another_title_says() -> None:
    title = "Quay closes * Harbour Gazette * by Ana Ruiz"
    assert strip_site(title, [], ["Quay closes"]) == "Quay closes"


def test_choose_title_does_not_take_the_site_s_name_for_the_headline() -> None:
    found = choose_title(
        [Candidate("Ana Ruiz", "page", 1.0), Candidate("Quay closes", "open-graph", 0.4)],
        ["Ana Ruiz"],
    )
    assert found == Candidate("Quay closes", "open-graph", 0.4)
    named = [Candidate("Harbour Gazette", "page", 1.0)]
    assert choose_title(named, ["Harbour Gazette"]) == named[0]


def test_choose_title_reads_what_was_escaped_twice_and_drops_what_is_not_seen() -> None:
    found = choose_title(
        [Candidate("Quay &#38; pi\u00ader clo\u200bse&#8230;", "json-ld", 1.5)], []
    )
    assert found == Candidate("Quay & pier close…", "json-ld", 1.5)


def test_choose_title_keeps_a_title_that_is_only_a_kicker() -> None:
    assert choose_title([Candidate("[Video]", "page", 1.0)], []).text == "[Video]"  # type: ignore[union-attr]


def test_choose_title_follows_the_majority() -> None:
    found = choose_title(
        [
            Candidate("Quay closes", "json-ld", 1.0),
            Candidate("Quay to close for months", "page", 1.0),
            Candidate("Quay closes | Gazette", "open-graph", 0.7),
        ],
        ["Gazette"],
    )
    assert found == Candidate("Quay closes", "json-ld", 1.0)


def test_choose_title_completes_what_was_cut_and_drops_the_day() -> None:
    long = "Quay closes for eleven weeks, and ferries leave from the grain terminal until"
    cut = [Candidate(f"{long} …", "json-ld", 1.5), Candidate(f"{long} spring", "open-graph", 0.4)]
    assert choose_title(cut, []).text == f"{long} spring"  # type: ignore[union-attr]
    dated = [Candidate("5 March 2024 Quay closes", "page", 1.5), Candidate("Quay closes", "p", 1)]
    assert choose_title(dated, []).text == "Quay closes"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("line", "below", "title"),
    [
        (
            "Quay closes until May - and opens again soon - Gazette",
            "Quay closes until May - and opens again soon",
            "Quay closes until May - and opens again soon",
        ),
        ("Northern quay closes until spring - Harbour Gazette", "Harbour Gazette", None),
        ("Northern quay closes until spring | Harbour Gazette", "© Harbour Gazette", None),
        ("Northern quay closes until spring - Sport - hg.example", "Sport", None),
        ("Harbour Gazette | Northern quay closes until spring", None, None),
        (
            "Northern quay closes until spring | News",
            "Northern quay closes until spring | News",
            None,
        ),
    ],
)
def test_page_title_is_the_headline_and_not_the_site_s_name(
    line: str, below: str | None, title: str | None
) -> None:
    headline = "Northern quay closes until spring"
    text = headline if below is None else below
    found = page_title(f"{line}\n\nMenu\n{text}\n{SENTENCES[0]}\n")
    assert found == (headline if title is None else title)


@pytest.mark.parametrize(
    "text",
    [
        '{"@type": "NewsArticle", "headline": "A"}',
        '<!-- {"@type": "NewsArticle", "headline": "A"} -->',
        '{"@type": "NewsArticle", "headline": "A",}',
        '{"@type": "NewsArticle",\n "headline": "A"\n "url": "u"}',
        '{"@type": "NewsArticle", "headline": "A", "description": "line\nbreak"};',
        '{"@type": "NewsArticle", "headline": "A", "description": "she said "yes" twice"}',
        '[{"@graph": [{"@type": ["Thing", "NewsArticle"], "headline": "A"}]}]',
    ],
)
def test_things_survive_what_publishers_break(text: str) -> None:
    assert [thing["headline"] for thing in jsonld.things([text])] == ["A"]


def test_things_are_none_where_nothing_helps() -> None:
    assert jsonld.things(["{{{", "", "null", "[" * 100_000]) == []


def test_registrable_knows_second_levels() -> None:
    assert registrable("www.news.example.co.uk") == "example.co.uk"
    assert registrable("m.example.com") == "example.com"


SENTENCES = (
    "The harbour board said on Tuesday that the northern quay would close for eleven weeks.",
    "Work on the sheet piles, which date from 1931, begins after the herring season ends.",
    "Ferries to the outer islands will leave from the grain terminal until further notice.",
    "The council set aside 4.2 million crowns for the repairs, a third more than last year.",
)


def page(head: str) -> str:
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    return (
        f"<html><head>{head}</head><body><article><h1>Quay closes</h1>"
        "<div class='author-line'>By <a rel='author'>Jon Vik</a></div>"
        f"{paragraphs}</article></body>"
    )


@pytest.mark.parametrize(
    ("name", "title"),
    [("Quay works: all you need", "Quay closes"), ("", "Quay works: all you need")],
)
def test_clean_takes_the_headline_shown_where_one_plug_in_filled_in_the_rest(
    name: str, title: str
) -> None:
    said = "Quay works: all you need"
    head = (
        f'<title>{said}</title><meta property="og:title" content="{said}">'
        '<script type="application/ld+json">{"@type": "BlogPosting", '
        f'"headline": "{said}", "name": "{name}"}}</script>'
    )
    assert clean(page(head))["title"] == title


def test_clean_does_not_believe_another_host_s_canonical() -> None:
    made = clean(
        page('<link rel="canonical" href="https://evil.example/x">'), "https://a.test/quay"
    )
    assert made["canonical_url"] == "https://a.test/quay"
    made = clean(
        page('<link rel="canonical" href="https://www.a.test/q">'), "https://m.a.test/quay"
    )
    assert made["canonical_url"] == "https://www.a.test/q"


def test_clean_lets_selectors_override() -> None:
    made = clean(page("<title>x</title>"), selectors={"title": "h1", "authors": ".author-line a"})
    assert made["title"] == "Quay closes"
    assert made["authors"] == ["Jon Vik"]
    sources = {f["name"]: f["source"] for f in made["provenance"]["fields"]}
    assert sources["title"] == sources["authors"] == "sources.toml"


def test_identify_believes_the_text_against_a_wrong_declaration() -> None:
    text = "Der Hafen wurde am Dienstag für elf Wochen geschlossen, sagte die Behörde."
    assert identify(text, "en").code == "de"  # type: ignore[union-attr]
    assert identify("12 : 30", "nb-NO").code == "no"  # type: ignore[union-attr]
    assert identify("12 : 30") is None
