from dateline.page import Mark, colours, heat, highlight, page, sentence, table, whisker

TEXT = "Ada Lark & Tom met. They spoke."


def test_highlight_nests_and_crosses_without_losing_text() -> None:
    marks = [Mark(((0, 8),), "A"), Mark(((4, 14),), "B"), Mark(((0, 3), (20, 24)), "C")]
    shown = highlight(TEXT, marks)
    assert shown.count("<mark") == shown.count("</mark>")
    plain = "".join(part.partition(">")[2] for part in f">{shown}".split("<"))
    assert plain.replace("A", "", 1).count("&amp;") == 1
    assert all(shown.count(f'<span class="tag">{tag}</span>') == 1 for tag in "ABC")


def test_highlight_shows_a_stretch() -> None:
    assert highlight(TEXT, [], 0, 3) == "Ada"
    assert highlight(TEXT, [Mark(((0, 3),), odd=True, title='"x"')], 0, 3) == (
        '<mark class="odd" style="--c:#888888" title="&quot;x&quot;">Ada</mark>'
    )


def test_sentence_goes_from_stop_to_stop() -> None:
    assert TEXT[slice(*sentence(TEXT, 20, 24))] == "They spoke."
    assert TEXT[slice(*sentence(TEXT, 0, 3))] == "Ada Lark & Tom met."


def test_page_needs_nothing_else_and_escapes() -> None:
    made = page("<b>", table("c & d", ("x", "y"), [["<i>", "1"]]), links=[("a", "A")])
    assert "&lt;b&gt;" in made and "&lt;i&gt;" in made and "c &amp; d" in made
    assert "http" not in made and "src=" not in made
    assert 'scope="row"' in made and 'scope="col"' in made


def test_cells_show_what_is_undefined_as_a_dash() -> None:
    assert heat(None) == whisker(None, None) == "<td>–</td>"
    assert "95 % interval 0.400 to 0.600" in whisker(0.5, [0.4, 0.6])
    assert "--v:1.000" in heat(1.5)


def test_colours_go_round() -> None:
    assert len(colours([str(n) for n in range(40)])) == 40
    assert colours(["a", "b"], ["#000000"])["a"] == "#000000"
