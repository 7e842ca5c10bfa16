import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from boats import publish, write_project

from dateline.project import Project, read_project


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with its release. Do not change it."""
    project = write_project(tmp_path_factory.mktemp("boats") / "boats")
    publish(project)
    return project


@pytest.fixture
def project(built: Project, tmp_path: Path) -> Project:
    """A copy of it to change."""
    shutil.copytree(built.root, tmp_path / "boats")
    return read_project(tmp_path / "boats")


@pytest.fixture
def make_project(tmp_path: Path) -> Callable[[str], Project]:
    return lambda settings: write_project(tmp_path / "made", settings)
