"""One spelling of a URL, and the article id made from it."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, urlencode

from ada_url import URL

# Query parameters that say how a reader came, not what the page is.
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|igshid|twclid|ttclid|mc_[ce]id|_hs\w+|"
    r"(at|pk|mtm|piwik|matomo|wt|itm|ns|ito|cmpid|smid|sref|ocid|xtor|ref|ref_?src|referrer|"
    r"spm|ftag|ncid|rss)(_\w+)?",
    re.ASCII | re.IGNORECASE,
)


def normalise_url(url: str, base: str | None = None) -> str | None:
    """`url` in one spelling, or None where it is no http(s) URL.

    WHATWG parsing (lower-case host, default port and dot segments gone), then: no fragment, no
    user name, no tracking parameters, the query sorted, no trailing `?`.
    """
    try:
        parsed = URL(url.strip(), base=base) if base else URL(url.strip())
    except ValueError:
        return None
    if parsed.protocol not in ("http:", "https:") or not parsed.hostname:
        return None
    pairs = parse_qsl(parsed.search.removeprefix("?"), keep_blank_values=True)
    query = urlencode(sorted(pair for pair in pairs if not _TRACKING.fullmatch(pair[0])))
    return f"{parsed.protocol}//{parsed.host}{parsed.pathname}{'?' + query if query else ''}"


def article_id(canonical_url: str) -> str:
    """16 hexadecimal digits, the same for every spelling of one address.

    The scheme and a leading `www.` do not count, so a page that moves to https keeps its id.
    """
    spelling = normalise_url(canonical_url) or canonical_url
    bare = re.sub(r"^https?://(www\.)?", "", spelling).rstrip("/")
    return hashlib.sha256(bare.encode("utf-8", "surrogatepass")).hexdigest()[:16]
