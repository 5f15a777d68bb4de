"""Reads messages as those who get them do: HTML as a browser takes it apart, and whether it is whole."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"br", "hr", "meta"}


class Balance(HTMLParser):
    """What a page of HTML holds; reading it fails where a tag is closed out of its turn."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str | None] = []
        self.attributes: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that opens."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag == "a":
            self.links.append(dict(attrs)["href"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note a tag that closes."""
        assert self.open.pop() == tag
