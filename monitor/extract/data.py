"""The text in a page's data: strings of prose or HTML, and trees of rich text, as HTML in their order."""

from __future__ import annotations

import html
import re
from typing import Any, TypeGuard

from monitor.extract.markup import NAMES

PROSE = 60  # characters; a shorter text is a label
LABEL = 300  # characters; many texts as short as that side by side are messages
# A value that holds this share of its parent's prose is what the parent is about.
SHARE = 0.8
DEEPEST = 60
_UNKNOWN = (0, DEEPEST + 2)  # deeper than any value that counts
# So many texts side by side are a catalogue of messages, not a document.
CATALOGUE = 25

_TAGS = re.compile(r"</(?:p|li|h[1-6]|div|td|ul|ol|section)>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>?")
_LOCALE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?")
_LEVEL = re.compile(r"(?:heading|header|^h)[-_ ]?([1-6])?$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_WORDS = 6  # a text of fewer is an id or a label
_ELEMENTS = NAMES["elements"]["text"]
_KINDS = ("nodeType", "type", "_type", "tag", "name")
_BELOW = ("content", "children", "nodes", "body", "document", "root", "data")
_TEXTS = ("value", "text", "html")
# Where the parts of a document keep their titles and what they say.
_TITLES = ("title", "heading", "header", "headline", "subtitle", "question")
_SAID = ("body", "text", "content", "html", "answer", "description", "paragraph", "copy", "value")


def render(value: object, language: str) -> str:
    """The HTML of the document that a value of JSON holds; empty when it holds none."""
    return _Writer(language[:2].lower()).document(value)


class _Writer:
    def __init__(self, language: str) -> None:
        self._language = language
        self._weights: dict[int, tuple[int, int]] = {}  # by identity; of values that were looked at to their ground

    def document(self, value: object) -> str:
        """The innermost value that holds most of the prose."""
        for _ in range(DEEPEST):
            below = self._below(value)
            whole = self._prose(value)
            most = max(below, key=self._prose, default=None)
            if most is None or whole == 0 or self._prose(most) < SHARE * whole or _rich(value):
                break
            value = most
        return self._write(value, 0)

    def _below(self, value: object) -> list[object]:
        """The values inside a value, without catalogues, and of the same in several languages the page's own."""
        if isinstance(value, list):
            return value
        if not isinstance(value, dict):
            return []
        if len(value) > 1 and all(_LOCALE.fullmatch(str(key)) for key in value):
            same = [below for key, below in value.items() if str(key)[:2].lower() == self._language]
            return (same or list(value.values()))[:1]
        return _without_messages(list(value.values()))

    def _prose(self, value: object) -> int:
        return self._weigh(value, 0)[0]

    def _weigh(self, value: object, depth: int) -> tuple[int, int]:
        """The prose in a value, in characters, and its levels; those below DEEPEST count for nothing."""
        if isinstance(value, str):
            return (len(value) if _is_prose(value) else 0), 0
        if not isinstance(value, (list, dict)):
            return 0, 0
        if depth > DEEPEST:
            return 0, 1
        known = self._weights.get(id(value), _UNKNOWN)
        if depth + known[1] <= DEEPEST + 1:
            return known
        below = [self._weigh(each, depth + 1) for each in self._below(value)]
        weight = sum(prose for prose, _ in below), 1 + max((levels for _, levels in below), default=0)
        if depth + weight[1] <= DEEPEST + 1:
            self._weights[id(value)] = weight
        return weight

    def _write(self, value: object, depth: int) -> str:
        if depth > DEEPEST:
            return ""
        if isinstance(value, str):
            return _paragraphs(value) if _is_prose(value) else ""
        if _is_component(value):
            return self._component(value, depth)
        if isinstance(value, dict):
            return self._node(value, depth) if _rich(value) else self._part(value, depth)
        return "".join(self._write(below, depth + 1) for below in self._below(value))

    def _part(self, value: dict[str, Any], depth: int) -> str:
        """What a part of a document holds, with its title."""
        labels, kept = _labels(value), {id(below) for below in self._below(value)}
        return "".join(
            labels.get(key) or (self._write(below, depth + 1) if id(below) in kept else "")
            for key, below in value.items()
        )

    def _component(self, value: list[Any], depth: int) -> str:
        """An element as React writes it: a mark, the tag, a key, and what it holds."""
        held = value[3]
        children = held.get("children") if isinstance(held, dict) else None
        inner = self._inline(children, depth + 1)
        if isinstance(held, dict) and isinstance(raw := held.get("dangerouslySetInnerHTML"), dict):
            inner += str(raw.get("__html", ""))
        return f"<{value[1]}>{inner}</{value[1]}>" if value[1] in _ELEMENTS else inner

    def _node(self, node: dict[str, Any], depth: int) -> str:
        """A node of a tree of rich text."""
        for key in _TEXTS:
            if isinstance(text := node.get(key), str):
                return text if key == "html" else html.escape(text)
        kind = str(next((node[key] for key in _KINDS if isinstance(node.get(key), str)), ""))
        inner = "".join(self._inline(node[key], depth + 1) for key in _BELOW if key in node)
        tag = _tag(kind, node)
        return f"<{tag}>{inner}</{tag}>" if tag else inner

    def _inline(self, value: object, depth: int) -> str:
        if isinstance(value, str):
            return "" if value.startswith("$") else html.escape(value)
        if isinstance(value, list) and not _is_component(value):
            return "".join(self._inline(below, depth + 1) for below in value) if depth < DEEPEST else ""
        return self._write(value, depth)


def _labels(value: dict[str, Any]) -> dict[str, str]:
    """The short texts of a part of a document that are its title or say little, as HTML, by key."""
    short = {key: text for key, text in value.items() if isinstance(text, str) and text and not _is_prose(text)}
    if len(short) > CATALOGUE:
        return {}
    titles = {key: f"<h3>{html.escape(text)}</h3>" for key, text in short.items() if key.lower() in _TITLES}
    return titles | {key: f"<p>{text}</p>" for key, text in short.items() if key.lower() in _SAID and " " in text}


def _without_messages(values: list[object]) -> list[object]:
    others = [value for value in values if not isinstance(value, str) or len(value) >= LABEL]
    return others if len(values) - len(others) > CATALOGUE else values


def _is_prose(text: str) -> bool:
    if len(text) < PROSE or " " not in text:
        return False
    return len(_WORD.findall(_TAG.sub(" ", text[:2_000]) if "<" in text else text[:2_000])) >= _WORDS


def _is_component(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list) and len(value) > 3 and value[0] == "$" and isinstance(value[1], str)  # noqa: PLR2004 - mark, tag, key, what it holds


def _rich(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a value is a node of a tree of rich text."""
    if not isinstance(value, dict) or not any(isinstance(value.get(key), str) for key in _KINDS):
        return False
    return any(isinstance(value.get(key), list) for key in _BELOW) or any(
        isinstance(value.get(key), str) for key in _TEXTS
    )


def _tag(kind: str, node: dict[str, Any]) -> str:
    kind = kind.lower()
    if level := _LEVEL.search(kind):
        return f"h{level[1] or _depth(node)}"
    if "item" in kind:
        return "li"
    if "list" in kind:
        return "ul"
    if kind in _ELEMENTS:
        return kind
    return "p" if "paragraph" in kind or kind in ("block", "text-block") else ""


def _depth(node: dict[str, Any]) -> int:
    for holder in (node, node.get("attrs")):
        if isinstance(holder, dict) and isinstance(level := holder.get("level", holder.get("depth")), int):
            return min(max(level, 1), 6)
    return 2


def _paragraphs(text: str) -> str:
    """Prose as HTML: as it is when it is HTML, else a paragraph for each that it has; `#` begins a heading."""
    if "&lt;" in text and "<" not in text:
        text = html.unescape(text)
    if _TAGS.search(text):
        return text
    parts = filter(None, map(str.strip, re.split(r"\n\s*\n", text)))
    return "".join(_paragraph(part) for part in parts)


def _paragraph(part: str) -> str:
    heading = re.match(r"(#{1,6}) (.+)", part)
    if heading:
        level, rest = len(heading[1]), part[heading.end() :].strip()
        return f"<h{level}>{html.escape(heading[2])}</h{level}>" + (f"<p>{html.escape(rest)}</p>" if rest else "")
    return f"<p>{html.escape(part)}</p>"
