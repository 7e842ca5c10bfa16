"""The Python of the pages about scores, baselines and importers runs as it stands there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("page", ["evaluate", "predict", "import"])
def test_python_of_the_page_runs(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (ROOT / f"docs/{page}.md").read_text("utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, f"{page}.md", "exec"), {})
    assert capsys.readouterr().out


@pytest.mark.parametrize("page", ["evaluate", "predict", "import"])
def test_page_names_nothing_behind_a_function(page: str) -> None:
    """After import dateline, dateline.evaluate is the function and has no compare."""
    text = (ROOT / f"docs/{page}.md").read_text("utf-8")
    code = "\n".join(re.findall(r"`[^`]+`|```.*?```", text, re.DOTALL))
    assert re.findall(r"(?<!from )\bdateline\.(?:evaluate|predict|clean|convert)\.\w+", code) == []
