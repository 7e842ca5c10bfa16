import pytest

from dateline.errors import Reject
from dateline.pipeline.pages import PAGE, PageCleaner, SourceSettings

BODY = "".join(
    f"<p>{text}</p>"
    for text in (
        "The ferry to the outer island was late again, and nobody at the harbour could say why.",
        "Passengers waited for two hours in the rain before a smaller boat took them across.",
        "The master of the port said that the old engine had been repaired twice in the spring.",
        "A new ship was ordered last year, but the yard has not yet begun to build its hull.",
        "Until it comes, the council wants to hire a boat from the neighbouring county.",
    )
)
ROW = dict.fromkeys(PAGE.names) | {
    "url": "https://a.example/news/ferry", "status": 200, "headers": [], "source": "a",
    "body": f"<article><h1>Ferry</h1>{BODY}</article>".encode(), "signals": [],
    "content_type": "text/html",
}  # fmt: skip


@pytest.mark.parametrize(
    ("source", "corpus"), [("en-GB", ()), (None, ("de", "en-US")), ("en", ("fr",)), (None, ())]
)
def test_clean_keeps_the_languages_of_source_or_corpus(
    source: str | None, corpus: tuple[str, ...]
) -> None:
    cleaner = PageCleaner({"a": SourceSettings(language=source)}, corpus, 50)
    assert cleaner(dict(ROW))["language"] == "en"


@pytest.mark.parametrize(("source", "corpus"), [("fr", ()), (None, ("fr",)), ("fr", ("en",))])
def test_clean_rejects_other_languages(source: str | None, corpus: tuple[str, ...]) -> None:
    cleaner = PageCleaner({"a": SourceSettings(language=source)}, corpus, 50)
    with pytest.raises(Reject, match="WRONG_LANGUAGE: en, not fr"):
        cleaner(dict(ROW))
