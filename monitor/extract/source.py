"""What the bytes of a page tell of it beyond its text: whether it was cut off, or is a shell that scripts fill in."""

from __future__ import annotations

import re

from monitor.records import Snapshot

_CLOSED = re.compile(rb"</(?:body|html)\b", re.IGNORECASE)
_OPEN_TAG = re.compile(rb"<[/a-zA-Z][^<>]*\Z")
_RAW = (b"script", b"style")
_PDF_WITHIN, _PDF_END_WITHIN, _PAGE_END_WITHIN = 1024, 2048, 2048  # bytes
# What scripts are told to fill: an element with nothing in it, named as frameworks and their users name it.
_MOUNT = re.compile(
    rb"<(?:div|main|section)\b[^>]{0,500}\bid=[\"']?(?:_{2,3})?(?:(?:app|main|page|q|react|site)-)?(?:root|app|next|nuxt|gatsby|main|content)[\"']?"
    rb"(?:\s[^>]{0,500})?>\s*</|<(?P<own>[a-z]+-[\w-]*(?:root|app))\b[^>]{0,500}>\s*</(?P=own)>",
    re.IGNORECASE,
)


def is_shell(snapshot: Snapshot) -> bool:
    """Whether a page as it was received has scripts and an empty element for them to fill in."""
    return not snapshot.rendered and has_script(snapshot) and bool(_MOUNT.search(snapshot.body))


def has_script(snapshot: Snapshot) -> bool:
    """Whether a page has scripts at all."""
    return b"<script" in snapshot.body.lower()


def is_open(snapshot: Snapshot) -> bool:
    """Whether what was received is the source of a web page that does not say where it ends, as many pages do not."""
    if "html" not in snapshot.media_type or b"<" not in snapshot.body:
        return False
    at_the_end = max(0, len(snapshot.body) - _PAGE_END_WITHIN)  # where nearly every page has it
    return not (_CLOSED.search(snapshot.body, at_the_end) or _CLOSED.search(snapshot.body))


def is_cut(snapshot: Snapshot) -> bool:
    """Whether a page or PDF surely ends before its end: within a tag, a script or a style, or without a PDF's close."""
    body = snapshot.body.rstrip()
    if b"%PDF-" in body[:_PDF_WITHIN]:
        return b"startxref" not in body[-_PDF_END_WITHIN:] and b"%%EOF" not in body
    if not is_open(snapshot):
        return False
    low = body.lower()
    return bool(_OPEN_TAG.search(body)) or any(low.rfind(b"<" + tag) > low.rfind(b"</" + tag) for tag in _RAW)
