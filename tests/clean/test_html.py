"""From HTML to an article: blocks, types, offsets, rejects."""

from __future__ import annotations

import numpy as np
import pytest

from dateline.clean import article, body, clean
from dateline.clean.blocks.classify import LABELS
from dateline.clean.blocks.cut import Page
from dateline.clean.blocks.rescue import rescue
from dateline.errors import Reject, Stop

SENTENCES = [
    "The harbour board said on Tuesday that the northern quay would close for eleven weeks.",
    "Work on the sheet piles, which date from 1931, begins after the herring season ends.",
    "“We could not wait another winter,” the harbour master, Ines Okafor, told reporters.",
    "Ferries to the outer islands will leave from the grain terminal until further notice.",
    "The council set aside 4.2 million crowns for the repairs, a third more than last year.",
]
PAGE = f"""<!doctype html><html lang="en"><head>
<title>Northern quay to close | Harbour Gazette</title>
<meta property="og:site_name" content="Harbour Gazette">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Northern quay to close",
"datePublished": "2024-03-05T09:30:00+01:00", "author": {{"name": "By Jon Vik"}}}}
</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Northern quay to close</h1>
<div class="article-body">{"".join(f"<p>{s}</p>" for s in SENTENCES)}</div></article>
<footer><p>© Harbour Gazette. All rights reserved.</p></footer></body></html>"""


def test_clean_keeps_the_body_and_no_more() -> None:
    assert body(clean(PAGE)) == "\n\n".join(SENTENCES)


def with_body(inner: str, after: str = "") -> str:
    text = "".join(f"<p>{s}</p>" for s in SENTENCES)
    start = PAGE.index('<div class="article-body">')
    return f'{PAGE[:start]}<div class="article-body">{text}{inner}</div></article>{after}</body>'


@pytest.mark.parametrize(
    "inner",
    [
        '<p>Read also: <a href="/b">Cranes of the grain terminal are for sale</a></p>',
        '<p>Les også: <a href="/b">Cranes of the grain terminal are for sale</a></p>',
        "<p>External content is not shown, because your privacy settings forbid it.</p>",
        "<p>Found a mistake? Mark it and press Ctrl+Enter.</p>",
        "<h2>More on the harbour</h2>",
    ],
)
def test_clean_drops_pointers_to_other_articles(inner: str) -> None:
    assert body(clean(with_body(inner))) == "\n\n".join(SENTENCES)


def test_clean_keeps_a_sentence_that_begins_like_a_pointer() -> None:
    sentence = "Read also the minutes of the board, she said, where all of this was written in May."
    assert sentence in body(clean(with_body(f"<p>{sentence}</p>")))


def test_clean_drops_the_next_article_of_the_page() -> None:
    others = [s.replace("quay", "lighthouse").replace("harbour", "island") for s in SENTENCES]
    after = f"<article><h1>Lighthouse sold</h1><p>{'</p><p>'.join(others)}</p></article>"
    assert body(clean(with_body("", after))) == "\n\n".join(SENTENCES)


def test_clean_takes_a_page_whose_headings_link_to_themselves_for_an_article() -> None:
    steps = "".join(
        f'<h2><a href="#s{n}">Part {n} of the works at the quay</a></h2><p>{s}</p>'
        for n, s in enumerate(SENTENCES)
    )
    site = '<meta property="og:type" content="website">'
    html = f"<html><head>{site}<title>Works</title></head><body><main><h1>Works</h1>{steps}</main>"
    assert "herring season" in body(clean(html))


def test_clean_keeps_one_of_equal_paragraphs() -> None:
    sentence = "Tickets for the outer islands are sold at the kiosk beside the old weighing house."
    made = body(clean(with_body(f"<p>{sentence}</p><p>{sentence}</p><p>{sentence}</p>")))
    assert made.count(sentence) == 1


def test_rescue_raises_paragraphs_that_stand_together() -> None:
    texts = ["Quay closes", *SENTENCES]
    page = Page(
        parents=[0, 0, 0, *[2] * 5], tags=["", "h1", "div", *["p"] * 5], attributes=[""] * 8,
        orders=[1] * 8, texts=texts, elements=[1, 3, 4, 5, 6, 7], linked=[0] * 6,
    )  # fmt: skip
    p = np.full((6, len(LABELS)), 0.01, np.float32)
    p[0, LABELS.index("headline")] = 0.9
    doubted = np.array([0, 0.1, 0.1, 0.2, 0.1, 0.1], np.float32)
    assert (rescue(page, p, doubted)[1:] > 0.5).all()
    p[1:, LABELS.index("related")] = 0.6
    half_kept = np.array([0, 0.6, 0.4, 0.6, 0.4, 0.6], np.float32)
    assert (rescue(page, p, half_kept)[1:] > 0.75).all()
    sure = np.array([0, 0.9, 0.9, 0.9, 0.1, 0.1], np.float32)
    assert (rescue(page, p, sure) == sure).all()
    p[1:, LABELS.index("comment")] = 0.6
    assert (rescue(page, p, doubted) == doubted).all()


def test_clean_reads_a_page_that_is_laid_out_in_a_table() -> None:
    menu = "".join(f'<a href="/{n}">Page {n}</a><br>' for n in range(9))
    page = (
        "<html><head><title>Quay closes</title></head><body><h1>Jo's notes</h1><table border=0><tr>"
        f"<td width=75%><h2>Quay closes</h2><div class=body><p>{'</p><p>'.join(SENTENCES)}</p>"
        f"</div><td>{menu}</tr></table></body></html>"
    )
    assert [b["type"] for b in clean(page)["blocks"]].count("PARAGRAPH") == len(SENTENCES)


def test_clean_blocks_slice_the_text() -> None:
    made = clean(PAGE)
    pieces = [made["text"][b["start"] : b["end"]] for b in made["blocks"]]
    assert "\n\n".join(pieces) == made["text"]
    assert all(piece == piece.strip() and piece for piece in pieces)


def test_clean_metadata_comes_with_its_source() -> None:
    made = clean(PAGE, "https://gazette.example/quay")
    assert made["title"] == "Northern quay to close"
    assert made["authors"] == ["Jon Vik"]
    assert made["published"] == "2024-03-05T09:30:00+01:00"
    fields = {f["name"]: f["source"] for f in made["provenance"]["fields"]}
    assert fields["published"] == "json-ld"
    assert fields["publisher"] == "open-graph"


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (b"", "NOT_HTML"),
        (b"%PDF-1.7 ...", "NOT_HTML"),
        (bytes(range(256)) * 20, "NOT_HTML"),
        ("<html><body></body></html>", "NOT_AN_ARTICLE"),
        ("<html><frameset cols='*'><frame src='a'></frameset></html>", "NOT_AN_ARTICLE"),
        ("<" * 17_000_000, "TOO_LARGE"),
    ],
)
def test_clean_rejects_with_the_reason(page: str | bytes, reason: str) -> None:
    with pytest.raises(Reject) as error:
        clean(page)
    assert error.value.reason == reason


def test_article_keeps_the_text_as_it_is() -> None:
    text = "  One e\u0301.\n \n\nTwo\nlines. \n\n\n\nThree\r\n"
    made = article(text, id="x", language="en")
    assert made["text"] == text
    assert [text[b["start"] : b["end"]] for b in made["blocks"]] == [
        "One e\u0301.", "Two\nlines.", "Three",
    ]  # fmt: skip


def test_article_refuses_lone_surrogates() -> None:
    with pytest.raises(Stop, match="U\\+D83D"):
        article("a \ud83d b", id="x")
