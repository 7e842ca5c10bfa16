"""The errors, named for what the runner does next: stop, reject this record, retry."""

from __future__ import annotations


class DatelineError(Exception):
    """Whatever this package raises on purpose; its text is one readable message."""

    exit_code = 1


class Stop(DatelineError):
    """The data or the project is wrong: nothing can go on until somebody acts."""


class Usage(Stop):
    """The call is wrong: an unknown name, a missing file, an option out of range."""

    exit_code = 2


class MissingExtra(Stop):
    """A package of an optional extra is not installed."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(
            f"{package} is not installed. Install it with: pip install 'dateline[{extra}]', or in "
            f"a checkout: .venv/bin/pip install -e '.[{extra}]'"
        )
        self.package = package
        self.extra = extra

    def __reduce__(self) -> tuple[type[MissingExtra], tuple[str, str]]:
        return MissingExtra, (self.package, self.extra)


class Retry(DatelineError):
    """The same call may succeed later; `after_s` seconds from now where the other side said."""

    def __init__(self, message: str, after_s: float | None = None) -> None:
        super().__init__(message)
        self.after_s = after_s


class Reject(DatelineError):
    """This one record is no article, and why. `reason` is one of the reasons below.

    The engine turns it into a row of the rejects; nothing is dropped without one.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        if reason not in REASONS:
            raise ValueError(f"unknown reject reason {reason!r}; known: {', '.join(REASONS)}")
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type[Reject], tuple[str, str]]:
        return Reject, (self.reason, self.detail)


REASONS: dict[str, str] = {
    # scrape
    "ROBOTS": "robots.txt does not allow this page, or could not be read (RFC 9309)",
    "PRIVATE_ADDRESS": "the host is in a private network that the project does not allow",
    "HTTP_ERROR": "the server answered with an error that a repeat does not cure",
    "TOO_LARGE": "larger than the limit on bytes, on the wire or decoded",
    "UNREACHABLE": "no connection to the host: its name, its address or its certificate fails",
    "TIMEOUT": "no complete answer, or no result, within the time limit",
    "REDIRECT": "too many redirects, or one to an address that may not be fetched",
    "BROKEN_FEED": "a feed or sitemap that cannot be read, or not safely",
    "BROKEN_RECORD": "a WARC record or a file that cannot be read",
    "WITHDRAWN": "taken back with `dateline retract`: never fetched or kept again",
    # clean
    "NOT_HTML": "not an HTML page: another media type, binary, or empty",
    "NOT_AN_ARTICLE": "a section front, list, video, gallery or form: a page without an article",
    "CONSENT_WALL": "only a consent dialogue or a bot check was served",
    "PAYWALL": "only the beginning of the article was served",
    "TOO_SHORT": "fewer words than the project asks for",
    "WRONG_LANGUAGE": "not one of the project's languages",
    "DUPLICATE": "the same text as another article, which is kept",
    "SUPERSEDED": "an older revision of a page that was fetched again",
    "CRASHED": "the worker died on this page; it was tried alone",
    # annotations
    "UNKNOWN_ARTICLE": "an annotation of an article that the corpus does not hold",
    "TEXT_CHANGED": "an annotation of an earlier text of the article; its offsets do not hold",
    "INVALID": "an annotation that does not validate",
}
