"""Pages that are no plain article, in the shapes in which sites serve them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from dateline.clean import body, clean, clean_text
from dateline.errors import Reject

URL = "https://harbour.example/2026/03/01/ferry-strikes-quay-at-quillon"
SAID = (
    "The ferry struck the north quay of Quillon at seven on Sunday morning, and six cars on its "
    "deck were damaged, the harbour master said.",
    "Nobody was hurt, but forty passengers had to wait for two hours until a tug had brought the "
    "ship back to its berth.",
    "“The fog came down within minutes,” Captain Ada Moe told reporters on the quay, “and the "
    "radar showed nothing at all.”",
    "The council, which owns the quay, puts the cost of the repairs at two million crowns and "
    "wants the shipping line to pay half of it.",
    "Engineers will look at the piles on Monday, when the tide is low, and decide whether lorries "
    "may drive on the quay again.",
    "It is the third accident at Quillon since the autumn, after a trawler sank at its moorings in "
    "October and a crane fell in January.",
    "Residents have asked for a pilot on every ferry since then, which the line calls too dear for "
    "a crossing of twenty minutes.",
    "The coast guard opened an inquiry on Sunday evening; its report is expected before the summer "
    "timetable begins in May.",
)
TITLE = "Ferry strikes the quay at Quillon"
MENU = "".join(
    f'<li class="menu-item"><a href="/{name.lower()}">{name}</a></li>'
    for name in ("Home", "Courts", "Economy", "Sport", "Weather", "Members", "About us", "Print")
)


def page(content: str, *, head: str = "", kind: str = "article") -> str:
    """A page of the Harbour around the content."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{TITLE} | The Harbour'
        f'</title><meta property="og:type" content="{kind}"><meta property="og:site_name" '
        f'content="The Harbour">{head}</head><body><header class="site-header"><ul class="menu">'
        f'{MENU}</ul></header><main id="content">{content}</main><footer class="site-footer"><p>'
        "© 2026 The Harbour. All rights reserved.</p></footer></body></html>"
    )


def claims(**properties: object) -> str:
    """A JSON-LD script."""
    thing = {"@context": "https://schema.org", "headline": TITLE, **properties}
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


def paragraphs(said: tuple[str, ...] = SAID) -> str:
    return "".join(f"<p>{sentence}</p>" for sentence in said)


def story(said: tuple[str, ...] = SAID) -> str:
    return (
        f'<article class="story"><h1 class="headline">{TITLE}</h1><div class="byline">By Jo Vik'
        f'</div><div class="story-body">{paragraphs(said)}</div></article>'
    )


def frameset() -> str:
    return (
        f"<html><head><title>{TITLE}</title></head><frameset cols='20%,80%'><frame src='menu.htm'>"
        "<frame src='story.htm'><noframes>This page needs frames.</noframes></frameset></html>"
    )


def no_body() -> str:
    return (
        f'<html><head><title>{TITLE}</title><meta property="og:type" content="article"></head>'
        '<script>window.__DATA__ = {"story": "is drawn by a script"}</script></html>'
    )


def drawn_by_script() -> str:
    return page(
        '<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript>'
    )


def paywall_stub(shown: int = 1) -> str:
    head = claims(**{"@type": "NewsArticle", "isAccessibleForFree": False})
    wall = (
        '<div class="paywall-offer"><h2>Read on with Harbour Plus</h2><p>Already a subscriber? '
        '<a href="/login">Sign in</a></p><p>Subscribe to continue reading, four weeks for one '
        'crown.</p><a class="button" href="/plus">See all offers</a></div>'
    )
    return page(story(SAID[:shown]) + wall, head=head)


def paywall_after_three_paragraphs() -> str:
    return paywall_stub(shown=3)


def paywall_without_claims() -> str:
    wall = (
        '<div class="regwall"><p>To continue reading, register for free or log in to your account.'
        "</p><form><input name=mail><button>Go on</button></form></div>"
    )
    return page(story(SAID[:1]) + wall)


def consent_wall() -> str:
    return (
        "<!doctype html><html lang=en><head><title>Your privacy – The Harbour</title></head><body>"
        '<div role="dialog" class="cmp-dialog"><h2>We value your privacy</h2><p>We and our 812 '
        "partners store and read information on a device, such as cookies, and process personal "
        "data for advertising, the measurement of content and research into audiences.</p><p>You "
        "may change your choice at any moment under Privacy settings.</p><button>Accept all"
        "</button><button>More choices</button><button>Reject all</button></div></body></html>"
    )


def robot_check() -> str:
    return (
        "<html><head><title>Just a moment...</title></head><body><h1>harbour.example</h1><p>"
        "Verifying you are human. This may take a few seconds.</p><p>Enable JavaScript and cookies "
        "to continue</p></body></html>"
    )


def gallery() -> str:
    figures = "".join(
        f'<figure class="gallery-slide"><img src="/{n}.jpg" alt=""><figcaption>{n} / 8 The quay at '
        f"Quillon, seen from the lighthouse. [Eli Moe/The Harbour]</figcaption></figure>"
        for n in range(1, 9)
    )
    return page(f"<h1>In pictures: {TITLE.lower()}</h1><div class=gallery>{figures}</div>")


def video() -> str:
    head = claims(**{"@type": "VideoObject", "uploadDate": "2026-03-01", "duration": "PT2M"})
    player = (
        f'<h1>{TITLE}</h1><div class="video-player"><video src="/v.mp4"></video></div><div class="'
        f'video-description"><p>{SAID[0]}</p></div><h2>Up next</h2><ul class="video-list">'
        + "".join(f"<li><a href=/v/{n}>Watch: day {n} of the repairs</a></li>" for n in range(9))
        + "</ul>"
    )
    return page(player, head=head, kind="video.other")


def index_page() -> str:
    cards = "".join(
        f'<article class="card"><h3><a href="/2026/03/0{n}/story-{n}">Story number {n} of the week '
        f'on the quay</a></h3><p class="teaser">{sentence[:110]}…</p><time>{n} March 2026</time>'
        "</article>"
        for n, sentence in enumerate(SAID, 1)
    )
    return page(f'<h1>Courts</h1><div class="cards">{cards}</div>', kind="website")


def search_results() -> str:
    head = claims(**{"@type": "SearchResultsPage"})
    found = "".join(
        f'<div class="result"><a href="/story-{n}">Story number {n} of the week</a><p>{sentence}'
        f"</p></div>"
        for n, sentence in enumerate(SAID)
    )
    return page(f"<h1>8 results for ferry</h1>{found}", head=head, kind="website")


def amp() -> str:
    head = (
        '<script async src="https://cdn.example/v0.js"></script><style amp-boilerplate>body{'
        "animation:-amp-start 8s}</style><noscript><style amp-boilerplate>body{animation:none}"
        "</style></noscript>" + claims(**{"@type": "NewsArticle"})
    )
    parts = "".join(
        f'<p>{sentence}</p><amp-ad width=300 height=250 type="x"><div fallback>Advertisement</div>'
        "</amp-ad>"
        for sentence in SAID
    )
    return page(
        '<amp-sidebar layout="nodisplay"><ul><li><a href="/">Home</a></li></ul></amp-sidebar>'
        f'<article><h1>{TITLE}</h1><amp-img src="/1.jpg" layout="responsive"><noscript><img src='
        f'"/1.jpg"></noscript></amp-img><div class="amp-article-content">{parts}</div></article>',
        head=head,
    ).replace("<html", "<html ⚡")  # fmt: skip


def live_blog() -> str:
    head = claims(
        **{
            "@type": "LiveBlogPosting",
            "liveBlogUpdate": [{"@type": "BlogPosting", "headline": said[:30]} for said in SAID],
        }
    )
    posts = "".join(
        f'<article class="live-post" id="post-{n}"><time>{19 - n}:{n}5</time><h2>Update {n} from '
        f'the quay</h2><div class="post-body"><p>{sentence}</p></div><div class="share">Share'
        f'<a href="#post-{n}">Copy link</a></div></article>'
        for n, sentence in enumerate(SAID)
    )
    return page(f'<h1>{TITLE}: as it happened</h1><div class="live-blog">{posts}</div>', head=head)


REJECTED: dict[Callable[[], str], str] = {
    frameset: "NOT_AN_ARTICLE",
    no_body: "NOT_AN_ARTICLE",
    drawn_by_script: "NOT_AN_ARTICLE",
    paywall_stub: "PAYWALL",
    paywall_after_three_paragraphs: "PAYWALL",
    paywall_without_claims: "PAYWALL",
    consent_wall: "CONSENT_WALL",
    robot_check: "CONSENT_WALL",
    gallery: "NOT_AN_ARTICLE",
    video: "NOT_AN_ARTICLE",
    index_page: "NOT_AN_ARTICLE",
    search_results: "NOT_AN_ARTICLE",
}


@pytest.mark.parametrize("make", REJECTED, ids=lambda make: make.__name__)
def test_clean_rejects(make: Callable[[], str]) -> None:
    with pytest.raises(Reject) as raised:
        clean(make(), URL)
    assert raised.value.reason == REJECTED[make], raised.value.detail


@pytest.mark.parametrize("make", [amp, live_blog, lambda: page(story())])
def test_clean_keeps_every_paragraph_of(make: Callable[[], str]) -> None:
    made = body(clean(make(), URL))
    assert [sentence for sentence in SAID if sentence not in made] == []
    assert "Advertisement" not in made and "Copy link" not in made


def test_clean_keeps_a_short_article_that_says_it_is_locked_and_is_whole() -> None:
    head = claims(**{"@type": "NewsArticle", "isAccessibleForFree": False})
    assert SAID[2] in clean(page(story(SAID[:3]), head=head), URL)["text"]


def test_clean_keeps_an_article_whose_page_declares_a_video() -> None:
    head = claims(**{"@type": "VideoObject"}) + claims(**{"@type": "NewsArticle"})
    made = clean(page(story(), head=head), URL.replace("/2026/", "/videos/2026/"))
    assert SAID[-1] in made["text"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "NOT_HTML"),
        (b" \r\n\t ", "NOT_HTML"),
        (b"\xef\xbb\xbf", "NOT_HTML"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "NOT_HTML"),
        (b"\x89PNG\r\n\x1a\n" + bytes(2000), "NOT_HTML"),
        (bytes(range(256)) * 40, "NOT_HTML"),
        (b'{"story": "as data"}', "NOT_HTML"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>', "NOT_HTML"),
        (b"<p>" + b"word " * 3_300_000, "TOO_LARGE"),
        (b"<html></html>", "NOT_AN_ARTICLE"),
        (b"<html><body>Not found</body></html>", "NOT_AN_ARTICLE"),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value[:12]),
)
def test_clean_rejects_bytes(data: bytes, reason: str) -> None:
    with pytest.raises(Reject) as raised:
        clean(data, URL)
    assert raised.value.reason == reason


@pytest.mark.parametrize("dump", [b"", b"\x00\x01\x02" * 200, b"%PDF-1.7", "x" * 16_000_001])
def test_clean_text_rejects(dump: bytes | str) -> None:
    with pytest.raises(Reject):
        clean_text(dump)


def test_clean_text_takes_a_headline_that_stands_in_the_title_alone() -> None:
    dump = f"{TITLE} | News | The Harbour\n\nHomeCourtsSport\n" + "\n".join(SAID)
    made = clean_text(dump)
    first, *rest = made["blocks"]
    assert first["type"] == "HEADLINE"
    assert dump[first["raw_start"] : first["raw_end"]] == TITLE == made["title"]
    assert "HEADLINE" not in [block["type"] for block in rest]
    assert [sentence for sentence in SAID if sentence not in made["text"]] == []
