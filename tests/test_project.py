from pathlib import Path

import pytest

from dateline.errors import Usage
from dateline.project import find_project, init


def test_init_makes_a_project_that_is_found_from_inside(tmp_path: Path) -> None:
    assert tmp_path / "My Corpus" / "dateline.toml" in init(tmp_path / "My Corpus")
    project = find_project(tmp_path / "My Corpus" / "annotations" / "judgements")
    assert project.root == tmp_path / "My Corpus"
    assert project.settings.corpus.name == "my-corpus"
    assert "entities" in project.layers


def test_init_twice_changes_nothing(tmp_path: Path) -> None:
    init(tmp_path)
    (tmp_path / "dateline.toml").write_text("[corpus]\nname = 'mine'\n")
    assert init(tmp_path) == []
    assert find_project(tmp_path).settings.corpus.name == "mine"


def test_find_project_outside_one_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(Usage, match=r"no dateline.toml in .* dateline init FOLDER"):
        find_project(tmp_path)


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[corpsu]\n", r"unknown table \[corpsu\]; known tables: corpus"),
        ("[corpus]\nnam = 'x'\n", r"\[corpus\]: unknown key 'nam'; known keys: name"),
        ("[clean]\nmin_words = '50'\n", r"\[clean\]: min_words = '50' should be like 50"),
        ("[corpus\n", "is not TOML"),
        ("[splits]\ntrain = 0.5\n", "not shares of 1"),
        ("[splits]\nby = 'moon'\n", "should be cluster, source or time"),
    ],
)
def test_read_project_wrong_settings_name_the_place(
    tmp_path: Path, toml: str, message: str
) -> None:
    (tmp_path / "dateline.toml").write_text(toml)
    with pytest.raises(Usage, match=message):
        find_project(tmp_path)


def test_layers_unknown_name_lists_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "dateline.toml").write_text("[corpus]\nlayers = ['tunes']\n")
    with pytest.raises(Usage, match=r"corpus.layers names 'tunes'.*entities"):
        _ = find_project(tmp_path).layers
