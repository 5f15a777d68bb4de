from __future__ import annotations

import sys

import pytest

from monitor.cli.output import MOST_LAID_OUT, table


class Terminal:
    """Standard output as a terminal, of which what is written is kept."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.written = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.written += text
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""


@pytest.mark.parametrize(("rows", "is_laid_out"), [(MOST_LAID_OUT, True), (MOST_LAID_OUT + 1, False)])
def test_a_table_is_laid_out_on_a_terminal_unless_it_is_very_long(
    monkeypatch: pytest.MonkeyPatch, rows: int, *, is_laid_out: bool
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    table(("name", "what"), [("a\tb", "c\nd")] * rows)
    assert ("a b\tc d" in terminal.written) is not is_laid_out
