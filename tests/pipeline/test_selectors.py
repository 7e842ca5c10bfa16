import pytest

from dateline import pipeline
from dateline import schema as schemas
from dateline.project import Project, init, read_project
from dateline.schema.arrow import to_rows, to_table
from dateline.shards import read_table, write_table

PARAGRAPHS = (
    "The tide gauge at the old mole has been read every morning since the spring flood.",
    "Its keeper, a retired pilot, writes the figures into a ledger that nobody else may touch.",
    "On Monday the water stood higher than in any week of the last winter, she said.",
    "The council wants an electric gauge, which would send its readings to the capital at once.",
    "Fishermen in the lower town trust the ledger more, and say that a wire can be cut.",
    "A vote on the money is due in May, after the committee has seen both sets of numbers.",
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with an imported shard, in which a page was cleaned."""
    folder = tmp_path_factory.mktemp("project")
    init(folder)
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    page = f"<title>A</title><h1>Wrong</h1><article><h2 class=t>Right</h2>{body}</article>"
    (folder / "corpus/html").mkdir()
    (folder / "corpus/html/a.html").write_text(page)
    project = read_project(folder)
    project.sources.write_text(
        '[[source]]\nname = "a"\nfolder = "html"\n[source.selectors]\ntitle = ["h3.t", "h2.t"]\n'
    )
    for shard in (pipeline.imported_shard(project, "brat-old"), project.articles / "gone.arrow"):
        write_table(to_table([], schemas.load("article")), shard)
    pipeline.scrape(project)
    pipeline.run(project, ("clean", "dedupe", "articles"))
    return project


def test_selectors_of_a_source_override_what_cleaning_finds(project: Project) -> None:
    (article,) = to_rows(read_table(project.articles / "a-00000.arrow"), schemas.load("article"))
    assert article["title"] == "Right"


def test_cleaning_removes_shards_of_sources_that_are_gone_but_none_imported(
    project: Project,
) -> None:
    shards = {path.name for path in project.articles.glob("*.arrow")}
    assert shards == {"a-00000.arrow", "imported_brat-old.arrow"}
