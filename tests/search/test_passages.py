from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.search import passages
from monitor.search.passages import LONG, LONGEST, SHORT

FILLING = "We keep what you write for as long as you want us to. " * 10  # more than a short passage


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in passages(text)]


@given(st.text(alphabet="a #\n", max_size=3 * SHORT))
def test_together_they_are_the_whole_text(text: str) -> None:
    assert "".join(parts(text)) == text


def test_one_begins_at_a_heading_unless_the_one_before_is_short() -> None:
    text = f"# Policy\n\n## Scope\n\n{FILLING}\n\n## Use\n\n{FILLING}"
    assert [part.split("\n")[0] for part in parts(text)] == ["# Policy", "## Use"]


def test_one_that_has_grown_long_ends_with_its_paragraph() -> None:
    text = "\n\n".join([FILLING.strip()] * 20)
    assert all(SHORT < len(part) < LONG + len(FILLING) for part in parts(text)[:-1])
    assert len(parts(text)) > 2


def test_a_line_without_end_is_cut_between_its_words() -> None:
    assert {part[:7] for part in parts("cutting " * 10_000)} <= {"cutting", " cuttin"}
    assert max(map(len, parts("x" * 100_000))) == LONGEST


def test_an_edit_leaves_the_other_ones_as_they_are() -> None:
    sections = [f"## Section {number}\n\n{FILLING}" for number in range(9)]
    before = parts("\n\n".join(sections))
    sections[4] += "We train our models with it."
    assert len(set(before) - set(parts("\n\n".join(sections)))) == 1
