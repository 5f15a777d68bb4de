"""Whatever a page is made of, it has a text or an error that is expected."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st
from pages import SENTENCE, pdf, policy

from monitor.errors import ExtractError
from monitor.extract import extract, visible
from monitor.extract.limits import MAX_TEXT

SOME = settings(max_examples=60, deadline=None)
PIECES = (
    *("<p>", "</p>", "<div class='cookie'>", "</div>", "<table><tr><td>", "<li>", "<h1>", "<a href='", "'>", "</a>"),
    *(
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<title>",
        "<base href='//[",
        "<details><summary>",
        "<template>",
        "<svg>",
    ),
    *("<select><option>", "<meta charset=utf-16>", "&#0;", "&#xD800;", "&nbsp;", "\0", "\u202e", "\u200b", "1.1.", "•"),
    *(f"{SENTENCE} ", "We train AI on your posts. ", "Ärger ", "私たちは", "\n", "  "),
)
HTML = st.lists(st.sampled_from(PIECES) | st.text(max_size=9), max_size=30).map("".join)
TYPES = st.sampled_from(["text/html", "text/html; charset=utf-16", "text/plain", "application/pdf", "text/xml", ""])


@SOME
@given(HTML.map(lambda html: html.encode("utf-8", "surrogatepass")) | st.binary(max_size=300), TYPES)
def test_any_bytes_have_a_text_or_an_expected_error(raw: bytes, media_type: str) -> None:
    with suppress(ExtractError):
        reading = extract(raw, media_type, "https://club.example/")
        assert len(reading.text) <= MAX_TEXT
        reading.text.encode()
    visible(raw, media_type)


@SOME
@given(st.data())
def test_a_damaged_document_has_a_text_or_an_expected_error(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([policy(), pdf([SENTENCE] * 9, [SENTENCE] * 9)]))
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    damaged = whole[:start] + data.draw(st.binary(max_size=20)) + whole[end:]
    with suppress(ExtractError):
        extract(damaged, "text/html", "https://club.example/")


@SOME
@given(HTML)
def test_the_same_page_has_the_same_text(html: str) -> None:
    raw = html.encode("utf-8", "surrogatepass")
    with suppress(ExtractError):
        assert extract(raw, "text/html") == extract(raw, "text/html")
