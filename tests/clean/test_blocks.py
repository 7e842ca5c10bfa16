"""The blocks of a page: white space, breaks, nothing glued, nothing lost."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from dateline.clean import explain
from dateline.clean.blocks.cut import read_blocks
from dateline.clean.segments import cut


def texts(html: str) -> list[str]:
    return read_blocks(LexborHTMLParser(html)).texts


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<p>one\n  two</p><p>three", ["one two", "three"]),
        ("<p>a<br>b<br><br>c<br/> <br/>d", ["a\nb", "c", "d"]),
        ("<div>lead<p>para</p>tail</div>", ["lead", "para", "tail"]),
        ("<p>w<b>or</b>d</p>", ["word"]),
        ("<p><span>word</span><span>Next</span></p>", ["word Next"]),
        ("<p>By <b>Jo</b><span class=t>12/03/2024</span>", ["By Jo 12/03/2024"]),
        ("<p>1&nbsp;200 m\u00b2 &lt;b&gt; &amp;amp;", ["1\u00a0200 m\u00b2 <b> &amp;"]),
        ("<p>soft\u00adhyphen\u200b", ["softhyphen"]),
        ("<p>a<script>x()</script>b<!-- c --></p><svg><text>no</text></svg>", ["ab"]),
        ('<p title="a > b <i>">x</p>', ["x"]),
        ('<p class="a" "=><b>one</b></p><p>two "<b>x</b>"</p>', ["one", 'two "x"']),
        ("<p>one <?php echo $x; ?>two</p><p>three</p>", ["one two", "three"]),
        ("<nav>menu</nav><p>x</p><footer>foot</footer>", ["x"]),
        ("<table><tr><td>1<td>2</table>", ["1", "2"]),
        ("", []),
    ],
)
def test_read_blocks_sees_what_a_reader_sees(html: str, blocks: list[str]) -> None:
    assert texts(html) == blocks


def test_read_blocks_counts_linked_characters() -> None:
    page = read_blocks(LexborHTMLParser("<p>see <a href=x>this one</a> now</p>"))
    assert (page.linked, page.links) == ([8], [1])


def test_path_names_each_step() -> None:
    page = read_blocks(LexborHTMLParser("<div><p>a</p><p>b</p></div>"))
    assert [page.path(e) for e in page.elements] == [
        "/html[1]/body[1]/div[1]/p[1]", "/html[1]/body[1]/div[1]/p[2]",
    ]  # fmt: skip


def test_cut_finds_glued_boundaries_and_leaves_names_whole() -> None:
    dump = (
        "MenuNewsSportJon Vik said so.Then the U.S. team met J. R. Moe at 7.30pm.Follow @JoVikNews"
    )
    pieces = [dump[s.start : s.end] for s in cut(dump, "")]
    assert pieces == [
        "Menu", "News", "Sport", "Jon Vik said so.",
        "Then the U.S. team met J. R. Moe at 7.30pm.", "Follow @JoVikNews",
    ]  # fmt: skip


def test_explain_shows_every_block_and_escapes_it() -> None:
    shown = explain(
        "<nav>menu</nav><h1>A &lt;b&gt;</h1><p>body text</p>", "https://x.example/?a=<i>"
    )
    for part in ("menu or footer", "A &lt;b&gt;", "body text", "Rejected."):
        assert part in shown
    assert "<details>" not in shown
    assert "<i>" not in shown.split("</head>")[1].split("<ol>")[0]


def test_explain_folds_menus_and_uses_selectors() -> None:
    menu = "".join(f"<nav><a href=/{name}>{name}</a></nav>" for name in ("Sport", "Courts", "News"))
    said = "<h2 class=name>Boats</h2><p>The boats came in at seven on Tuesday, two hours late.</p>"
    shown = explain(f"<h1>Late</h1>{menu}<nav>More</nav>{said}", selectors={"title": ".name"})
    assert "4 dropped: <span dir=auto>Sport · Courts · News · More</span>" in shown
    assert "<td dir=auto>Boats</td><td>sources.toml</td>" in shown
