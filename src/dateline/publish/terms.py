"""In which form an article goes out: with its text, without its words, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

TEXT, STANDOFF, OUT = "TEXT", "STANDOFF", "OUT"


class Terms(NamedTuple):
    """TEXT, STANDOFF or OUT, and the reason for people to read."""

    form: str
    reason: str


def terms(rights: Mapping[str, Any] | None, *, annotated: bool, standoff: str) -> Terms:
    """How an article with these `rights` goes out. The careful answer where anything is unclear.

    Text needs a licence, the mark that it allows publication, and no reservation. `standoff` is
    the setting: unreserved, all or none. Without an annotation there is nothing to stand off.
    """
    rights = rights or {}
    licence = rights.get("licence")
    reserved = sorted({s["name"] for s in rights.get("signals") or () if s.get("reserves")})
    if licence and rights.get("text_may_be_published") and not reserved:
        return Terms(TEXT, f"licence {licence}")
    if reserved:
        why = f"reserved by {', '.join(reserved)}"
    else:
        why = f"licence {licence} does not allow it" if licence else "no licence"
    if standoff == "none" or (reserved and standoff != "all"):
        return Terms(OUT, why)
    return Terms(STANDOFF, why) if annotated else Terms(OUT, f"{why}; nothing is annotated")
