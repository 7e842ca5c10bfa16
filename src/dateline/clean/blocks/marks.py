"""What an element's attributes say about it: groups of common class names, and hashed tokens."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

BUCKETS = 4096  # of the hashed tokens; bucket 0 is "nothing"

# One bit per line. The words are conventions of style sheets, in the languages of their authors.
GROUPS: dict[str, str] = {
    "comment": "comment comments comentarios kommentar kommentare commentaires disqus reply "
    "replies respond discussion komentar",
    "related": "related relacionadas relacionados recommended recommendation recommendations "
    "recirc recirculation more similar also readmore further trending popular latest outbrain "
    "taboola next",
    "share": "share sharing social sociable facebook twitter whatsapp telegram linkedin addtoany "
    "socials follow",
    "caption": "caption figcaption legend credit credits copyright photographer bildunterschrift "
    "wp-caption imagecaption",
    "byline": "byline author authors writer autor auteur reporter contributor contributors vcard",
    "date": "date time timestamp datetime published updated dateline pubdate datum fecha",
    "advert": "ad ads advert advertisement adv advertorial sponsor sponsored promo promotion "
    "banner dfp gpt anzeige publicidad commercial adslot",
    "letter": "newsletter subscribe subscription signup abo optin mailing form mc",
    "menu": "nav navigation menu navbar breadcrumb breadcrumbs pagination pager submenu dropdown "
    "toolbar topbar",
    "footer": "footer foot colophon",
    "header": "header masthead head topper",
    "tags": "tag tags topic topics keywords category categories label kicker eyebrow rubric",
    "body": "body articlebody content entry post richtext rich rte storybody prose bodytext "
    "maincontent",
    "article": "article story artikel articulo newsarticle",
    "text": "text paragraph copy txt",
    "title": "title headline heading titulo titel titre hed",
    "lead": "lead lede summary standfirst intro dek subtitle teaserless excerpt description "
    "abstract chapo entradilla vorspann subhead deck subheadline",
    "quote": "quote quotes pullquote blockquote zitat cita pull",
    "card": "card cards teaser tile item items list grid carousel slider swiper slide feed",
    "side": "sidebar aside rail side widget widgets secondary complementary infobox factbox",
    "embed": "embed embedded tweet instagram youtube video player media oembed social-embed",
    "consent": "cookie cookies consent gdpr modal popup overlay dialog lightbox tooltip offcanvas",
    "wall": "paywall premium gate regwall piano metered locked",
    "bio": "bio biography about profile authorbio authorbox",
    "image": "image img figure photo picture gallery foto bild",
    "fix": "correction disclaimer notice note editor footnote",
    "toc": "toc contents jump anchor skip",
    "hidden": "hidden sr visually invisible screenreader hide",
    "product": "product price shop buy affiliate deal rating review",
    "table": "table data stats score",
}

_BITS = {word: 1 << bit for bit, words in enumerate(GROUPS.values()) for word in words.split()}
HIDDEN = 1 << list(GROUPS).index("hidden")

_VALUES = re.compile(
    r" (?:class|id|role|itemprop|aria-label|data-(?:testid|component|component-name|type|qa|block|"
    r'module))="([^"]{1,400})'
)
_NOT_SHOWN = re.compile(r"display:\s*none|visibility:\s*hidden")
_TOKEN = re.compile(r"[A-Z]?[a-z]{2,24}|[A-Z]{2,24}")
_MOST_TOKENS = 16
MOST_CACHED = 20_000
LONGEST_CACHED = 500


class Marks(NamedTuple):
    """`bits`: which groups are named; `buckets`: the hashed tokens, each once."""

    bits: int
    buckets: tuple[int, ...]


NOTHING = Marks(0, ())


def bucket(token: str, start: int = 0) -> int:
    """The row of the embedding table that a token shares, 1 to BUCKETS - 1.

    `start` is the checksum of what stands before the token, and belongs to it.
    """
    return crc32(token.encode("utf-8", "surrogatepass"), start) % (BUCKETS - 1) + 1


class _Tokens(dict[str, tuple[int, int]]):
    """Bucket and groups of each token; bounded, and faster than a call to a cache."""

    def __missing__(self, token: str) -> tuple[int, int]:
        if len(self) >= MOST_CACHED:
            self.clear()
        lower = token.lower()
        known = self[token] = bucket("c:" + lower), _BITS.get(lower, 0)
        return known


_tokens = _Tokens()


def read_marks(attributes: str) -> Marks:
    """The marks of one element from its serialised attributes."""
    if attributes.startswith(' class="') and attributes.count('"') == 2:
        return _read_values(attributes[8:400])
    values = _VALUES.findall(attributes)
    marks = _read_values(*values) if values else NOTHING
    return Marks(marks.bits | HIDDEN, marks.buckets) if _is_hidden(attributes) else marks


@lru_cache(maxsize=MOST_CACHED)
def _read_values(*values: str) -> Marks:
    """The marks in the values of some attributes."""
    bits = 0
    buckets: dict[int, None] = {}
    for value in values:
        for word in _TOKEN.findall(value):
            number, group = _tokens[word]
            buckets[number] = None
            bits |= group
    return Marks(bits, tuple(buckets)[:_MOST_TOKENS])


def _is_hidden(attributes: str) -> bool:
    if " hidden=" in attributes or 'aria-hidden="true"' in attributes:
        return True
    styled = "display:" in attributes or "visibility:" in attributes
    return styled and _NOT_SHOWN.search(attributes) is not None
