from __future__ import annotations

from monitor.web.asking import strange


def test_what_was_given_and_not_understood_is_told_and_nothing_else() -> None:
    given = {"since": "foo", "until": "2026-11-26", "sort": "x" * 99, "q": "words"}
    understood = {"since": None, "until": "2026-11-26", "sort": "", "page": None}
    assert strange(given, understood) == ("since=foo", f"sort={'x' * 55}")
