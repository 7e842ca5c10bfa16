"""Scores the cleaning of text dumps one by one, and with what repeats over the dumps of a site.

    python benchmarks/site_dumps.py ../shared/data/pages/fundus ../shared/data/pages/wcxb_dev \
        --articles ../shared/data/wikinews_fr_html/documents

The first folders hold `truth.jsonl` and `html/ID.html.gz`. All text of a page, menus and footers
among it, is glued into a dump as one tool would do it for all pages of its publisher. Nets are
trained here for dumps, each without a part of the publishers (five minutes), so that every dump is
judged by one that has not seen its publisher. The groups:

- publishers with three pages or more of a folder;
- the Harbour, which no model was trained on;
- frames: few publishers have more than three pages, so ten dumps are made of each of those that
  have two or more: an article of --articles in the place of the page's own, what stands on all
  pages of the publisher as it is, and in the place of all other text as much from other articles;
- articles without a frame, which have nothing to drop;
- each of these with every third dump four times, every time with fewer of its lines: an article
  that is taken for a notice would show here.

At last what the counting costs.
"""

from __future__ import annotations

import argparse
import json
import random
import time
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import numpy as np
from extract import grams, interval, tokens
from glue import glue_alike, whole_page
from train_blocks import FOLDS, Labelled, keep_to_one_thread, read_pages, train_dump_nets

from dateline.clean import body, clean, read_sites
from dateline.clean.blocks import classify
from dateline.clean.blocks.cut import Page
from dateline.clean.textdump import DumpReading, read_dump

HARBOUR = Path(__file__).parents[1] / "corpus" / "harbour"
BODY = ("PARAGRAPH", "SUBHEADING", "LIST_ITEM", "BLOCKQUOTE", "STANDFIRST")
FRAMED = 10  # dumps of a publisher
VERSIONS = 4


class Dump(NamedTuple):
    """A dump and its body."""

    text: str
    body: str


class Site(NamedTuple):
    """Dumps of a publisher, and the net that has not seen it."""

    name: str
    net: int
    dumps: list[Dump]


class Article(NamedTuple):
    """What is put into a frame: the blocks of a page that is an article and nothing else."""

    title: str
    texts: list[str]
    body: str


def publishers(pages: Iterable[Labelled]) -> dict[str, list[Labelled]]:
    """The pages by folder and publisher."""
    found: dict[str, list[Labelled]] = defaultdict(list)
    for page in pages:
        found[f"{page.folder} {page.example.group}"].append(page)
    return found


def real_sites(pages: Iterable[Labelled]) -> Iterator[Site]:
    """The publishers of three pages or more."""
    for name, own in publishers(pages).items():
        if len(own) >= 3:
            dumps = [
                Dump(glue_alike(*whole_page(page.data), name), page.truth["body"]) for page in own
            ]
            yield Site(name, own[0].fold % FOLDS, dumps)


def harbour() -> Site:
    """The articles of the sample newspaper."""
    dumps = []
    for line in (HARBOUR / "truth.jsonl").read_text("utf-8").splitlines():
        truth = json.loads(line)
        path = HARBOUR / "site" / urlsplit(truth["url"]).path.lstrip("/")
        names = (path, path.with_name(path.name + ".html"), path / "index.html")
        files = [file for file in names if file.is_file()]
        if files and "reject" not in truth:
            dumps.append(
                Dump(glue_alike(*whole_page(files[0].read_bytes()), "harbour"), truth["body"])
            )
    return Site("harbour", 0, dumps)


def read_articles(folder: Path) -> list[Article]:
    """The articles of a folder of HTML files without menus; their bodies are as we clean them."""
    articles = []
    for file in sorted(folder.iterdir()):
        page, title = whole_page(file.read_bytes())
        made = clean(file.read_bytes(), min_words=1)
        articles.append(Article(title, page.texts, body(made, standfirst=True)))
    return articles


def framed_sites(pages: Iterable[Labelled], articles: Sequence[Article]) -> Iterator[Site]:
    """Dumps in the frames of publishers with two pages or more."""
    for name, own in publishers(pages).items():
        whole = [whole_page(page.data) for page in own] if len(own) >= 2 else []
        common = set.intersection(*(set(page.texts) for page, _ in whole)) if whole else set()
        frames = [
            (page, title, rows)
            for labelled, (page, title) in zip(own, whole, strict=False)
            if len(rows := _body_rows(page, labelled)) >= 4
        ]
        if frames:
            rng = random.Random(name)
            chosen = [
                _frame(*frames[number % len(frames)], common, articles, rng)
                for number in range(FRAMED)
            ]
            dumps = [Dump(glue_alike(page, title, name), text) for page, title, text in chosen]
            yield Site(name, own[0].fold % FOLDS, dumps)


def _body_rows(page: Page, labelled: Labelled) -> list[int]:
    wanted = set(map(str.strip, labelled.truth["body"].split("\n")))
    return [row for row, text in enumerate(page.texts) if text in wanted]


def _frame(
    page: Page,
    title: str,
    rows: list[int],
    common: set[str],
    articles: Sequence[Article],
    rng: random.Random,
) -> tuple[Page, str, str]:
    """A page with another article in the place of its own, its title, and that article's body."""
    article = rng.choice(articles)
    others = [text for each in rng.sample(articles, 20) if each != article for text in each.texts]
    blocks: list[tuple[str, int]] = []
    for row, text in enumerate(page.texts):
        if row == rows[0]:
            blocks += [(each, page.elements[row]) for each in article.texts]
        if text in common:
            blocks.append((text, page.elements[row]))
        elif not rows[0] <= row <= rows[-1]:
            words = " ".join(rng.sample(others, 3)).split()
            blocks.append((" ".join(words[: len(text.split())]), page.elements[row]))
    made = Page(page.parents, page.tags, page.attributes, page.orders)
    made.texts, made.elements = [text for text, _ in blocks], [element for _, element in blocks]
    return made, f"{article.title} | {title.rpartition('|')[2].strip()}", article.body


def with_versions(site: Site) -> Site:
    """The site with every third dump four times, each time with less of its lines."""
    rng = random.Random(site.name)
    dumps = []
    for number, dump in enumerate(site.dumps):
        lines = dump.text.split("\n")
        for version in range(1 if number % 3 else VERSIONS):
            kept = [line for line in lines[1:] if len(line) < 80 or rng.random() > version / 20]
            dumps.append(Dump("\n".join([lines[0], *kept]), dump.body))
    return site._replace(dumps=dumps)


class Scores(NamedTuple):
    """Of one dump, precision, recall and F1 alone and with the others; words of its body, and
    those of them that were dropped as they repeat."""

    alone: list[float]
    together: list[float]
    words: int
    dropped: int


def score(site: Site, nets: Sequence[classify.Model]) -> Iterator[Scores]:
    """The scores of each dump."""
    known = read_sites((site.name, dump.text) for dump in site.dumps).get(site.name)
    for dump in site.dumps:
        alone, together = (
            read_dump(dump.text, seen, model=nets[site.net]) for seen in (None, known)
        )
        words = dict(_body_words(together, dump.body))
        dropped = sum(count for row, count in words.items() if together.repeats[row])
        found = (_overlap(body_of(reading), dump.body) for reading in (alone, together))
        yield Scores(*found, sum(words.values()), dropped)


def body_of(reading: DumpReading) -> str:
    """The body of a dump, as far as it was kept."""
    return "\n\n".join(piece.text for piece in reading.pieces() if piece.type in BODY)


def _body_words(reading: DumpReading, wanted: str) -> Iterator[tuple[int, int]]:
    """The rows of four words or more that are in the body, and how many words each has."""
    true = set(grams(tokens(wanted)))
    for row in range(len(reading.segments)):
        words = tokens(reading.text(row))
        if len(words) >= 4 and sum(gram in true for gram in grams(words)) > (len(words) - 3) / 2:
            yield row, len(words)


def _overlap(found: str, wanted: str) -> list[float]:
    said, true = Counter(grams(tokens(found))), Counter(grams(tokens(wanted)))
    shared = sum((said & true).values())
    precision, recall = shared / max(said.total(), 1), shared / max(true.total(), 1)
    return [precision, recall, 2 * shared / max(said.total() + true.total(), 1)]


def report(name: str, sites: Sequence[Site], nets: Sequence[classify.Model]) -> None:
    """Print the scores of a group of sites."""
    scores = [found for site in sites for found in score(site, nets)]
    alone = np.array([found.alone for found in scores])
    together = np.array([found.together for found in scores])
    print(f"\n{name}: {len(scores)} dumps of {len(sites)} sites")
    for kind, values in (("one by one", alone), ("together", together)):
        print(f"  {kind:10}  P {{:.3f}}  R {{:.3f}}  F1 {{:.3f}}".format(*values.mean(axis=0)))
    mean, low, high = interval((together - alone)[:, 2].tolist())
    print(f"  difference of F1 {mean:+.3f} [{low:+.3f}, {high:+.3f}]", end="; ")
    worse, better = ((sign * (together - alone)[:, 2] > 0.1).sum() for sign in (-1, 1))
    print(f"more than .1 worse on {worse} dumps, better on {better}")
    words, dropped = (sum(found[column] for found in scores) for column in (2, 3))
    print(f"  words of the bodies that were dropped as they repeat: {dropped:,} of {words:,}")


def _many(dumps: Sequence[Dump], number: int) -> Iterator[tuple[str, str]]:
    return (("a", f"{dumps[row % len(dumps)].text}\nDump {row}") for row in range(number))


def report_cost(dumps: Sequence[Dump]) -> None:
    """Print what it costs to count many dumps: time, then memory in a second run."""
    for number in (2_500, 5_000, 10_000):
        started = time.process_time()
        read_sites(_many(dumps, number))
        spent = (time.process_time() - started) / number
        tracemalloc.start()
        read_sites(_many(dumps, number))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(f"counting {number:,} dumps: {1000 * spent:.1f} ms a dump, {peak / 1e6:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", nargs="+", type=Path, help="folders with truth.jsonl and html/")
    parser.add_argument("--articles", type=Path, required=True, help="folder of HTML files")
    arguments = parser.parse_args()
    keep_to_one_thread()
    pages = [page for folder in arguments.data for page in read_pages(folder)]
    nets = train_dump_nets(pages)
    articles = read_articles(arguments.articles)
    alone = [Dump(f"{a.title}\n" + "\n".join(a.texts), a.body) for a in articles]
    groups = {
        "publishers": list(real_sites(pages)),
        "the Harbour": [harbour()],
        "frames": list(framed_sites(pages, articles)),
        "articles without a frame": [Site("articles", 0, alone)],
    }
    for name, sites in groups.items():
        report(name, sites, nets)
        report(f"{name}, with versions", [with_versions(site) for site in sites], nets)
    print()
    report_cost([dump for site in groups["frames"] for dump in site.dumps])


if __name__ == "__main__":
    main()
