"""The page to read a corpus, in a browser."""

import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dateline.project import Project
from dateline.publish.reading import open_release
from dateline.publish.report import _script, write_report

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")


def test_write_report_is_one_file_that_loads_nothing(built: Project, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    assert write_report(open_release(built.dist), path) == 9
    page = path.read_text("utf-8")
    for loading in ("src=", "href=", "@import", "url("):
        assert loading not in page.replace("url(#tip-end)", "")


def test_script_cannot_be_left_by_a_title() -> None:
    assert "</script>" not in _script({"title": "</script><script>alert(1)</script>"})


STEPS = """
<script>
setTimeout(async () => {
  const pause = ms => new Promise(done => setTimeout(done, ms));
  const result = {};
  try {
    const at = head.articles.findIndex(a => a.items);
    await open(at);
    result.articles = document.querySelectorAll(".row").length;
    result.text = document.getElementById("text").textContent;
    result.id = head.articles[at].id;
    const words = item => item.parts.map(part => part.textContent).join("");
    result.spans = items.filter(i => !i.anchor).map(i => [i.layer, i.label, words(i)]);
    document.getElementById("all").click();
    result.arrows = document.querySelectorAll("#arrows g path").length;
    const quote = items.find(i => i.layer === "quotes");
    quote.parts[0].dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
    result.tip = document.getElementById("tip").textContent;
    const press = key => document.body.dispatchEvent(
      new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    result.legend = document.getElementById("legend").textContent;
    result.walked = [];
    for (const key of "nnp") {
      press(key);
      result.walked.push(document.querySelector("#tip b").nextSibling.textContent.trim());
    }
    press("j");
    await pause(100);
    result.next = head.articles[here].id;
    press("k");
    await pause(100);
    result.back = head.articles[here].id;
    press("/");
    result.focus = document.activeElement.id;
    document.activeElement.blur();
    press("1");
    result.without = items.some(i => i.layer === "entities");
    document.getElementById("search").value = "PORT ellery";
    await filter();
    result.hits = found.length;
    document.getElementById("search").value = "";
    document.getElementById("split").value = "test";
    await filter();
    result.test = found.length;
    document.getElementById("tab").click();
    result.tables = document.querySelectorAll("#stats table").length;
  } catch (error) { result.error = String(error); }
  document.body.setAttribute("data-result", JSON.stringify(result));
}, 300);
</script>
"""


def browse(page: Path, budget_ms: int = 5000) -> dict[str, Any]:
    """What STEPS found on the page, in headless Chromium."""
    path = page.with_name("steps.html")
    path.write_text(page.read_text("utf-8").replace("</body>", STEPS + "</body>"), "utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    options += [f"--user-data-dir={page.parent}", f"--virtual-time-budget={budget_ms}"]
    command = [str(BROWSER), *options, path.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    _, _, rest = done.stdout.partition('data-result="')
    found: dict[str, Any] = json.loads(rest.partition('"')[0].replace("&quot;", '"'))
    return found


@pytest.mark.browser
@pytest.mark.skipif(BROWSER is None, reason="needs Chromium")
def test_report_works_in_a_browser(built: Project, tmp_path: Path) -> None:
    release = open_release(built.dist)
    write_report(release, tmp_path / "report.html")
    result = browse(tmp_path / "report.html")
    assert "error" not in result, result
    assert result["articles"] == 9
    rows = {row["id"]: row for s in release.splits("full") for row in release.rows("full", s)}
    row = rows[result["id"]]
    assert result["text"] == row["text"]  # with an emoji in it
    items = [(layer, i["type"], i["text"]) for layer in release.layers for i in row[layer] or ()]
    assert sorted(map(tuple, result["spans"])) == sorted(items)
    assert result["arrows"] == 1
    assert "quotes DIRECT" in result["tip"] and "speaker → " in result["tip"]
    counts = Counter(kind for layer, kind, _ in items if layer == "entities")
    assert all(f"{kind} {count}" in result["legend"] for kind, count in counts.items())
    own = [i for layer in release.layers for i in row[layer] or ()]
    own.sort(key=lambda item: (item["start"], -item["end"]))
    assert result["walked"] == [f"“{own[n]['text']}”" for n in (0, 1, 0)]
    order = list(rows)
    assert result["next"] == order[order.index(result["id"]) + 1]
    assert result["back"] == result["id"] and result["focus"] == "search"
    assert result["without"] is False
    assert result["hits"] == sum("Port Ellery" in row["text"] for row in rows.values())
    assert result["test"] == release.summary["rows"]["full"]["test"]
    assert result["tables"] == 10
