import html
import json

import pytest
from pages import SENTENCE

from monitor.extract import extract

PARAGRAPHS = [f"Part {number}. {SENTENCE}" for number in range(1, 9)]
PLAIN = "\n\n".join(PARAGRAPHS)
MARKUP = "<h1>Privacy</h1>" + "".join(f"<p>{part}</p>" for part in PARAGRAPHS)
MESSAGES = {
    f"error.{number}": f"Something went wrong while your request number {number} was sent." for number in range(60)
}
RICH = {
    "nodeType": "document",
    "content": [
        {"nodeType": "heading-1", "content": [{"nodeType": "text", "value": "Privacy", "marks": []}]},
        *(
            {
                "nodeType": "paragraph",
                "content": [{"nodeType": "text", "value": half} for half in (part[:20], part[20:])],
            }
            for part in PARAGRAPHS
        ),
    ],
}
BLOCKS = [{"_type": "block", "style": "normal", "children": [{"_type": "span", "text": part}]} for part in PARAGRAPHS]
PROSE_TREE = {
    "type": "doc",
    "content": [
        {"type": "heading", "attrs": {"level": 1}, "content": [{"type": "text", "text": "Privacy"}]},
        *({"type": "paragraph", "content": [{"type": "text", "text": part}]} for part in PARAGRAPHS),
    ],
}


def next_data(body: object) -> str:
    page = {"props": {"pageProps": {"body": body, "messages": MESSAGES}}, "buildId": "x7Kq", "now": 1732450000}
    return f"<script id=__NEXT_DATA__ type=application/json>{json.dumps(page)}</script>"


def flight(before: str = "") -> str:
    tree = [
        "$",
        "main",
        None,
        {
            "children": [
                ["$", "h1", "a", {"children": "Privacy"}],
                *(
                    ["$", "p", str(at), {"children": [part[:20], ["$", "b", None, {"children": part[20:]}]]}]
                    for at, part in enumerate(PARAGRAPHS)
                ),
            ]
        },
    ]
    row = before + "3:" + json.dumps(tree) + "\n"
    halves = (row[:300], row[300:])
    return "".join(f"<script>self.__next_f.push({json.dumps([1, half])})</script>" for half in halves)


def text_row(text: str) -> str:
    """A text in a stream of components: its size in bytes before it, and the next row right behind it."""
    return f"2:T{len(text.encode()):x},{text}"


DRAWING = '<svg viewBox="0 0 41 29" fill="none">' + '<path d="M11.7053 0H5.85156V5.79928H11.7053V0Z"/>' * 40 + "</svg>"

PARTS = [{"heading": f"Part {at}", "body": part, "anchor": f"part-{at}"} for at, part in enumerate(PARAGRAPHS)]

FORMS = {
    "escaped HTML in the data of the page": next_data(html.escape(MARKUP)),
    "HTML in the data of the page": next_data(MARKUP),
    "rich text in the data of the page": next_data(RICH),
    "blocks in the data of the page": next_data(BLOCKS),
    "a document tree in the data of the page": next_data(PROSE_TREE),
    "Markdown in the data of the page": next_data("# Privacy\n\n" + PLAIN),
    "a stream of components": flight(),
    "a stream of components behind references": flight('1c:I["a/b.js -> @/part"]\n:HL["/style.css","style"]\n'),
    "a stream of components behind a text": flight(text_row("© Café: naïve “quotes”")),
    "a stream of components behind a drawing": flight(text_row(DRAWING)),
    "HTML in a stream of components": f"<script>self.__next_f.push({json.dumps([1, text_row(MARKUP)])})</script>",
    "an assignment": f"<script>window.__INITIAL_STATE__ = {json.dumps({'doc': {'html': MARKUP}})};</script>",
    "parsed text": f"<script>var d = JSON.parse({json.dumps(json.dumps({'doc': MARKUP}))})</script>",
    "a template": f"<template shadowrootmode=open>{MARKUP}</template>",
    "markup for those without scripts": f"<noscript>{MARKUP}</noscript>",
}


def shell(inner: str, shown: str = "<a href=/>Home</a>", lang: str = "en") -> bytes:
    return f"<html lang={lang}><title>Privacy</title><body><div id=root>{shown}</div>{inner}</body></html>".encode()


@pytest.mark.parametrize("inner", FORMS.values(), ids=FORMS.keys())
def test_text_is_found_where_the_page_itself_builds_it_from(inner: str) -> None:
    got = extract(shell(inner), "text/html")
    assert got.embedded
    assert got.text.removeprefix("# Privacy\n\n") == PLAIN


def test_the_parts_of_a_document_in_data_keep_their_titles_and_their_short_sentences() -> None:
    short = {"heading": "AI", "body": "We train AI on posts."}
    got = extract(shell(next_data({"blocks": [*PARTS, short]})), "text/html").text
    assert got.startswith(f"# Part 0\n\n{PARAGRAPHS[0]}")
    assert got.endswith("# AI\n\nWe train AI on posts.")
    assert "part-" not in got


def test_what_changes_with_each_build_beside_the_text_is_no_part_of_it() -> None:
    page = shell(next_data(MARKUP))
    assert extract(page, "text/html") == extract(
        page.replace(b"x7Kq", b"Zz81").replace(b"17324", b"18324"), "text/html"
    )


def test_a_page_that_shows_its_text_is_read_as_it_is_shown() -> None:
    got = extract(shell(next_data(MARKUP.replace("Part", "Piece")), MARKUP), "text/html")
    assert not got.embedded
    assert "Piece" not in got.text


@pytest.mark.parametrize(
    "inner",
    [
        "<noscript>Please turn JavaScript on in your browser to see this page.</noscript>",
        f"<script type=application/json>{json.dumps(MESSAGES)}</script>",
        "<script>window.x = {broken</script>",
        f"<script type=application/json>{'[' * 100_000}</script>",
        f"<script type=text/template>{MARKUP}</script>",
        f"<script>self.__next_f.push({json.dumps([1, text_row(DRAWING)])})</script>",
    ],
)
def test_messages_and_nonsense_are_no_document(inner: str) -> None:
    assert not extract(shell(inner), "text/html").embedded


def test_of_several_languages_the_pages_own_is_read() -> None:
    german = MARKUP.replace("Part", "Teil")
    data = next_data({"en": {"text": MARKUP}, "de-DE": {"text": german}})
    assert "Teil 1." in extract(shell(data, lang="de"), "text/html").text
    assert "Part 1." not in extract(shell(data, lang="de"), "text/html").text
    assert "Part 1." in extract(shell(data), "text/html").text
