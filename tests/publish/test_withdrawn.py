"""Take back and start over: the sample newspaper from scrape to release, twice."""

import gzip
import hashlib
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline import pipeline
from dateline import schema as schemas
from dateline.errors import Stop
from dateline.harbour import serve
from dateline.pipeline.duplicates import kept_article
from dateline.pipeline.retract import retract
from dateline.pipeline.withdrawn import read_withdrawn
from dateline.project import Project, init, read_project
from dateline.publish.reading import open_release
from dateline.publish.verify import verify
from dateline.schema.arrow import to_rows
from dateline.scrape import ScrapeReport
from dateline.shards import read_lines, read_table
from dateline.urls import article_id

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
STRIKE = "http://harbour.example/air-strike-hits-quillon-market-4877/"


def scrape(project: Project) -> ScrapeReport:
    with serve() as address:
        return pipeline.scrape(project, {"harbour.example": address}, clock=lambda: NOW)


def build(project: Project) -> dict[str, dict[str, int]]:
    return pipeline.run(project, ("clean", "dedupe", "articles", "gold", "release"))


def articles(project: Project) -> dict[str, dict[str, object]]:
    shards = sorted(project.articles.glob("*.arrow"))
    rows = [row for s in shards for row in to_rows(read_table(s), schemas.load("article"))]
    return {row["id"]: row for row in rows}


def splits(folder: Path) -> dict[str, str]:
    release = open_release(folder)
    return {
        row["id"]: split
        for split in release.splits("articles")
        for row in release.rows("articles", split)
    }


def digest(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def holding(folder: Path, words: str) -> list[str]:
    """The files under `folder` with these words; WARC files are unpacked."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            data = gzip.decompress(data) if path.suffix == ".gz" else data
            if words.encode() in data:
                found.append(path.relative_to(folder).as_posix())
    return found


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The sample newspaper's project, scraped, cleaned and published. Do not change it."""
    folder = tmp_path_factory.mktemp("harbour") / "project"
    (folder / "corpus").mkdir(parents=True)
    for name in ("dateline.toml", "corpus/sources.toml"):
        shutil.copy(ROOT / name, folder / name)
    shutil.copytree(ROOT / "annotations", folder / "annotations")
    project = read_project(folder)
    scrape(project)
    build(project)
    return project


def test_withdrawn_article_stays_away_from_every_later_step(
    harbour: Project, tmp_path: Path
) -> None:
    project = read_project(shutil.copytree(harbour.root, tmp_path / "project"))
    desk = [line["article"] for _, line in read_lines(project.judgements / "desk.jsonl")]
    before = splits(project.dist)
    name = next(name for name in desk if name in before)
    row = articles(project)[name]
    words = str(row["text"]).split("\n\n")[2][:60]
    slug = str(row["url"]).rstrip("/").rpartition("/")[2]
    assert {path.split("/")[0] for path in holding(project.root, words)} >= {"corpus", ".dateline"}

    done = retract(project, [name], reason="PUBLISHER", now=NOW)
    assert done.articles == [name] and done.pages == 1
    assert done.rows["corpus/articles"] == 1
    assert done.lines["annotations/judgements/desk.jsonl"] == desk.count(name)
    assert holding(project.root, words) == []
    places = {path.rpartition("/")[0] for path in holding(project.root, slug)}
    assert places <= {"corpus/pages"}  # links of other pages, and what the site lists
    stones = read_withdrawn(project.withdrawn)
    (problem,) = [p for check in verify(open_release(project.dist), stones) for p in check.problems]
    assert problem == f"{name} in {before[name]} was withdrawn on 2026-11-24 (PUBLISHER)"

    report = scrape(project)
    assert report.total.fetched == 0 and report.total.unchanged == 37
    assert report.total.rejected["WITHDRAWN"] == 1
    (row,) = [
        row
        for row in read_table(project.rejects / "scrape/all.arrow").to_pylist()
        if row["reason"] == "WITHDRAWN"
    ]
    assert article_id(row["url"]) == name
    counts = build(project)
    assert counts["clean"]["in"] == 37
    assert splits(project.dist) == {n: split for n, split in before.items() if n != name}
    assert not [c for c in verify(open_release(project.dist), stones) if c.problems]

    again = digest(project.dist)
    for folder in (project.pages, project.work, project.articles, project.rejects, project.dist):
        shutil.rmtree(folder)
    report = scrape(project)
    assert report.total.fetched == 37 and report.total.rejected["WITHDRAWN"] == 1
    build(project)
    assert digest(project.dist) == again


def test_retract_names_the_near_duplicates_that_stay(harbour: Project, tmp_path: Path) -> None:
    project = read_project(shutil.copytree(harbour.root, tmp_path / "project"))
    name = next(n for n, row in articles(project).items() if row["canonical_url"] == STRIKE)
    (other,) = retract(project, [name], reason="ERROR", now=NOW).alike
    assert "quillon-market-strike-toll-rises" in str(articles(project)[other]["url"])


def test_withdrawn_copies_go_with_their_original(harbour: Project, tmp_path: Path) -> None:
    project = read_project(shutil.copytree(harbour.root, tmp_path / "project"))
    rejects = [
        row
        for path in (project.rejects / "articles").glob("*.arrow")
        for row in read_table(path).to_pylist()
        if row["reason"] == "DUPLICATE"
    ]
    original, copy = kept_article(rejects[0]), rejects[0]["article"]
    done = retract(project, [original], reason="PUBLISHER", now=NOW)
    assert copy in done.copies and done.pages == 1 + len(done.copies)
    build(project)
    assert not {original, *done.copies} & set(articles(project))


PAGE = """<title>{0}</title><article><h1>The {0} gauge</h1>
<p>The {0} gauge at the old mole has been read every morning since the spring flood.</p>
<p>Its keeper, a retired pilot, writes the {0} figures into a ledger that nobody else may touch.</p>
<p>On Monday the {0} water stood higher than in any week of the last winter, the keeper said.</p>
<p>The council wants an electric {0} gauge, which would send its readings to the capital.</p>
</article>"""


@pytest.fixture
def gauges(cleaned: Project, tmp_path: Path) -> Project:
    """A copy of it to change."""
    return read_project(shutil.copytree(cleaned.root, tmp_path / "gauges"))


@pytest.fixture(scope="module")
def cleaned(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project of three pages of a folder, scraped and cleaned. Do not change it."""
    root = tmp_path_factory.mktemp("gauges") / "gauges"
    init(root)
    (root / "html").mkdir()
    for name in ("tide", "rain", "wind"):
        words = PAGE.format(name) + f"<p>{' '.join(f'{name}{n}' for n in range(60))}</p>"
        (root / f"html/{name}.html").write_text(words)
    project = read_project(root)
    project.sources.write_text('[[source]]\nname = "a"\nfolder = "../html"\n')
    pipeline.scrape(project, clock=lambda: NOW)
    pipeline.run(project, ("clean", "dedupe", "articles"))
    return project


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from dateline.pipeline.retract import retract
from dateline.project import read_project
project, count = read_project(Path(sys.argv[1])), [int(sys.argv[3])]
def hook(event, arguments):
    if event in ("os.rename", "sqlite3.connect"):
        count[0] -= 1
        if not count[0]:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
retract(project, [sys.argv[2]], reason="LAW", now=datetime(2026, 11, 24, 6, tzinfo=UTC))
"""


def kept(project: Project) -> dict[str, str]:
    return {
        name: sha
        for name, sha in digest(project.corpus).items()
        if not name.startswith(("pages/state", "rejects"))
    }


def test_retract_killed_at_any_moment_is_completed_by_repeating_it(
    gauges: Project, tmp_path: Path
) -> None:
    name = next(n for n, row in articles(gauges).items() if "tide" in str(row["url"]))
    whole = read_project(shutil.copytree(gauges.root, tmp_path / "whole"))
    retract(whole, [name], reason="LAW", now=NOW)
    for count in range(1, 20):
        project = read_project(shutil.copytree(gauges.root, tmp_path / str(count)))
        command = [sys.executable, "-c", KILLED, str(project.root), name, str(count)]
        done = subprocess.run(command, check=False)
        if count % 2:  # a scrape in between may go on, and changes nothing
            pipeline.scrape(project, clock=lambda: NOW)
        retract(project, [name], reason="LAW", now=NOW)
        report = pipeline.scrape(project, clock=lambda: NOW)
        assert report.total.unchanged == 2 and report.total.rejected == {"WITHDRAWN": 1}
        assert kept(project) == kept(whole), count
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
    assert count > 5


def test_retract_names_the_files_that_are_not_ours(gauges: Project) -> None:
    name = next(iter(articles(gauges)))
    done = retract(gauges, [name], reason="LAW", now=NOW)
    assert len(done.originals) == 1 and str(gauges.root / "html") in done.originals[0]


def test_retract_while_a_scrape_is_under_way_stops(gauges: Project) -> None:
    from dateline.scrape.store import lock

    name = next(iter(articles(gauges)))
    with lock(gauges.pages), pytest.raises(Stop, match="another scrape or retract is writing to"):
        retract(gauges, [name], reason="LAW", now=NOW)


def test_page_that_comes_back_at_another_address_is_rejected_and_counted(gauges: Project) -> None:
    row = next(iter(articles(gauges).values()))
    retract(gauges, [str(row["id"])], reason="LAW", now=NOW)
    name = str(row["url"]).rpartition(":")[2]
    (gauges.root / "html" / name).rename(gauges.root / "html/moved.html")
    assert pipeline.scrape(gauges, clock=lambda: NOW).total.fetched == 1
    counts = pipeline.run(gauges, ("clean", "dedupe", "articles"))
    assert counts["articles"]["reason:WITHDRAWN"] == 1 and counts["articles"]["kept"] == 2
    done = retract(gauges, [], reason="LAW", now=NOW)
    assert done.pages == 0  # nothing ties the new address to the article but its text


def test_retract_of_somebody_else_is_applied(gauges: Project, tmp_path: Path) -> None:
    other = read_project(shutil.copytree(gauges.root, tmp_path / "other"))
    name = next(iter(articles(gauges)))
    retract(other, [name], reason="LAW", now=NOW)
    shutil.copy(other.withdrawn, gauges.withdrawn)
    done = retract(gauges, [], reason="LAW", now=NOW)
    assert done.articles == [] and done.pages == 1
    assert {line["article"] for _, line in read_lines(gauges.withdrawn)} == {name}
    assert name not in articles(gauges)
