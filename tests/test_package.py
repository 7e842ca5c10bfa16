"""What `pip` takes away: every module and every data file of the package."""

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PLACES = {  # folders of the checkout, and where setuptools puts them
    "src/dateline": "dateline", "schema": "dateline/schemas", "scripts": "dateline/scripts",
    "corpus/harbour": "dateline/harbour",
}  # fmt: skip
BUILD = "from setuptools import build_meta as b; b.build_sdist('sdist'); b.build_wheel('wheel')"


def files(folder: Path) -> set[str]:
    """The files in a folder that belong to it, by their paths inside."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix()
        for path in found
        if path.suffix != ".pyc" and path.name != ".gitattributes"
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the checkout, and in it the sdist and the wheel."""
    folder = tmp_path_factory.mktemp("build") / "checkout"
    for place in (*PLACES, "docs", "tests"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / place, folder / place, ignore=ignored)
    for name in ("pyproject.toml", "MANIFEST.in", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / name)
    done = subprocess.run([sys.executable, "-c", BUILD], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder


def test_wheel_holds_every_file_of_the_package(built: Path) -> None:
    (wheel,) = (built / "wheel").glob("*.whl")
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert held == {
        f"{place}/{name}" for folder, place in PLACES.items() for name in files(built / folder)
    }


def test_sdist_holds_what_is_built_from_and_the_docs(built: Path) -> None:
    (sdist,) = (built / "sdist").glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    for folder in (*PLACES, "docs", "tests"):
        missing = {f"{folder}/{name}" for name in files(built / folder)} - held
        assert not missing
