"""Is this the document at all? One pure judgement over what was fetched and what was read from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from monitor.extract.reader import join
from monitor.extract.signatures import SIGNATURES, Signature, document_type
from monitor.records import Reading, Snapshot, Standing, Verdict

# All sizes in words; a Chinese or Japanese character counts as half a word.
EMPTY = 15
# A page that stands in for a document says what it has to say in so few words: what is longer is never refused for
# its words. A title tells more than a phrase, and several phrases more than one.
SHORT_TITLED = 250
SHORT_SAID = 120
SHORT_ONCE = 60
# A page at the root that names a document and is this long is one.
LONG_AT_ROOT = 300
# Two texts are compared only when both are long enough to say something.
COMPARABLE = 60
KEPT_WORDS = 0.3
KEPT_VOCABULARY = 0.3
LONG_WORD = 5  # characters; shorter words are much the same in all texts of a language

_WORD = re.compile(r"[^\W_]+")
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_ROOT = re.compile(
    r"/?(?:[a-z]{2}(?:[-_][a-z]{2,4})?/?)?(?:(?:home|index|welcome|default)(?:\.\w{2,5})?/?)?", re.IGNORECASE
)
_LOGIN_PATH = re.compile(r"/(?:log-?in|sign-?in|auth|authenticate|sso|session/new|checkpoint)(?:[/.]|$)", re.IGNORECASE)
_HEADING = re.compile(r"^#{1,2} (.+)$", re.MULTILINE)
_STATUS_KINDS = {401: "login wall", 404: "soft 404", 410: "soft 404", 429: "challenge", 451: "access denied"}
_FIRST_ERROR, _FIRST_SERVER_ERROR = 400, 500


def judge(pages: Sequence[tuple[Snapshot, Reading]], previous: Reading | None = None) -> Verdict:
    """The verdict on the page or pages that a document is made of, against the text that stood before, if any."""
    for snapshot, reading in pages:
        kind = _refusal(snapshot, reading)
        if kind:
            shown = " ".join(reading.text[:120].split())
            return Verdict(Standing.REFUSED, kind, f"{snapshot.final_url}: {reading.title or 'no title'}: {shown}")
    now = join([reading for _, reading in pages])
    return _suspicion(now, previous) if previous else Verdict(Standing.DOCUMENT)


def count(text: str) -> int:
    """The number of words of a text."""
    ideographs = len(_IDEOGRAPH.findall(text))
    return len(_WORD.findall(_IDEOGRAPH.sub(" ", text))) + ideographs // 2


# ── refused ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _refusal(snapshot: Snapshot, reading: Reading) -> str | None:
    if snapshot.status >= _FIRST_ERROR:
        return _status_kind(snapshot.status)
    words = count(reading.text)
    named = _named(reading)
    if _is_home(snapshot) and not (named and words >= LONG_AT_ROOT):
        return "home page"
    if words > SHORT_TITLED:
        return None
    if _is_login(snapshot.final_url) and not _is_login(snapshot.url):
        return "login wall"
    return _signed(snapshot, reading, words, named=named and words >= EMPTY) or _hollow(snapshot, words)


def _status_kind(status: int) -> str:
    return _STATUS_KINDS.get(status, "maintenance" if status >= _FIRST_SERVER_ERROR else "access denied")


def _signed(snapshot: Snapshot, reading: Reading, words: int, *, named: bool) -> str | None:
    text = reading.text.lower().replace("’", "'")
    heads = [reading.title or "", text.partition("\n")[0]]
    for signature in SIGNATURES:
        if any(map(signature.is_titled, heads)) or _is_said(signature, text, words, named=named):
            return signature.kind
    if words > SHORT_ONCE or named:
        return None
    page = snapshot.body.lower()
    return next((signature.kind for signature in SIGNATURES if signature.is_built(page)), None)


def _is_said(signature: Signature, text: str, words: int, *, named: bool) -> bool:
    found = signature.count(text) if words <= SHORT_SAID else 0
    return found > 1 + named or (found == 1 and words <= SHORT_ONCE and not named)


def _hollow(snapshot: Snapshot, words: int) -> str | None:
    if words >= EMPTY:
        return None
    return "javascript shell" if b"<script" in snapshot.body.lower() else "empty"


def _is_login(url: str) -> bool:
    return bool(_LOGIN_PATH.search(urlsplit(url).path))


def _is_home(snapshot: Snapshot) -> bool:
    asked, came = urlsplit(snapshot.url), urlsplit(snapshot.final_url)
    return bool(_ROOT.fullmatch(came.path) and not came.query and not _ROOT.fullmatch(asked.path))


def _named(reading: Reading) -> bool:
    heads = [reading.title or "", *_HEADING.findall(reading.text)[:2]]
    return any(document_type(head) for head in heads)


# ── suspicious ───────────────────────────────────────────────────────────────────────────────────────────────────


def _suspicion(now: Reading, previous: Reading) -> Verdict:
    words, before = count(now.text), count(previous.text)
    if before >= COMPARABLE and words < KEPT_WORDS * before:
        return Verdict(Standing.SUSPICIOUS, "lost text", f"{words:,} words where there were {before:,}")
    if min(words, before) >= COMPARABLE:
        if now.language and previous.language and now.language != previous.language:
            reason = f"now {now.language}, before {previous.language}"
            return Verdict(Standing.SUSPICIOUS, "language changed", reason)
        shared = _shared(now.text, previous.text)
        if shared < KEPT_VOCABULARY:
            return Verdict(Standing.SUSPICIOUS, "other document", f"shares {shared:.0%} of its vocabulary")
    return Verdict(Standing.DOCUMENT)


def _shared(text: str, other: str) -> float:
    first, second = _vocabulary(text), _vocabulary(other)
    return len(first & second) / max(1, min(len(first), len(second)))


def _vocabulary(text: str) -> set[str]:
    if _IDEOGRAPH.search(text):
        return set(_IDEOGRAPH.findall(text)) | set(_WORD.findall(_IDEOGRAPH.sub(" ", text.lower())))
    return {word for word in _WORD.findall(text.lower()) if len(word) >= LONG_WORD}
