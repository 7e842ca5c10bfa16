"""Scores the cleaning of text dumps that real tools make of pages of publishers held out.

    python benchmarks/dump_tools.py ../shared/data/pages/fundus ../shared/data/pages/wcxb_dev

The folders hold `truth.jsonl` and `html/ID.html.gz`. The tools that are not installed are left out:
`pip install beautifulsoup4 html2text inscriptis resiliparse selenium`, and Debian's
`chromium-driver`, `lynx` and `w3m`. Nets for dumps are trained first, each without a part of the
publishers, so that every dump is judged by one that has not seen its publisher. The training makes
dumps by its own code (`glue.py`), never by these tools. The whole dump as the answer stands beside
ours, as other extractors give that or nothing.
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from extract import grams, interval, overlap_f1, tokens
from site_dumps import body_of
from train_blocks import FOLDS, Labelled, keep_to_one_thread, read_pages, train_dump_nets

from dateline.clean.blocks import classify
from dateline.clean.charset import decode
from dateline.clean.textdump import read_dump

if TYPE_CHECKING:
    from selenium.webdriver.remote.webdriver import WebDriver

Tool = Callable[[str], str]


def soup(separator: str, strip: bool) -> Tool:
    """`get_text` of Beautiful Soup, without scripts and styles."""

    def dump(html: str) -> str:
        from bs4 import BeautifulSoup

        page = BeautifulSoup(html, "lxml")
        for element in page(["script", "style", "noscript", "template"]):
            element.decompose()
        return page.get_text(separator, strip=strip)

    return dump


def markdown(links: bool) -> Tool:
    """html2text, with its links and emphasis or without."""

    def dump(html: str) -> str:
        from html2text import HTML2Text

        maker = HTML2Text(bodywidth=0)
        maker.ignore_links = maker.ignore_images = maker.ignore_emphasis = not links
        return maker.handle(html)

    return dump


def laid_out(html: str) -> str:
    from inscriptis import get_text

    return str(get_text(html))


def plain(html: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(html, main_content=False, alt_texts=False))


def browser(*command: str) -> Tool:
    """A browser of the terminal, which breaks lines at a width."""

    def dump(html: str) -> str:
        page = html.encode("utf-8", "replace")
        return subprocess.run(command, input=page, capture_output=True).stdout.decode("utf-8")

    return dump


@cache
def chromium() -> WebDriver:
    """A browser without images, scripts and network."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    for option in ("headless=new", "no-sandbox", "blink-settings=imagesEnabled=false",
                   "host-resolver-rules=MAP * ~NOTFOUND"):  # fmt: skip
        options.add_argument(f"--{option}")
    scripts_off = {"profile.managed_default_content_settings.javascript": 2}
    options.add_experimental_option("prefs", scripts_off)
    options.page_load_strategy = "eager"
    return webdriver.Chrome(options=options)


def copied(html: str) -> str:
    """What is in the clipboard after copying the whole page, about: innerText."""
    with tempfile.NamedTemporaryFile("w", suffix=".html", encoding="utf-8", errors="replace") as f:
        f.write(f"<meta charset=utf-8>{html}")
        f.flush()
        chromium().get(f"file://{f.name}")
        return chromium().execute_script("return document.body.innerText") or ""


# By what is shown: the package or command, and the tool.
TOOLS: dict[str, tuple[str, Tool]] = {
    "Chromium, copied": ("selenium", copied),
    'bs4 get_text()': ("bs4", soup("", strip=False)),
    'bs4 get_text("\\n")': ("bs4", soup("\n", strip=False)),
    'bs4 get_text(" ", strip=True)': ("bs4", soup(" ", strip=True)),
    "html2text": ("html2text", markdown(links=True)),
    "html2text, no links": ("html2text", markdown(links=False)),
    "inscriptis": ("inscriptis", laid_out),
    "resiliparse, everything": ("resiliparse", plain),
    "lynx -dump": ("lynx", browser(
        "lynx", "-dump", "-nolist", "-stdin", "-assume_charset=utf-8", "-display_charset=utf-8")),
    "w3m -dump": ("w3m", browser(
        "w3m", "-dump", "-T", "text/html", "-I", "utf-8", "-O", "utf-8", "-cols", "100")),
}  # fmt: skip


def score(dump: str, page: Labelled, net: classify.Model) -> dict[str, float]:
    """What the article of a dump scores, and the whole dump as an answer."""
    reading = read_dump(dump, model=net)
    said, wanted = tokens(body_of(reading)), tokens(page.truth["body"])
    title = reading.metadata(None).values.get("title", "")
    return {
        "4-grams": overlap_f1(grams(said), grams(wanted)),
        "tokens": overlap_f1(said, wanted),
        "title": float(tokens(title) == tokens(page.truth["title"] or "")),
        "whole": overlap_f1(tokens(dump), wanted),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", nargs="+", type=Path, help="folders with truth.jsonl and html/")
    parser.add_argument(
        "--every", type=int, default=1, help="test every so many pages (default: 1)"
    )
    arguments = parser.parse_args()
    keep_to_one_thread()
    pages = [page for folder in arguments.data for page in read_pages(folder)]
    nets = train_dump_nets(pages)
    by_folder = defaultdict(list)
    for page in pages:
        by_folder[page.folder].append(page)
    for name, (needed, tool) in TOOLS.items():
        if not (importlib.util.find_spec(needed) or shutil.which(needed)):
            print(f"{name}: {needed} is not installed, so it is left out")
            continue
        for folder, own in by_folder.items():
            rows = [
                score(tool(decode(page.data)), page, nets[page.fold % FOLDS])
                for page in own[:: arguments.every]
            ]
            mean, low, high = interval([row["4-grams"] for row in rows])
            rest = [f"{what} {np.mean([row[what] for row in rows]):.3f}" for what in rows[0]][1:]
            cells = [f"{name:30} {folder:9} 4-grams {mean:.3f} [{low:.3f}, {high:.3f}]", *rest]
            print("  ".join(cells), flush=True)


if __name__ == "__main__":
    main()
