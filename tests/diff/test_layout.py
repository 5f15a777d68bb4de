"""A comparison laid out in rows."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from monitor.diff import compare, lay_out, lined
from monitor.records import Mark, Part, Practice, Row

USE, MORE = "We use posts to train AI.", "We use posts and photos to train AI."
BEFORE = f"# Logs\n\nKept for 30 days.\n\none\n\ntwo\n\nthree\n\n{USE} You may refuse.\n\nfour\n\nfive"
AFTER = f"# Logs\n\n\nKept for 60 days.\n\none\n\ntwo\n\nthree\n\n{MORE} You may refuse.\n\nfive"
TEXTS = st.lists(
    st.sampled_from(
        ["We keep logs.", "# Logs", "* posts", "* photos", "| a | b |", "", "\n", "---", "two  words ", "é"]
    )
).map("\n".join)


def text(pieces: Iterable[Part] | None) -> str:
    return "".join(run.text for piece in pieces or () for run in piece.runs)


def marked(pieces: Iterable[Part] | None) -> str:
    return "".join(run.text for piece in pieces or () if piece.mark for run in piece.runs)


def mark(words: str, side: str, findings: tuple[int, ...] = ()) -> Mark:
    start = (BEFORE if side == "before" else AFTER).index(words)
    return Mark(side, start, start + len(words), ((Practice.TRAINS, None),), findings)


def rows(before: str, after: str, old: tuple[Mark, ...] = (), new: tuple[Mark, ...] = ()) -> list[Row]:
    stretches = lay_out(compare(before, after), (before, old), (after, new))
    return [row for stretch in stretches for row in stretch.rows]


def test_each_side_of_a_row_says_what_its_text_says_and_inline_both_stand_once() -> None:
    by_kind = {row.kind: row for row in rows(BEFORE, AFTER)}
    changed = next(row for row in rows(BEFORE, AFTER) if row.kind == "changed")
    assert (text(changed.before), text(changed.after)) == ("Kept for 30 days.", "Kept for 60 days.")
    assert [(run.op, run.text) for run in changed.inline[0].runs] == [
        (0, "Kept for "),
        (-1, "30"),
        (1, "60"),
        (0, " days."),
    ]
    assert (text(by_kind["lost"].before), by_kind["lost"].after) == ("four", None)


def test_a_passage_is_marked_on_its_side_and_opens_once_where_it_begins() -> None:
    old, new = mark(USE, "before"), mark(MORE, "after", (0,))
    found = [row for row in rows(BEFORE, AFTER, (old,), (new,)) if marked(row.after)]
    (row,) = found
    assert (marked(row.before), marked(row.after)) == (BEFORE[old.start : old.end], AFTER[new.start : new.end])
    assert [piece.opens for side in (row.before, row.after, row.inline) for piece in side or () if piece.mark] == [
        True
    ] * 3
    assert row.stop == 1


def test_what_stayed_is_folded_but_for_what_stands_beside_a_change_or_is_marked() -> None:
    kept = "\n\n".join(f"Paragraph {number}." for number in range(9))
    before, after = f"{kept}\n\nold", f"{kept}\n\nnew"
    stretches = lay_out(compare(before, after), (before, ()), (after, ()))
    assert [(stretch.folded, len(stretch.rows)) for stretch in stretches] == [(True, 8), (False, 3)]
    start = after.index("Paragraph 3.")
    shown = lay_out(compare(before, after), (before, ()), (after, (Mark("x", start, start + 12),)))
    assert [(stretch.folded, len(stretch.rows)) for stretch in shown] == [(True, 2), (False, 3), (True, 3), (False, 3)]


def test_what_would_steer_how_a_text_is_shown_is_left_out() -> None:
    (row,) = rows("", "Seen \u202ebackwards\x1b[1m.")
    assert text(row.inline) == "Seen backwards[1m."


@given(TEXTS, TEXTS, st.data())
def test_marks_cover_exactly_what_they_mark_of_any_text(before: str, after: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(after)))
    passage = Mark("x", start, data.draw(st.integers(start, len(after))))
    found = rows(before, after, (), (passage,))
    shown = "".join(marked(row.after) for row in found)
    assert "".join(shown.split()) == "".join(after[passage.start : passage.end].split())
    for side, whole in (("before", before), ("after", after)):
        assert "".join("".join(text(getattr(row, side)) for row in found).split()) == "".join(whole.split())


def test_a_text_is_shown_by_its_lines_with_what_is_marked_in_them() -> None:
    passage = mark(MORE, "after")
    *_, line, _ = lined(AFTER, [passage])
    assert [(text([piece]), piece.mark, piece.opens) for piece in line] == [
        (MORE, "after", True),
        (" You may refuse.", "", False),
    ]
