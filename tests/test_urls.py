import pytest

from dateline.urls import article_id, normalise_url


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("HTTP://Example.ORG:80/a/../b", "http://example.org/b"),
        ("https://example.org/?utm_source=x&b=2&a=1#top", "https://example.org/?a=1&b=2"),
        ("https://user:pw@example.org/x?", "https://example.org/x"),
        ("https://example.org/x?fbclid=1", "https://example.org/x"),
        ("mailto:desk@example.org", None),
        ("not a url", None),
    ],
)
def test_normalise_url_gives_one_spelling(url: str, normal: str | None) -> None:
    assert normalise_url(url) == normal


def test_normalise_url_resolves_against_a_base() -> None:
    assert normalise_url("../x", "http://example.org/a/b/") == "http://example.org/a/x"


def test_article_id_is_the_same_for_http_and_https_and_www() -> None:
    spellings = ["http://www.example.org/a/", "https://example.org/a", "https://example.org/a#b"]
    assert len({article_id(url) for url in spellings}) == 1
