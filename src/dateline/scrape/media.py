"""Which media types are pages."""

from __future__ import annotations

_PAGES = {"text/html", "application/xhtml+xml", "text/plain"}


def is_page(content_type: str) -> bool:
    """Whether a Content-Type names HTML or plain text, or nothing at all."""
    return (media_type(content_type) or "text/html") in _PAGES


def media_type(content_type: str) -> str:
    """The type without its parameters, in lower case."""
    return content_type.partition(";")[0].strip().lower()
