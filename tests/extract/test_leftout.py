from world import POLICY, page

from monitor.extract import extract, left_out

HTML = "text/html; charset=utf-8"


def test_what_was_not_taken_for_text_is_told_in_page_order() -> None:
    raw = page(*POLICY).encode()
    assert left_out(raw, HTML, extract(raw, HTML).text) == ("Home Log in", "Imprint")


def test_of_what_is_no_web_page_nothing_is_left_out() -> None:
    assert left_out(b"All of it.", "text/plain", "All of it.") == ()
