"""A comparison as plain text, as Markdown and as HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape

from monitor.diff.folding import Block, fold_line, folded
from monitor.records import Hunk, Rendering

_LINE_MARKS = {-1: "- ", 0: "  ", 1: "+ "}
_WORD_MARKS = {-1: ("[-", "-]"), 0: ("", ""), 1: ("{+", "+}")}
_MARKDOWN_MARKS = {-1: "~~", 0: "", 1: "**"}
_HTML_MARKS = {-1: ("<del>", "</del>"), 0: ("", ""), 1: ("<ins>", "</ins>")}
_HTML_CLASSES = {-1: "lost", 0: "kept", 1: "gained"}

_ANYWHERE = re.compile(r"[\\`*_\[\]~|]")
# A list, heading, quotation, table or underline can only begin a line.
_AT_LINE_START = re.compile(r"^([ \t]*)(?:([#+=:-])|(\d+)([.)]))", re.MULTILINE)
# Four blanks before a line would make it code.
_INDENTED = re.compile(r"^[ \t]+", re.MULTILINE)
_LINES = re.compile(r"([^\n]+)")


def render(hunks: Sequence[Hunk], *, context: int = 1, fold: Callable[[int], str] = fold_line) -> Rendering:
    """Show what changed, with `context` unchanged blocks on each side of it; no hunks give empty strings.

    `fold` says how many blocks were left out.

    In the text a block begins each line with "- " (lost), "+ " (gained) or two blanks; a block that changed inside
    stands once, with [-lost-] and {+gained+} words.
    """
    shown = [fold(item) if isinstance(item, int) else item for item in folded(hunks, context)]
    if not shown:
        return Rendering()
    return Rendering(
        text="\n".join(_text(item) for item in shown),
        markdown="\n\n".join(_markdown(item) for item in shown),
        html="\n".join(['<section class="diff">', *(_html(item) for item in shown), "</section>"]),
    )


def _text(item: Block | str) -> str:
    if isinstance(item, str):
        return _LINE_MARKS[0] + item
    if len(item) == 1:
        mark, text = _LINE_MARKS[item[0].op], item[0].text
    else:
        mark, text = _LINE_MARKS[0], "".join(text.join(_WORD_MARKS[op]) for op, text in _pairs(item))
    return "\n".join(mark + line for line in text.split("\n"))


def _markdown(item: Block | str) -> str:
    if isinstance(item, str):
        return f"_{item}_"
    told, last = "", 0
    for op, text in _pairs(item):
        # Two runs of marks side by side would be read as one.
        told += " " * (last * op < 0) + _marked(
            _escaped(text, opens=not told.rpartition("\n")[2].strip()), _MARKDOWN_MARKS[op]
        )
        last = op
    return _INDENTED.sub("", told)


def _marked(text: str, mark: str) -> str:
    # Emphasis does not reach over an empty line, and does not begin or end with a blank.
    return _LINES.sub(lambda line: _around(line[1], mark), text) if mark else text


def _around(line: str, mark: str) -> str:
    core = line.strip()
    return line.replace(core, f"{mark}{core}{mark}", 1) if core else line


def _escaped(text: str, *, opens: bool) -> str:
    text = _ANYWHERE.sub(r"\\\g<0>", escape(text, quote=False))
    # A run inside a line begins no line: what is put before it keeps the pattern from matching there.
    lead = "" if opens else "x"
    return _AT_LINE_START.sub(_shielded, lead + text)[len(lead) :]


def _shielded(start: re.Match[str]) -> str:
    return f"{start[1]}\\{start[2]}" if start[2] else f"{start[1]}{start[3]}\\{start[4]}"


def _html(item: Block | str) -> str:
    if isinstance(item, str):
        return f'<p class="fold">{item}</p>'
    name = "changed" if len(item) > 1 else _HTML_CLASSES[item[0].op]
    told = "".join(escape(text).join(_HTML_MARKS[op]) for op, text in _pairs(item))
    return f'<p class="{name}">{told.replace(chr(10), "<br>")}</p>'


def _pairs(block: Block) -> list[tuple[int, str]]:
    return [(segment.op, segment.text) for segment in block]
