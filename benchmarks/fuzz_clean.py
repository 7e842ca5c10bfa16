"""Coverage-guided fuzz of the seam where pages come in: bytes, markup, text dumps, WARC files.

    pip install atheris -e .
    python benchmarks/fuzz_clean.py --seconds 600 --pages ../shared/data/pages/fundus/html
    python benchmarks/fuzz_clean.py --again FINDING     # one input, with its traceback

The seeds are the Harbour's pages and parts of those in `--pages`. Whatever happens but an article
that can be stored, or an error of the package's own, is a finding: it is kept in `--work`/findings,
once for each place that raises, and the run goes on. An input that takes ten seconds ends it.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import atheris

with atheris.instrument_imports(include=["dateline.clean", "dateline.scrape", "dateline.urls"]):
    from dateline import clean, clean_text
    from dateline.clean import explain
    from dateline.scrape.decode import decode_body
    from dateline.scrape.pages import Page, read_pages
    from dateline.scrape.warc import page_record

import orjson

from dateline.errors import DatelineError

HARBOUR = Path(__file__).parent.parent / "corpus" / "harbour" / "site"
LONGEST = 6_000  # bytes of an input; longer ones are slow and reach nothing more
MOST_MEMORY = 8_000  # MB: of the instrumentation, 17 kB an input; without it the seams keep to 182
SAID = "<p>The ferry left the quay at seven, the harbour master told the council on Monday.</p>" * 3
URLS = (None, "https://harbour.example/news/2026/03/01/a", "https://[::1]/x", "http://h/tag/a/")
HEADERS: tuple[dict[str, str] | None, ...] = (
    None,
    {"Content-Type": "text/html; charset=windows-1252"},
    {"content-type": "text/html; charset=utf-16"},
    {"content-type": "text/html; charset=hz"},
)
ABOUT = {"requested_url": "https://x.example/", "source": "x", "licence": None, "signals": []}
ENCODINGS = ("gzip", "deflate", "br", "deflate, gzip")
CLAIMS = (
    '{"@context":"x","@type":["NewsArticle"],"headline":"A","author":[{"@type":"Person","name":'
    '"Jo Vik"}],"datePublished":"2026-03-01T10:00:00+01:00","keywords":["a","b"],"url":"/x"}\n'
    "2026-03-01\nSunday, 1 March 2026, 10.30pm CET\nBy Jo Vik and Eli Moe, Reuters\nA | News | B",
    '{"@graph":[{"@type":"WebPage","mainEntity":{"@type":"Article","name":"B"}},]}\n1772359200\n'
    "01/03/2026 11:30\nVon Jo Vik (dpa)\nB - Site\nJo Vik, Eli Moe | mehr",
)
WORDS = (
    "<p>", "</p>", "<div class=\"", "<h1>", "<article>", "<nav>", "<template>", "<table><tr><td>",
    "<svg>", "<math>", "<plaintext>", "<textarea>", "<noscript>", "<select>", "<!--", "-->",
    "<script type=\"application/ld+json\">", "</script>", "{\"@type\":\"NewsArticle\"",
    "\"author\":", "\"datePublished\":", "\"@graph\":[", "<meta name=\"", "content=\"",
    "article:published_time",
    "<time datetime=\"", "<meta charset=", "itemprop=\"", "<br><br>", "&#xD800;", "&nbsp;",
    "\\xed\\xa0\\x80", "\\xe2\\x80\\x8b", "\\x00", "| Site", "list 1 of 3", "end of list", "By ",
    "2026-03-01T10:00:00+99:99", "WARC/1.1\\x0d\\x0a", "Content-Length: ", "\\xef\\xbb\\xbf",
)  # fmt: skip


def clean_bytes(data: bytes, choice: int) -> Any:
    return clean(data, URLS[choice % 4], headers=HEADERS[choice // 4 % 4], min_words=choice % 2)


def clean_markup(data: bytes, choice: int) -> Any:
    markup = data.decode("utf-8", "surrogateescape")
    return clean(markup, URLS[choice % 4], selectors={"title": "h1", "authors": "p"}, min_words=1)


def clean_dump(data: bytes, choice: int) -> Any:
    return clean_text(data, URLS[choice % 4], headers=HEADERS[choice // 4 % 4], min_words=1)


def explain_either(data: bytes, choice: int) -> Any:
    return explain(data, URLS[choice % 4], dump=choice > 127).encode()


def clean_address(data: bytes, choice: int) -> Any:
    """The first line is the page's address."""
    url, _, page = data.partition(b"\n")
    return clean(page, url.decode("utf-8", "surrogateescape"), min_words=1)


def clean_claims(data: bytes, choice: int) -> Any:
    """An article whose page claims the lines of the input: JSON-LD, dates, people, a title."""
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    things, date, day, byline, title, name, *rest = [*lines, "", "", "", "", "", ""]
    return clean(
        f'<title>{title}</title><script type="application/ld+json">{things}</script>'
        f'<meta property="article:published_time" content="{date}"><meta name=author '
        f'content="{name}"><h1>{title}</h1><p class="byline">{byline}</p><time>{day}</time>'
        f"{SAID}<p>{' '.join(rest)}</p>",
        URLS[choice % 4],
        min_words=1,
    )


def clean_warc(data: bytes, choice: int) -> Any:
    with tempfile.NamedTemporaryFile(suffix=".warc") as file:
        file.write(data)
        file.flush()
        pages = [page for page in read_pages(Path(file.name)) if isinstance(page, Page)]
    return [clean(page.body, page.url, headers=dict(page.headers)) for page in pages]


def decode_then_clean(data: bytes, choice: int) -> Any:
    try:
        body = decode_body(data, ENCODINGS[choice % 4], 1 << 20)
    except ValueError:
        return None
    return clean(body, min_words=1)


SEAMS: tuple[Callable[[bytes, int], Any], ...] = (
    clean_bytes, clean_markup, clean_dump, explain_either, clean_address, clean_warc,
    decode_then_clean, clean_claims,
)  # fmt: skip


def run_one(data: bytes) -> None:
    """Call the seam that the first byte names, with the variant that the second names."""
    if len(data) < 2:
        return
    try:
        made = SEAMS[data[0] % len(SEAMS)](data[2:], data[1])
    except DatelineError:
        return
    if not isinstance(made, bytes):
        orjson.dumps(made)  # what was made can be stored


class Findings:
    """What raised, one input for each place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.places: set[str] = set()
        folder.mkdir(parents=True, exist_ok=True)

    def __call__(self, data: bytes) -> None:
        try:
            run_one(data)
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)
            ours = [frame for frame in frames if "dateline" in frame.filename] or frames
            place = f"{Path(ours[-1].filename).stem}-{ours[-1].lineno}-{type(error).__name__}"
            if place not in self.places:
                self.places.add(place)
                (self.folder / place).write_bytes(data)
                print(f"\nFINDING {place}: {error}", file=sys.stderr, flush=True)


def seeds(folders: Sequence[Path]) -> Iterator[bytes]:
    """Inputs for every seam from the Harbour's pages, and for markup from other pages' parts."""
    for number, line in enumerate(CLAIMS):
        yield bytes([7, number]) + line.encode()
    for number, path in enumerate(sorted(HARBOUR.rglob("*.html"))):
        page = path.read_bytes()
        for seam in (0, 1, 3):
            yield bytes([seam, number % 256]) + page
        yield bytes([2, number % 256]) + page.replace(b"<", b"\n<")
        yield bytes([4, 0]) + b"https://harbour.example/a?b=c#d\n" + page
        yield bytes([6, 0]) + gzip.compress(page)
        record = page_record(
            "https://harbour.example/a", page, ABOUT,
            fetched=datetime(2026, 3, 1, tzinfo=UTC), status=(200, "OK"),
            headers=[("Content-Type", "text/html")],
        )  # fmt: skip
        yield bytes([5, 0]) + gzip.decompress(record.members)
        yield bytes([5, 0]) + record.members
    for path in (path for folder in folders for path in sorted(folder.glob("*.html.gz"))):
        page = gzip.decompress(path.read_bytes())
        yield bytes([0, 1]) + page[: LONGEST // 2]
        for part in range(1, 4):
            at = max(page.find(b"<p", part * len(page) // 4), 0)
            yield bytes([0, 1]) + page[at : at + LONGEST // 2]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--pages", type=Path, nargs="*", default=[], help="folders of *.html.gz")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "fuzz_clean")
    parser.add_argument("--again", type=Path, help="run this input alone")
    arguments = parser.parse_args()
    if arguments.again:
        run_one(arguments.again.read_bytes())
        return
    corpus = arguments.work / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(arguments.pages)):
        (corpus / f"seed-{number:05}").write_bytes(seed[:LONGEST])
    words = arguments.work / "words"
    quoted = (word.replace('"', '\\"') for word in WORDS)
    words.write_text("".join(f'"{word}"\n' for word in quoted), "utf-8")
    options = [
        f"-max_total_time={arguments.seconds}", f"-max_len={LONGEST}", f"-dict={words}",
        "-timeout=10", f"-rss_limit_mb={MOST_MEMORY}", f"-artifact_prefix={arguments.work}/",
        "-print_final_stats=1",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], str(corpus), *options], Findings(arguments.work / "findings"))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
