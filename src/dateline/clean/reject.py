"""Whether a page is an article at all, and if not, why."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from dateline.clean.blocks.cut import MOST_BLOCKS, Page
from dateline.clean.metadata import jsonld
from dateline.clean.metadata.facts import Facts
from dateline.errors import Reject

MOST_BYTES = 16_000_000  # of one page; the largest article known to us has 3.4 MB of HTML

_STUB_WORDS = 150  # as much of a locked article is shown; a locked page with more may be whole
_WALL_ROWS = 8  # below the body, where an offer stands

_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 12, 13, 27))
_CONSENT = re.compile(
    r"verify(?:ing)? (?:that )?you are (?:a )?human|are you a robot|enable javascript and cookies|"
    r"checking your browser|just a moment|access denied|captcha|unusual traffic|"
    r"before you continue|we value your privacy|accept (?:all )?cookies|cookie[- ]?"
    r"(?:einstellungen|consent|policy|settings)|consent|zustimm|datenschutz|einwilligung|"
    r"privacy (?:choices|settings)|"
    r"mit werbung (?:weiter)?lesen|accepter et continuer|gérer mes choix|aceptar y continuar",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"subscribe to (?:continue|read|unlock)|subscribers? only|already a subscriber|"
    r"to (?:continue|keep) reading|continue reading (?:with|by|this)|register to (?:continue|read)|"
    r"sign in to (?:continue|read)|log in to (?:continue|read)|unlock this article|"
    r"weiterlesen mit|jetzt (?:weiter)?lesen|abonnent|abo abschlie|exklusiv für abo|"
    r"réservé aux abonnés|"
    r"pour lire la suite|abonnez-vous|suscríbete|solo para suscriptores|per continuare a leggere|"
    r"abbonati|doorlezen|kun for abonnenter|läs vidare|this article is for",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b20\d\d\b")
_MOST_DATES = 3
_LISTS = re.compile(r"CollectionPage|ItemList|SearchResultsPage|ProfilePage|ContactPage|AboutPage")
_SERVICE = re.compile(
    r"/(?:about|about-us|contact|contact-us|privacy|privacy-policy|terms|terms-of-use|imprint|"
    r"impressum|cookies?|jobs|careers|advertise|faq|help|legal|kontakt|datenschutz|agb|ueber-uns|"
    r"mentions-legales|a-propos|aviso-legal|quienes-somos|subscribe|login|register|newsletter)"
    r"(?:\.\w+)?/?$",
    re.IGNORECASE,
)
_FRONT = re.compile(
    r"^/?$|^/(?:index|home|default)\.\w+$|/(?:tag|tags|topic|topics|category|author|authors|search|"
    r"archive|section|sections|thema|themen)(?:/[\w-]+)?/?$|"
    # Below these addresses every page has one of its own, and some are articles.
    r"/(?:newsletter|gallery|galleries|galerie|video|videos)/?$|/page/\d+/?$",
    re.IGNORECASE,
)


def check_bytes(data: bytes) -> None:
    """Raises Reject for what is no HTML before it is decoded: too large, empty, or binary."""
    if len(data) > MOST_BYTES:
        raise Reject("TOO_LARGE", f"{len(data):,} bytes, the limit is {MOST_BYTES:,}")
    if not data.strip():
        raise Reject("NOT_HTML", "empty")
    head = data[:1024]
    for magic, name in (
        (b"%PDF", "PDF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"),
        (b"PK\x03\x04", "ZIP"), (b"\x1f\x8b", "gzip"), (b"RIFF", "RIFF"), (b"OggS", "Ogg"),
        (b"\x7fELF", "ELF"), (b"ID3", "MP3"), (b"wOFF", "font"), (b"wOF2", "font"),
    ):  # fmt: skip
        if head.startswith(magic):
            raise Reject("NOT_HTML", f"a {name} file")
    if head[:2] not in (b"\xff\xfe", b"\xfe\xff") and len(
        head.translate(None, _CONTROLS)
    ) < 0.95 * len(head):
        raise Reject("NOT_HTML", "binary data")


def check_text(html: str) -> None:
    """Raises Reject for text that is empty, or JSON and the like instead of HTML."""
    start = html[:200].lstrip("\ufeff \t\r\n")
    if not start:
        raise Reject("NOT_HTML", "empty")
    if start[0] in "{[" and "<" not in html[:2000]:
        raise Reject("NOT_HTML", "JSON or plain text")
    if start.startswith("<?xml") and re.search(r"<(?:rss|feed|urlset|sitemapindex)\b", html[:2000]):
        raise Reject("NOT_HTML", "an XML feed or sitemap")


def check_size(text: str) -> None:
    """Raises Reject for text that is too large."""
    if len(text) > MOST_BYTES:
        raise Reject("TOO_LARGE", f"{len(text):,} characters, the limit is {MOST_BYTES:,}")


def check_article(
    page: Page,
    facts: Facts,
    url: str | None,
    *,
    body_words: int,
    body_rows: list[int],
    min_words: int,
) -> None:
    """Raises Reject where the blocks that were kept do not make an article."""
    if len(page.texts) == MOST_BLOCKS:
        raise Reject("NOT_AN_ARTICLE", f"{MOST_BLOCKS:,} blocks or more")
    everything = "\n".join(page.texts)[:20_000]
    if body_words < min_words:
        raise _why_short(page, facts, url, everything, body_words, min_words)
    if body_words < _STUB_WORDS and _is_locked(facts):
        below = "\n".join(page.texts[max(body_rows, default=-1) + 1 :][:_WALL_ROWS])
        if _PAYWALL.search(below):
            raise Reject("PAYWALL", f"{body_words} words of the article, then an offer")
    front = _front_signals(page, facts, url, body_rows)
    if len(front) >= 2:
        raise Reject("NOT_AN_ARTICLE", "; ".join(dict.fromkeys(front)))


def _why_short(
    page: Page, facts: Facts, url: str | None, everything: str, body_words: int, min_words: int
) -> Reject:
    if not page.texts:
        return Reject("NOT_AN_ARTICLE", "no text")
    if _is_wall(page, facts, everything):
        return Reject("CONSENT_WALL", "a dialogue or a bot check instead of the page")
    if _is_locked(facts) or (body_words >= 10 and _PAYWALL.search(everything)):
        return Reject("PAYWALL", f"{body_words} words of the article were served")
    if _is_article(facts) and body_words and not _video(facts):
        return Reject("TOO_SHORT", f"{body_words} words, the project asks for {min_words}")
    return Reject(
        "NOT_AN_ARTICLE", f"{body_words} words of running text in {len(page.texts)} blocks"
    )


def _is_locked(facts: Facts) -> bool:
    """Whether the page says that it is not free, which many say that serve it whole."""
    free = facts.thing().get("isAccessibleForFree")
    tier = facts.meta("article:content_tier").lower()
    return str(free).lower() == "false" or tier in ("locked", "metered")


def _is_wall(page: Page, facts: Facts, everything: str) -> bool:
    """Whether the page is a dialogue or a bot check; below a list of dated articles it is not."""
    dated = sum(len(text) < 60 and bool(_YEAR.search(text)) for text in page.texts)
    return (
        dated < _MOST_DATES
        and len(everything) < 3000
        and bool(_CONSENT.search(f"{everything} {facts.title}"))
    )


def _is_article(facts: Facts) -> bool:
    return (
        bool(facts.articles)
        or facts.meta("og:type").lower() == "article"
        or bool(facts.meta("article:published_time"))
    )


def _video(facts: Facts) -> bool:
    return facts.meta("og:type").lower().startswith("video") or any(
        "VideoObject" in jsonld.types(thing) for thing in facts.pages
    )


def _front_signals(page: Page, facts: Facts, url: str | None, body_rows: list[int]) -> list[str]:
    """What speaks for a list of articles or a page of service; two of them make one."""
    signals = []
    path = urlsplit(url).path if url else "/x"
    if _FRONT.search(path):
        signals.append(f"the address {path} is one of a list")
    if _SERVICE.search(path):
        signals.append(f"the address {path} is one of the publisher's own")
    if not _is_article(facts):
        kinds = {kind for thing in facts.pages + facts.sites for kind in jsonld.types(thing)}
        if any(_LISTS.search(kind) for kind in kinds):
            signals.append("it declares itself a list")
        elif facts.meta("og:type").lower() in ("website", "profile", "object"):
            signals.append("it does not declare itself an article")
        if _video(facts):
            signals += ["it declares itself a video"] * 2
    linked = sum(page.linked[row] for row in body_rows)
    size = sum(len(page.texts[row]) for row in body_rows)
    if linked > 0.5 * size:
        signals.append("most of its text is links")
    if _cards(page, body_rows):
        signals.append("its paragraphs are summaries below links")
    if _scattered(page, body_rows):
        signals.append("its paragraphs stand in separate cards")
    return signals


def _cards(page: Page, rows: list[int]) -> bool:
    """Whether most paragraphs come right after a heading that is a link, each after one of its own.

    A heading that links to itself, as manuals have them, leads nowhere; no more does a button.
    """
    prose = [row for row in rows if page.linked[row] < 0.5 * len(page.texts[row])]
    headings = {
        above
        for row in prose
        for above in range(max(row - 2, 0), row)
        if page.linked[above] >= 0.9 * len(page.texts[above])
        and page.linked[above] >= 15
        and 'href="' in page.inline[above]
        and 'href="#' not in page.inline[above]
    }
    return len(prose) >= 3 and len(headings) >= 0.5 * len(prose)


def _scattered(page: Page, rows: list[int]) -> bool:
    """Whether no element holds two paragraphs, all short and beside links, as teasers stand.

    The steps of an instruction stand like that too, but without the links.
    """
    if len(rows) < 5 or sum(len(page.texts[row]) for row in rows) > 200 * len(rows):
        return False
    parents: dict[int, int] = {}
    for row in rows:
        if page.linked[row] < 0.5 * len(page.texts[row]) and len(page.texts[row]) > 60:
            parent = page.parents[page.elements[row]]
            parents[parent] = parents.get(parent, 0) + 1
    beside = sum(any(map(page.links.__getitem__, range(max(r - 2, 0), r + 1))) for r in rows)
    return max(parents.values(), default=0) <= 1 and beside >= 0.5 * len(rows)
