from world import POLICY, page

from monitor.extract import extract, left_out, visible

HTML = "text/html; charset=utf-8"


def test_what_was_not_taken_for_text_is_told_in_page_order() -> None:
    raw = page(*POLICY).encode()
    assert left_out(raw, HTML, extract(raw, HTML).text) == ("Home Log in", "Imprint")


def test_of_what_is_no_web_page_nothing_is_left_out() -> None:
    assert left_out(b"All of it.", "text/plain", "All of it.") == ()


def test_scripts_and_markup_are_no_visible_words() -> None:
    plain = visible(b"<title>T</title><p>one two", HTML)
    assert plain == visible(b"<title>T</title><script>x()</script><div class=a>one <b>two</b></div>", HTML)
    assert plain != visible(b"<title>T</title><p>one three", HTML)
    assert plain != visible(b"<title>U</title><p>one two", HTML)


def test_what_shows_no_words_says_nothing_of_them() -> None:
    assert visible(b"<script>build()</script>", HTML) is None
    assert visible(b"%PDF-1.7", "application/pdf") is None
    assert visible(b"\x89PNG", "image/png") is None
