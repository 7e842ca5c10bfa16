from pathlib import Path

from dateline import pipeline
from dateline import schema as schemas
from dateline.project import init, read_project
from dateline.schema.arrow import to_rows
from dateline.shards import read_table

PARAGRAPHS = (
    "The tide gauge at the old mole has been read every morning since the spring flood.",
    "Its keeper, a retired pilot, writes the figures into a ledger that nobody else may touch.",
    "On Monday the water stood higher than in any week of the last winter, she said.",
    "The council wants an electric gauge, which would send its readings to the capital at once.",
    "Fishermen in the lower town trust the ledger more, and say that a wire can be cut.",
    "A vote on the money is due in May, after the committee has seen both sets of numbers.",
)


def test_selectors_of_a_source_override_what_cleaning_finds(tmp_path: Path) -> None:
    init(tmp_path)
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    page = f"<title>A</title><h1>Wrong</h1><article><h2 class=t>Right</h2>{body}</article>"
    (tmp_path / "corpus/html").mkdir()
    (tmp_path / "corpus/html/a.html").write_text(page)
    project = read_project(tmp_path)
    project.sources.write_text(
        '[[source]]\nname = "a"\nfolder = "html"\n[source.selectors]\ntitle = ["h3.t", "h2.t"]\n'
    )
    pipeline.scrape(project)
    pipeline.run(project, ("clean", "dedupe", "articles"))
    (shard,) = project.articles.glob("*.arrow")
    (article,) = to_rows(read_table(shard), schemas.load("article"))
    assert article["title"] == "Right"
