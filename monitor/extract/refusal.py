"""The kinds of pages that stand in for a document, told by where they came from and by what they say."""

from __future__ import annotations

import re
from itertools import chain, pairwise
from urllib.parse import urlsplit

from monitor.extract.look import Look, look
from monitor.extract.signatures import SIGNATURES, document_type
from monitor.extract.source import has_script, is_cut, is_shell
from monitor.extract.words import count
from monitor.records import Reading, Snapshot

# All sizes in words.
EMPTY = 15
EMPTY_HEADED = 8  # with a document's heading
# A page that stands in for a document says what it has to say in so few words: what is longer is never refused for
# its words. A title tells more than a sentence, and several sentences more than one.
SHORT_TITLED = 250
SHORT_SAID = 120
SHORT_ONCE = 60
# A page at the root that names a document and is this long is one; at other odd addresses less will do.
LONG_AT_ROOT = 300
LONG_ELSEWHERE = 40
# An error page that its site frames with menus says what it has to say in its first lines.
LONG_FRAMED = 800
FRAME_LINES = 8
_BEGINNING = 7_000  # characters

_ROOT = re.compile(
    r"/?(?:[a-z]{2}(?:[-_][a-z]{2,4})?/?)?(?:(?:home|index|welcome|default)(?:\.\w{2,5})?/?)?", re.IGNORECASE
)
_PATHS = {
    kind: re.compile(rf"https?://[^/]*/[^?#]*?(?<=/)(?:{names})(?:[/.?#]|$)", re.IGNORECASE).match
    for kind, names in {
        "login wall": "log-?in|sign-?in|auth|authenticate|authorize|oauth2?|sso|session/new|checkpoint",
        "soft 404": r"(?:error[-_/]?)?(?:404|not-?found|page-?not-?found)",
        "consent": "collectconsent|cookie-?consent|age-?(?:gate|check|verification)",
        "language page": "(?:choose|select|change)-?(?:your-?)?(?:country|region|language|location)"
        "|(?:country|region|language|location)-?(?:chooser|selector|selection|select)",
    }.items()
}
_STATUS_KINDS = {401: "login wall", 404: "soft 404", 410: "soft 404", 429: "challenge", 451: "access denied"}
_FRAMED = [signature for signature in SIGNATURES if signature.kind in {"access denied", "soft 404", "maintenance"}]
_FIRST_ERROR, _FIRST_SERVER_ERROR = 400, 500


def refusal(snapshot: Snapshot, reading: Reading) -> str | None:
    """The kind of page that was received in place of a document, None for a document."""
    if snapshot.status < _FIRST_ERROR and not _came_home(snapshot) and _is_long(reading.text):
        return "truncated" if is_cut(snapshot) else None
    seen = look(reading)
    if snapshot.status >= _FIRST_ERROR:
        return _status_kind(snapshot, seen)
    return _page_kind(snapshot, seen)


def _page_kind(snapshot: Snapshot, seen: Look) -> str | None:
    if _is_home(snapshot, seen):
        return "home page"
    if is_cut(snapshot):
        return "truncated"
    if seen.words > SHORT_TITLED:
        return _framed(seen)
    kind = _sent_to(snapshot, seen) or _signed(snapshot, seen) or _hollow(snapshot, seen)
    return "empty" if snapshot.rendered and kind == "javascript shell" else kind


def _is_long(text: str) -> bool:
    """Whether a text is longer, in its beginning already, than any that is refused for its words."""
    return not text.startswith(("{", "[{")) and count(text[:_BEGINNING]) > LONG_FRAMED


def _status_kind(snapshot: Snapshot, seen: Look) -> str:
    if snapshot.status in _STATUS_KINDS:
        return _STATUS_KINDS[snapshot.status]
    kind = _signed(snapshot, seen) if seen.words <= SHORT_TITLED else None
    if snapshot.status >= _FIRST_SERVER_ERROR:
        return kind if kind == "challenge" else "maintenance"
    return kind or "access denied"


def _sent_to(snapshot: Snapshot, seen: Look) -> str | None:
    if seen.named and seen.policy and seen.words >= LONG_ELSEWHERE:
        return None
    return next((kind for kind, is_at in _PATHS.items() if is_at(snapshot.final_url) and not is_at(snapshot.url)), None)


def _signed(snapshot: Snapshot, seen: Look) -> str | None:
    """The kind that a page is most surely of: by a wall's markup, by its words, by markup that others have too."""
    page = snapshot.body.lower()
    if seen.words <= SHORT_SAID and not seen.is_document:
        wall = next((signature.kind for signature in SIGNATURES if signature.is_surely_built(page)), None)
        if wall:
            return wall
    # Of two that are as sure, the first is the more telling.
    best = max(SIGNATURES, key=lambda signature: seen.score(signature, once=SHORT_ONCE))
    if seen.score(best, once=SHORT_ONCE):
        return best.kind
    if seen.words > SHORT_ONCE or seen.headed or seen.policy:
        return None
    return next((signature.kind for signature in SIGNATURES if signature.is_built(page)), None)


def _framed(seen: Look) -> str | None:
    """The kind of an error page whose site frames it with many words: a title in one line, its phrase in the next."""
    if seen.words > LONG_FRAMED:
        return None
    below = next((at for at, line in enumerate(seen.lines) if line.startswith("#")), 0)
    for line, following in chain(pairwise(seen.lines[:FRAME_LINES]), pairwise(seen.lines[below : below + 2])):
        if line.startswith("#") and document_type(line):
            return None
        if any(signature.says(following) for signature in _FRAMED):
            kind = next((signature.kind for signature in _FRAMED if signature.is_titled(line)), None)
            if kind:
                return kind
    return None


def _hollow(snapshot: Snapshot, seen: Look) -> str | None:
    if seen.words < (EMPTY_HEADED if seen.headed else EMPTY) and seen.is_sparse():
        return "javascript shell" if has_script(snapshot) else "empty"
    is_frame = seen.words <= SHORT_ONCE and not seen.has_heading and is_shell(snapshot)
    return "javascript shell" if is_frame else None


def _came_home(snapshot: Snapshot) -> bool:
    """Whether a request for another page ended at the root of a site."""
    asked, came = urlsplit(snapshot.url), urlsplit(snapshot.final_url)
    return bool(_ROOT.fullmatch(came.path) and (asked.query or not _ROOT.fullmatch(asked.path)))


def _is_home(snapshot: Snapshot, seen: Look) -> bool:
    if not _came_home(snapshot):
        return False
    asked, came = urlsplit(snapshot.url), urlsplit(snapshot.final_url)
    elsewhere = seen.headed and asked.netloc.removeprefix("www.") != came.netloc.removeprefix("www.")
    enough = LONG_ELSEWHERE if seen.is_document else LONG_AT_ROOT
    return not (seen.named and (came.query or elsewhere or seen.words >= enough))
