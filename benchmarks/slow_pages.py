"""Pages and text dumps of a megabyte that are made to be slow: seconds that each takes to clean,
per megabyte.

python benchmarks/slow_pages.py            # all of them
python benchmarks/slow_pages.py attributes paragraphs
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable

from dateline import clean, clean_text
from dateline.errors import Reject

SIZE = 1_000_000  # characters, about
LIMIT = 1.0  # seconds a megabyte
WORDS = [f"w{number}" for number in range(5_000)]
RANDOM = random.Random(1)


def words(count: int) -> str:
    return " ".join(RANDOM.choices(WORDS, k=count))


TEXT = f"<p>{words(100)}.</p>"
SHARED = words(12)
SHORT = [words(8) for _ in range(3_000)]


def body(markup: str) -> str:
    return f"<title>T</title><article><h1>A headline of the day</h1>{markup}</article>"


def many(part: Callable[[int], str]) -> str:
    """Part after part, in the body."""
    parts, size = [], 0
    while size < SIZE:
        parts.append(part(len(parts)))
        size += len(parts[-1])
    return body("".join(parts))


def tag(value: str, number: int) -> str:
    """One tag with `number` attributes."""
    attributes = " ".join(f"a{at}{value}" for at in range(number))
    return body(f"<p {attributes}>{words(100)}</p>")


def claims(markup: str) -> str:
    """A page with this in its head."""
    return f"<head>{markup}</head><body><h1>A headline of the day</h1>{TEXT}"


def thing(text: str) -> str:
    return claims(f'<script type="application/ld+json">{text}</script>')


def ideographs() -> str:
    return "".join(chr(RANDOM.randint(0x4E00, 0x9FFF)) for _ in range(60))


AUTHORS = [{"name": f"Jane{number} Doe"} for number in range(30_000)]
PAGES: dict[str, Callable[[], str]] = {
    # tags and attributes
    "attributes": lambda: tag('="x"', 100_000),
    "attributes-bare": lambda: tag("", 130_000),
    "attributes-markup": lambda: tag('="<>"', 90_000),
    "attributes-4000": lambda: many(lambda n: tag('="x"', 4_000)),
    "class-long": lambda: body(f'<div class="{words(200_000)}">{TEXT * 100}</div>'),
    "class-each": lambda: many(lambda n: f'<div class="{words(40)}"><p>{words(3)}</p></div>'),
    "style-each": lambda: many(lambda n: f'<p style="display:{" " * 500}x">{words(3)}</p>'),
    "hidden": lambda: many(lambda n: f'<p><i style="display:none">x</i>{words(10)}</p>'),
    "nested": lambda: body("<div>" * 90_000 + TEXT + "</div>" * 90_000),
    "nested-inline": lambda: body("<b>" * 300_000 + words(100)),
    "nested-tables": lambda: many(lambda n: "<table><tr><td>"),
    "open-links": lambda: many(lambda n: f"<a href=x>{n}"),
    "open-fonts": lambda: many(lambda n: "<p><font>"),
    "angles": lambda: "<" * SIZE,
    "broken-tags": lambda: "<a" * (SIZE // 2),
    "script": lambda: body(f"<script>{'<' * SIZE}</script>{TEXT}"),
    "svg": lambda: many(lambda n: f'<svg><path d="M{n}"/></svg>'),
    "comments": lambda: many(lambda n: f"<!-- {n} -->x "),
    "options": lambda: many(lambda n: f"<option>{n}"),
    # blocks
    "paragraphs": lambda: many(lambda n: f"<p>{words(30)}.</p>"),
    "common-start": lambda: many(lambda n: f"<p>{SHARED} {words(20)}.</p>"),
    "common-end": lambda: many(lambda n: f"<p>{words(20)} {SHARED}.</p>"),
    "parts-again": lambda: many(
        lambda n: "".join(
            f"<p>{text}.</p>"
            for text in (f"{SHORT[n % 3000]} {SHORT[n * 7 % 3000]}", SHORT[n % 3000])
        )
    ),
    "equal": lambda: many(lambda n: f"<p>{SHARED} {SHARED}.</p>"),
    "quotes": lambda: many(lambda n: f"<p>“{words(20)}”</p>"),
    "items": lambda: many(lambda n: f"<li>{words(9)}</li>"),
    "links": lambda: many(lambda n: f'<a href="/x{n}">{words(4)}</a> '),
    "spans": lambda: many(lambda n: f"<span>{words(4)}</span>"),
    "rows": lambda: body(
        f"<table>{many(lambda n: f'<tr><td>{n}</td><td>{words(3)}</td></tr>')}</table>"
    ),
    "tables": lambda: many(lambda n: f"<table><tr><td>{n}<td>{words(3)}<tr><td>a<td>b</table>"),
    "headings": lambda: many(lambda n: f"<h2>{words(5)}</h2>"),
    "cards": lambda: many(lambda n: f"<h2><a href=/x>{words(5)}</a></h2><p>{words(15)}</p>"),
    "articles": lambda: many(lambda n: f"<article><h1>Title {n}</h1><p>{words(30)}</p></article>"),
    "figures": lambda: many(lambda n: f"<figure><img><figcaption>{words(9)}</figcaption></figure>"),
    "forms": lambda: many(lambda n: f"<form><p>{words(10)}</p></form>"),
    "embeds": lambda: many(lambda n: f'<div class="embed"><p>{words(10)}</p></div>'),
    "posts": lambda: many(lambda n: f"<blockquote><p>{words(10)}</p>— Jo (@jo) May 1</blockquote>"),
    "pointers": lambda: many(lambda n: f"<p>Read also: {words(8)}</p>"),
    "read-aloud": lambda: many(lambda n: f"<p>list {n} of 9000</p><p>{words(8)}</p>"),
    "dates": lambda: many(lambda n: f"<div>By Jane Doe | May {n % 28 + 1}, 2024</div>"),
    "times": lambda: many(lambda n: f'<time datetime="2024-01-01">May {n}</time><p>{words(9)}'),
    "ideographs": lambda: many(lambda n: f"<p>{ideographs()}。</p>"),
    # texts
    "one-paragraph": lambda: body(f"<p>{words(200_000)}</p>"),
    "one-word": lambda: body(f"<p>{'a' * SIZE}</p>"),
    "one-text": lambda: many(lambda n: ideographs()),
    "spaces": lambda: body(f"<p>{' ' * SIZE}</p>{TEXT}"),
    "hard-spaces": lambda: body("<p>" + "\xa0 " * (SIZE // 2) + f"</p>{TEXT}"),
    "breaks": lambda: many(lambda n: "<br>"),
    "lines": lambda: many(lambda n: f"{words(5)}<br>"),
    "references": lambda: many(lambda n: "&amp;&lt;&nbsp;"),
    "ampersands": lambda: body(f"<p>{'&' * SIZE}</p>"),
    # claims
    "title": lambda: claims(f"<title>{words(200_000)}</title>"),
    "title-parts": lambda: claims(f"<title>{' | '.join(WORDS * 20)}</title>"),
    "headline": lambda: body(f"<h1>{words(200_000)}</h1>{TEXT}"),
    "description": lambda: claims(f'<meta name="description" content="{words(200_000)}">'),
    "byline": lambda: body(
        f'<p class="byline">By {", ".join(author["name"] for author in AUTHORS * 2)}</p>{TEXT}'
    ),
    "metas": lambda: claims("".join(f'<meta name="m{n}" content="x">' for n in range(30_000))),
    "meta-again": lambda: claims('<meta property="og:title" content="A title">' * 25_000),
    "authors": lambda: claims(
        "".join(f'<meta name="author" content="J{n} Doe">' for n in range(25_000))
    ),
    "things": lambda: thing(
        '{"headline":"x"}</script><script type="application/ld+json">' * 14_000
    ),
    "thing-authors": lambda: thing(json.dumps({"@type": "NewsArticle", "author": AUTHORS})),
    "thing-broken": lambda: thing('{"@type":"NewsArticle",' + '"k":"a\n"b",' * 80_000),
    "thing-deep": lambda: thing('{"a":' * 150_000 + "1" + "}" * 150_000),
    "thing-lists": lambda: thing("[" * 500_000 + "]" * 500_000),
}


TITLE = "The ferry sails to the island again "
DUMPS: dict[str, Callable[[], str]] = {
    "dump-line": lambda: words(180_000),
    "dump-sentences": lambda: "He said so. " * 80_000,
    "dump-broken": lambda: (words(14) + "\n") * 13_000,
    "dump-lines": lambda: "a\n" * 500_000,
    "dump-goes-on": lambda: (words(6) + "\n") * 28_000,
    "dump-glued": lambda: "aB" * 500_000,
    "dump-title": lambda: f"{TITLE}\n" * 27_000,
    "dump-title-line": lambda: TITLE * 27_000,
    "dump-stops": lambda: ". " * 500_000,
    "dump-links": lambda: "[a](b) " * 140_000,
    "dump-open-links": lambda: "[a](" * 250_000,
    "dump-open-label": lambda: "[" * 1_000_000,
    "dump-parentheses": lambda: "[a]((((((((" * 90_000,
    "dump-bullets": lambda: "* " * 500_000,
    "dump-items": lambda: f"* [{words(2)}](/home)\n" * 45_000,
    "dump-wide": lambda: "語" * 1_000_000,
    "dump-wide-lines": lambda: ("語" * 38 + "\n") * 25_000,
    "dump-space": lambda: f"x{' ' * 1_000_000}y",
}


def seconds(page: str, call: Callable[[str], object]) -> tuple[float, str]:
    """Processor seconds per megabyte, and what came out."""
    started = time.process_time()
    try:
        call(page)
        outcome = "an article"
    except Reject as error:
        outcome = str(error)
    return (time.process_time() - started) * SIZE / len(page), outcome


def main() -> None:
    for call in (clean, clean_text):  # pays for imports and models
        seconds(body(TEXT * 9), call)
    slow = []
    for name in sys.argv[1:] or [*PAGES, *DUMPS]:
        make, call = (PAGES[name], clean) if name in PAGES else (DUMPS[name], clean_text)
        taken, outcome = seconds(make(), call)
        print(f"{name:18} {taken:6.2f} s/MB  {outcome}", flush=True)
        if taken > LIMIT:
            slow.append(f"{name} {taken:.1f}")
    print(f"above {LIMIT:g} s/MB: {', '.join(slow) or 'none'}")


if __name__ == "__main__":
    main()
