"""Bytes to text as browsers do it: byte order mark, then header, then what the page says of itself, then a guess."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
META_WITHIN = 4096  # bytes; the HTML standard asks for 1024, real heads are longer
# The labels that the Encoding standard reads as windows-1252.
_WESTERN = frozenset({"ascii", "iso8859-1"})


def decode(raw: bytes, media_type: str) -> str:
    """The text of a page's bytes; what cannot be decoded becomes U+FFFD, never an error."""
    return _decoded(raw, media_type)[0]


def transcode(raw: bytes, media_type: str) -> bytes:
    """A page's bytes in UTF-8, as a parser takes them: the same object where they are in UTF-8 without a mark."""
    text, codec = _decoded(raw, media_type)
    return raw if codec == "utf-8" else text.encode("utf-8", "ignore")


def _decoded(raw: bytes, media_type: str) -> tuple[str, str]:
    """The text and the codec that all of its bytes are in, empty when a mark told it or some were not."""
    for mark, name in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(name, "replace"), ""
    for label in _labels(raw, media_type):
        codec = _codec(label)
        if codec and (text := _strictly(raw, codec)) is not None:
            return text, codec
    return raw.decode(_codec(_header_label(media_type) or _meta_label(raw)) or "cp1252", "replace"), ""


def _labels(raw: bytes, media_type: str) -> Iterator[str]:
    yield _header_label(media_type)
    yield _meta_label(raw)
    yield "utf-8"


def _header_label(media_type: str) -> str:
    found = _HEADER.search(media_type)
    return found[1] if found else ""


def _meta_label(raw: bytes) -> str:
    found = _META.search(raw, 0, META_WITHIN)
    label = found[1].decode("ascii", "replace") if found else ""
    # A page that could be searched for ASCII is not in UTF-16, whatever it says.
    return "utf-8" if label.lower().startswith("utf-16") else label


def _codec(label: str) -> str | None:
    try:
        info = codecs.lookup(label)
    except LookupError:
        return None
    # Python's register also holds codecs that give no text ("hex") or no plain one ("unicode_escape").
    if not getattr(info, "_is_text_encoding", True) or info.name in ("unicode-escape", "raw-unicode-escape", "utf-7"):
        return None
    return "cp1252" if info.name in _WESTERN else info.name


def _strictly(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except UnicodeDecodeError:
        return None
