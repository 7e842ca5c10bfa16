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
        ("name = 'x'\n", "unknown key 'name', in no table; known tables: corpus"),
        ("[corpsu]\n", r"unknown table \[corpsu\]; known tables: corpus"),
        ("[corpus]\nnam = 'x'\n", r"\[corpus\]: unknown key 'nam'; known keys: name"),
        ("[clean]\nmin_words = '50'\n", r"\[clean\]: min_words = '50' is wrong: .*a whole number"),
        ("clean = 3\n", r"\[clean\] is a table: write \[clean\] above its keys"),
        ("[corpus\n", "is not TOML"),
        ("[splits]\ntrain = 0.5\n", "not shares of 1"),
        ("[splits]\ntrain = nan\n", "at least 0 and at most 1"),
        ("[splits]\nby = 'moon'\n", "must be cluster, source or time"),
        ("[splits]\nby = 'time'\ntest_from = '2026-03-01'\n", "needs validation_from and test"),
        ("[corpus]\nlanguages = 'en'\n", r"languages = 'en' is wrong: it must be a list of texts"),
        ("[corpus]\nlanguages = ['english']\n", r"'english' is no BCP 47 tag.* \[\"en\""),
        ("[corpus]\nlanguages = [1]\n", "a list of texts"),
        ("[corpus]\nname = 'My corpus'\n", "a repository on the Hugging Face Hub"),
        ("[corpus]\nname = 'my--corpus'\n", "without --"),
        ("[corpus]\nreleased = '2026-02-30'\n", "a date that exists"),
        ("[corpus]\nreleased = 2026-02-03\n", "a text in quotation marks"),
        ("[corpus]\nversion = '1'\n", "three numbers"),
        ("[corpus]\nlicence = 'CC-BY'\n", "licence = 'CC-BY' is wrong.* SPDX .* LicenseRef-"),
        ("[corpus]\nhomepage = 'x'\n", "an http or https address"),
        ("[scrape]\ndelay_s = -1\n", "delay_s = -1 is wrong: it must be at least 0"),
        ("[scrape]\ntries = 0\n", "at least 1"),
        ("[scrape]\nallow_hosts = ['http://localhost']\n", "without http://"),
        ("[scrape]\nallow_hosts = ['localhost:80']\n", "without port"),
        ("[release]\nner = 'tunes'\n", r"\[release\] ner names 'tunes', which is no layer"),
        ("[release]\nner_where = ['level']\n", "level of entities can be NAM, NOM, PRO"),
        ("[release]\nner_where = ['lvl=NAM']\n", "property of entities: level, type"),
        ("[gold]\nmajority = ['tunes']\n", r"\[gold\] majority names 'tunes'"),
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
    with pytest.raises(Usage, match=r"\[corpus\] layers names 'tunes'.*entities"):
        find_project(tmp_path)


def test_read_project_takes_what_is_right(tmp_path: Path) -> None:
    (tmp_path / "dateline.toml").write_text(
        "[corpus]\nname = 'a.b_c-d'\nlicence = 'cc-by-sa-4.0'\nlanguages = ['en', 'pt-BR']\n"
        "[scrape]\ndelay_s = 2\nallow_hosts = ['localhost', '::1', '10.0.0.7']\n"
        "[release]\nner = 'quotes'\nner_where = ['type=DIRECT', 'medium=SPEECH']\n"
    )
    settings = find_project(tmp_path).settings
    assert settings.corpus.licence == "CC-BY-SA-4.0"
    assert settings.scrape.delay_s == 2.0 and settings.corpus.languages == ("en", "pt-BR")


@pytest.mark.parametrize("name", ["a--b", "Ä", "x" * 120, "-.-", "news.git"])
def test_init_gives_any_folder_a_name_that_is_allowed(tmp_path: Path, name: str) -> None:
    init(tmp_path / name)
    assert find_project(tmp_path / name).settings.corpus.name


@pytest.mark.parametrize(
    ("encoding", "message"), [("latin-1", "is not UTF-8 at byte 21"), ("utf-16", "UTF-8")]
)
def test_read_project_in_another_encoding_says_so(
    tmp_path: Path, encoding: str, message: str
) -> None:
    (tmp_path / "dateline.toml").write_text("[corpus]\ntitle = 'Caf\u00e9'\n", encoding)
    with pytest.raises(Usage, match=message):
        find_project(tmp_path)


def test_read_project_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "dateline.toml").write_text("[corpus]\nname = 'a'\n", "utf-8-sig")
    assert find_project(tmp_path).settings.corpus.name == "a"
