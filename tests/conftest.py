import subprocess
from pathlib import Path

import pytest
from sample import NARROW, RUN, make_project


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The project of a demo that ran through, and what it printed. Leave it as it is."""
    folder = make_project(tmp_path_factory.mktemp("demo") / "project")
    done = subprocess.run([*RUN, "demo"], capture_output=True, text=True, cwd=folder, env=NARROW)
    assert done.returncode == 0, done.stderr
    return folder, done.stdout
