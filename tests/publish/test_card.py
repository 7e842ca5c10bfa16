"""What a release says of itself to people: the card and the citation."""

import orjson
import pytest
import yaml
from boats import ANNOTATED

from dateline.project import Project
from dateline.publish.reading import open_release


@pytest.fixture(scope="module")
def card(built: Project) -> str:
    return (built.dist / "README.md").read_text("utf-8")


def test_card_names_every_file_one_by_one_and_a_version_for_each_config(built: Project) -> None:
    release = open_release(built.dist)
    named = set()
    for config in release.header["configs"]:
        assert config["version"] == "1.0.0"
        named |= {path for part in config["data_files"] for path in part["path"]}
    there = {p.relative_to(built.dist).as_posix() for p in built.dist.glob("*/*.parquet")}
    assert named == there and not any("*" in path for path in named)


def test_card_shows_a_row_of_each_config(built: Project, card: str) -> None:
    examples = card.partition("## Example rows")[2]
    for name in open_release(built.dist).configs:
        _, _, rest = examples.partition(f"<code>{name}</code></summary>\n\n```json\n")
        row = orjson.loads(rest.partition("\n```")[0])
        assert row.get("id") or row.get("article"), name


def test_card_shows_a_plot_and_the_counts_of_each_layer(built: Project, card: str) -> None:
    for name, layer in open_release(built.dist).layers.items():
        assert f"](plots/{name}.svg)" in card
        plot = (built.dist / f"plots/{name}.svg").read_text("utf-8")
        assert plot.startswith("<svg") and f"{name}: items by label" in plot
        assert layer.name in card
    assert f"| entities | {len(ANNOTATED)} | {3 * len(ANNOTATED)} | PERSON 12, GPE 6 |" in card


def test_card_says_what_bio_cannot_hold(built: Project, card: str) -> None:
    bio = open_release(built.dist).summary["bio"]
    kept = bio["spans"] - sum(bio["lost"].values())
    assert f"Of {bio['spans']} spans, {kept} are in `ner`" in card
    assert bio["not_chosen"] and f"{bio['not_chosen']} further items are no names" in card


def test_card_says_the_rights_of_all_articles(card: str) -> None:
    assert "| with its text | licence CC-BY-4.0 | 9 |" in card
    assert "| without its words | no licence | 2 |" in card
    assert "| left out | reserved by tdm-reservation | 1 |" in card


def test_citation_has_what_its_format_asks_for(built: Project) -> None:
    found = yaml.safe_load((built.dist / "CITATION.cff").read_text("utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(found)
    assert found["type"] == "dataset" and found["version"] == "1.0.0"
