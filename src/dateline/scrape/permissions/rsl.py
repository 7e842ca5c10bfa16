"""RSL 1.0: XML terms of licensing, read for one question: may machines learn from a page?"""

from __future__ import annotations

from lxml import etree

from dateline.scrape.permissions.rules import matches

_LEARNING = {"all", "ai-all", "ai-train", "train-ai", "ai-input", "ai-index"}
_FREE = {"free", "attribution"}


def read(document: bytes, path: str | None) -> tuple[str, bool]:
    """What the terms say about the page at `path` (None: about any), and whether they reserve.

    They reserve unless a licence is readable that permits learning to everybody for nothing.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError as error:
        return f"unreadable: {error.msg}", True
    if root.getroottree().docinfo.doctype:
        return "unreadable: it has a DOCTYPE", True
    contents = [node for node in root.iter() if _name(node) == "content"]
    if path is not None:
        contents = [node for node in contents if matches(_scope(node), path)]
    if not contents:
        return "no terms for this page", False
    closest = max(contents, key=lambda node: len(_scope(node)))
    licences = [node for node in closest.iter() if _name(node) == "license"]
    words = "; ".join(map(_describe, licences)) or "no licence"
    return words, not any(map(_permits, licences))


def _name(node: etree._Element) -> str:
    """The local name; comments and processing instructions have none."""
    return etree.QName(node).localname.lower() if isinstance(node.tag, str) else ""


def _scope(node: etree._Element) -> str:
    """The pattern of paths of a content element; the host of a full address is taken off."""
    url: str = node.get("url", "/")
    return "/" + url.split("/", 3)[-1] if "://" in url else url


def _describe(licence: etree._Element) -> str:
    parts = []
    for node in licence:
        if name := _name(node):
            parts.append(" ".join([name, node.get("type", ""), *(node.text or "").split()]).strip())
    return ", ".join(parts) or "empty licence"


def _permits(licence: etree._Element) -> bool:
    """Whether a licence permits learning, without condition on user or place and for nothing."""
    for node in licence:
        name, kind = _name(node), node.get("type", "")
        words = set((node.text or "").lower().replace(",", " ").split())
        if name == "prohibits" and (kind != "usage" or words & _LEARNING):
            return False
        if name == "permits" and not words & (_LEARNING - {"ai-input", "ai-index"}):
            return False
        if name == "payment" and kind not in _FREE:
            return False
    return True
