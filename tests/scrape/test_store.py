"""The folder of pages: nothing is lost, whatever happens to it or to the scrape."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from dateline.errors import Stop
from dateline.scrape import Limits, Page, Source, read_pages, rejects, warc_files
from dateline.scrape.state import FILE, State

from .conftest import Answer, Request, Server

PAPER = "http://paper.example"


def paper(server: Server, number: int, size: int = 100) -> Source:
    for n in range(number):
        body = f"<p>{n}</p>".encode() + random.Random(n).randbytes(size)
        server.routes[f"/{n}"] = Answer(body, headers={"Content-Type": "text/html"})
    return Source("paper", urls=tuple(f"{PAPER}/{n}" for n in range(number)))


def stored(folder: Path) -> list[Page]:
    found = [page for file in warc_files([], folder) for page in read_pages(file.path)]
    assert all(isinstance(page, Page) for page in found)
    return sorted(page for page in found if isinstance(page, Page))


def test_scrape_begins_a_new_file_when_one_is_full(server, site, tmp_path):
    report = site(paper(server, 100, 1000), limits=Limits(warc_bytes=20_000))
    assert len(report.warcs) > 2 and len(stored(tmp_path / "pages")) == 100
    assert [file.path.name for file in report.warcs[:2]] == [
        "paper-00000.warc.gz",
        "paper-00001.warc.gz",
    ]


def test_scrape_cuts_off_what_was_written_but_not_committed(server, site, tmp_path):
    source = paper(server, 3)
    site(source)
    warc = tmp_path / "pages" / "paper-00000.warc.gz"
    whole = warc.read_bytes()
    warc.write_bytes(whole + whole[:200])
    assert site(source).total.unchanged == 3
    assert warc.read_bytes() == whole


def test_scrape_never_touches_a_file_it_does_not_know(server, site, tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "paper-00000.warc.gz").write_bytes(b"somebody's")
    report = site(paper(server, 1))
    assert [file.path.name for file in report.warcs] == ["paper-00001.warc.gz"]
    assert (folder / "paper-00000.warc.gz").read_bytes() == b"somebody's"


def test_scrape_fetches_again_what_was_in_a_file_that_is_gone(server, site, tmp_path):
    source = paper(server, 3)
    site(source)
    (tmp_path / "pages" / "paper-00000.warc.gz").unlink()
    assert site(source).total.fetched == 3
    assert len(stored(tmp_path / "pages")) == 3


def test_scrape_stops_where_a_file_was_shortened(server, site, tmp_path):
    source = paper(server, 3)
    site(source)
    warc = tmp_path / "pages" / "paper-00000.warc.gz"
    os.truncate(warc, 100)
    with pytest.raises(Stop, match=r"has 100 bytes, but .* were written. Restore it, or move"):
        site(source)
    assert warc.stat().st_size == 100


def test_scrape_stops_where_the_state_is_damaged(server, site, tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / FILE).write_bytes(b"not a database" * 100)
    with pytest.raises(Stop, match=r"cannot be read: .*Move it away to scrape everything anew"):
        site(paper(server, 1))


def test_scrape_waits_for_no_other_scrape(server, site, tmp_path):
    def second(request: Request, before: int) -> Answer:
        with pytest.raises(Stop, match="another scrape or retract is writing to"):
            site(Source("other", urls=(PAPER + "/1",)))
        return Answer(b"<p>x</p>", headers={"Content-Type": "text/html"})

    server.routes["/0"] = second
    assert site(Source("paper", urls=(PAPER + "/0",))).total.fetched == 1


def test_scrape_goes_on_without_sources_that_are_gone(server, site, tmp_path):
    source = paper(server, 2)
    site(source)
    with State(tmp_path / "pages") as state:
        state._db.execute("DELETE FROM run WHERE id > 1")
        state._db.execute("UPDATE run SET finished = 0")
        state._db.execute("UPDATE page SET state = 'NEW'")
    other = Source("other", urls=(PAPER + "/1",))
    assert site(other).sources["other"].found == 1


def test_rejects_are_none_where_nothing_was_scraped(tmp_path):
    assert list(rejects(tmp_path)) == [] and warc_files([], tmp_path) == []


CHILD = """
    import random, resource, signal, sys
    from datetime import datetime, UTC
    from pathlib import Path
    from dateline.errors import Stop
    from dateline.scrape import Limits, ScrapeSettings, Source, scrape

    address, folder, number, largest = sys.argv[1], Path(sys.argv[2]), *map(int, sys.argv[3:])
    if largest:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    hosts = [f"{name}.example" for name in "abc"]
    urls = [f"http://{hosts[n % 3]}/{n}" for n in range(number)]
    try:
        scrape(
            [Source("paper", urls=tuple(urls), sitemaps=("http://a.example/map",))],
            folder,
            settings=ScrapeSettings(
                delay_s=0.002,
                backoff_s=0.01,
                resolve=dict.fromkeys(hosts, address),
                limits=Limits(warc_bytes=60_000),
            ),
            clock=lambda: datetime(2026, 11, 24, tzinfo=UTC),
            rng=random.Random(1),
        )
    except Stop as error:
        sys.exit(str(error))
"""


def child(server: Server, folder: Path, number: int, largest: int = 0) -> subprocess.Popen[str]:
    arguments = [server.address, str(folder), str(number), str(largest)]
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(CHILD), *arguments],
        stderr=subprocess.PIPE,
        text=True,
    )


def test_scrape_stops_when_the_disk_is_full_and_goes_on_later(server, tmp_path):
    paper(server, 60, 3000)
    process = child(server, tmp_path, 60, 40_000)
    _, message = process.communicate(timeout=60)
    assert process.returncode == 1
    assert message.startswith(f"cannot go on with {tmp_path}: ") and "Traceback" not in message
    before = stored(tmp_path)
    process = child(server, tmp_path, 60)
    assert process.communicate(timeout=60)[1] == ""
    after = stored(tmp_path)
    assert len(after) == 60 and set(map(key, before)) <= set(map(key, after))


def key(page: Page) -> tuple[object, ...]:
    """A page without the name of its file, which depends on the order of arrival."""
    return page.url, page.requested_url, page.body, page.fetched, page.record_id


def site_of_all_kinds(server: Server) -> int:
    """Pages, failures that recover, redirects to one place and a robots.txt; their number."""
    paper(server, 120, 1500)

    def fragile(request: Request, before: int) -> Answer:
        if before == 0:
            return Answer(b"", 500)
        return Answer(b"<p>at last</p>", headers={"Content-Type": "text/html"})

    server.routes |= {f"/{n}": fragile for n in range(0, 120, 17)}
    to = Answer(status=301, headers={"Location": "http://b.example/target"})
    server.routes |= {f"/{n}": to for n in range(5, 120, 13)}
    server.page("/target", "Target")
    server.routes["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /100")
    server.routes["/map"] = Answer(
        b"<urlset><url><loc>http://c.example/gone</loc></url></urlset>", headers={"ETag": '"m"'}
    )
    return 120


def test_scrape_killed_at_any_moment_ends_the_same(server, tmp_path):
    number = site_of_all_kinds(server)
    child(server, tmp_path / "whole", number).communicate(timeout=60)
    expected = stored(tmp_path / "whole")
    assert len(expected) > 90
    rng = random.Random(7)
    folder = tmp_path / "killed"
    for _ in range(5):
        process = child(server, folder, number)
        while process.poll() is None and not (folder / FILE).exists():
            time.sleep(0.005)
        time.sleep(rng.uniform(0.0, 0.25))
        process.send_signal(signal.SIGKILL)
        process.communicate()
    assert child(server, folder, number).communicate(timeout=60)[1] == ""
    assert list(map(key, stored(folder))) == list(map(key, expected))
    assert list(rejects(folder)) == list(rejects(tmp_path / "whole"))
