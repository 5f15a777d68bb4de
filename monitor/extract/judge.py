"""Is this the document at all? One pure judgement over what was fetched and what was read from it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from urllib.parse import urlsplit

from monitor.extract.language import TOLD
from monitor.extract.reader import join
from monitor.extract.signatures import SIGNATURES, Signature, document_type, document_types
from monitor.extract.source import has_script, is_cut, is_open, is_shell
from monitor.records import Reading, Snapshot, Standing, Verdict

# All sizes in words; a Chinese or Japanese character counts as half a word.
EMPTY = 15
EMPTY_HEADED = 8  # with a document's heading
# A page that stands in for a document says what it has to say in so few words: what is longer is never refused for
# its words. A title tells more than a phrase, and several phrases more than one.
SHORT_TITLED = 250
SHORT_SAID = 120
SHORT_ONCE = 60
# A page at the root that names a document and is this long is one.
LONG_AT_ROOT = 300
# Two texts are compared only when both are long enough to say something.
COMPARABLE = 50
KEPT_WORDS = 0.3
KEPT_VOCABULARY = 0.3
# Where the name of a document says that it became another, so much of its vocabulary shows that it is the same.
SAME_VOCABULARY = 0.6
# An error page that its site frames with menus says what it has to say in its first lines.
LONG_FRAMED = 800
FRAME_LINES = 8
LABEL = 12  # words; what is longer is a sentence
PROSE = 20
LONG_WORD = 5  # characters; shorter words are much the same in all texts of a language

_WORD = re.compile(r"[^\W_]+")
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
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
_HEADING = re.compile(r"^#{1,2} (.+)$", re.MULTILINE)
_STATUS_KINDS = {401: "login wall", 404: "soft 404", 410: "soft 404", 429: "challenge", 451: "access denied"}
_BUTTONS = {"login wall", "consent", "language page"}
_FRAMED = [signature for signature in SIGNATURES if signature.kind in {"access denied", "soft 404", "maintenance"}]
_FIRST_ERROR, _FIRST_SERVER_ERROR = 400, 500


def judge(
    pages: Sequence[tuple[Snapshot, Reading]], previous: Reading | None = None, *, language: str | None = None
) -> Verdict:
    """The verdict on the page or pages of a document, against the text before, or the language declared for a first."""
    for snapshot, reading in pages:
        kind = _refusal(snapshot, reading)
        if kind:
            shown = " ".join(reading.text[:120].split())
            return Verdict(Standing.REFUSED, kind, f"{snapshot.final_url}: {reading.title or 'no title'}: {shown}")
    now = join([reading for _, reading in pages])
    if previous is None:
        return _undeclared(now, language)
    if is_open(pages[-1][0]) and _is_beginning(now.text, previous.text):
        return Verdict(Standing.REFUSED, "truncated", f"{pages[-1][0].final_url}: ends at: {now.text[-60:]!r}")
    return _suspicion(now, previous)


def count(text: str) -> int:
    """The number of words of a text."""
    ideographs = len(_IDEOGRAPH.findall(text))
    return len(_WORD.findall(_IDEOGRAPH.sub(" ", text))) + ideographs // 2


# ── refused ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Look:
    """What a page is judged by: its text in lower case, the number of its words and the names it bears."""

    text: str
    words: int
    heads: tuple[str, ...]  # the title and the first line
    named: bool  # by its title or a heading, as documents are
    headed: bool  # by a heading, which error pages inside a site's title are not
    article: bool  # by a heading, or repeats its own title as its heading, whatever it is called
    prose: bool  # has a sentence longer than those that stand around buttons


def _look(reading: Reading) -> _Look:
    text, words = reading.text.lower().replace("’", "'"), count(reading.text)
    headings, title = _HEADING.findall(reading.text)[:2], reading.title or ""
    headed = any(map(document_type, headings))
    named = headed or bool(_types([title]))
    prose = any(len(line.split()) > PROSE for line in text.splitlines())
    return _Look(text, words, (title, text.partition("\n")[0]), named, headed, headed or title in headings, prose)


def _refusal(snapshot: Snapshot, reading: Reading) -> str | None:
    look = _look(reading)
    if snapshot.status >= _FIRST_ERROR:
        return _status_kind(snapshot, look)
    if _is_home(snapshot, look):
        return "home page"
    if is_cut(snapshot):
        return "truncated"
    if look.words > SHORT_TITLED:
        return _framed(look)
    kind = _sent_to(snapshot) or _signed(snapshot, look) or _hollow(snapshot, look)
    return "empty" if snapshot.rendered and kind == "javascript shell" else kind


def _status_kind(snapshot: Snapshot, look: _Look) -> str:
    if snapshot.status in _STATUS_KINDS:
        return _STATUS_KINDS[snapshot.status]
    kind = _signed(snapshot, look) if look.words <= SHORT_TITLED else None
    if snapshot.status >= _FIRST_SERVER_ERROR:
        return kind if kind == "challenge" else "maintenance"
    return kind or "access denied"


def _sent_to(snapshot: Snapshot) -> str | None:
    return next((kind for kind, is_at in _PATHS.items() if is_at(snapshot.final_url) and not is_at(snapshot.url)), None)


def _signed(snapshot: Snapshot, look: _Look) -> str | None:
    named = (look.named or look.article) and look.words >= EMPTY
    page = snapshot.body.lower()
    kinds: Iterator[str] = (signature.kind for signature in SIGNATURES if _is_worded(signature, look, named=named))
    if named:
        return next(kinds, None)
    if look.words <= SHORT_SAID:
        walls = (signature.kind for signature in SIGNATURES if signature.is_surely_built(page))
        kinds = chain(walls, kinds)
    if look.words <= SHORT_ONCE and not look.prose:
        kinds = chain(kinds, (signature.kind for signature in SIGNATURES if signature.is_built(page)))
    return next(kinds, None)


def _is_worded(signature: Signature, look: _Look, *, named: bool) -> bool:
    heads = () if named and look.prose and signature.kind in _BUTTONS else look.heads
    return any(map(signature.is_titled, heads)) or _is_said(signature, look, named=named)


def _framed(look: _Look) -> str | None:
    """The kind of an error page whose site frames it with many words: a title in one line, its phrase in the next."""
    if look.words > LONG_FRAMED:
        return None
    lines = [line for line in look.text.splitlines() if line][:FRAME_LINES]
    for line, following in pairwise(lines):
        if line.startswith("#") and document_type(line):
            return None
        if any(signature.count(following) for signature in _FRAMED):
            kind = next((signature.kind for signature in _FRAMED if signature.is_titled(line)), None)
            if kind:
                return kind
    return None


def _is_said(signature: Signature, look: _Look, *, named: bool) -> bool:
    if look.words > SHORT_SAID:
        return False
    # A document speaks of such pages in its sentences; their buttons stand alone.
    is_button = signature.kind in _BUTTONS
    found = signature.count(_labels(look.text) if is_button or (named and look.article) else look.text)
    needed = 2 + (named and (look.article or not is_button))
    return found >= needed or (found == 1 and look.words <= SHORT_ONCE and not named)


def _labels(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if len(line.split()) <= LABEL)


def _hollow(snapshot: Snapshot, look: _Look) -> str | None:
    if look.words < (EMPTY_HEADED if look.headed else EMPTY):
        return "javascript shell" if has_script(snapshot) else "empty"
    is_frame = look.words <= SHORT_ONCE and not _HEADING.search(look.text) and is_shell(snapshot)
    return "javascript shell" if is_frame else None


def _is_home(snapshot: Snapshot, look: _Look) -> bool:
    asked, came = urlsplit(snapshot.url), urlsplit(snapshot.final_url)
    if not _ROOT.fullmatch(came.path) or (_ROOT.fullmatch(asked.path) and not asked.query):
        return False
    elsewhere = look.headed and asked.netloc.removeprefix("www.") != came.netloc.removeprefix("www.")
    return not (look.named and (came.query or elsewhere or look.words >= LONG_AT_ROOT))


# ── suspicious ───────────────────────────────────────────────────────────────────────────────────────────────────


def _undeclared(now: Reading, declared: str | None) -> Verdict:
    language = (declared or "").partition("-")[0]
    if language in TOLD and now.language in TOLD - {language} and count(now.text) >= COMPARABLE:
        reason = f"it is {now.language}, declared is {declared}"
        return Verdict(Standing.SUSPICIOUS, "other language", reason)
    return Verdict(Standing.DOCUMENT)


def _suspicion(now: Reading, previous: Reading) -> Verdict:
    words, before = count(now.text), count(previous.text)
    if before >= COMPARABLE and words < KEPT_WORDS * before:
        return Verdict(Standing.SUSPICIOUS, "lost text", f"{words:,} words where there were {before:,}")
    if min(words, before) >= COMPARABLE:
        if now.language and previous.language and now.language != previous.language:
            reason = f"now {now.language}, before {previous.language}"
            return Verdict(Standing.SUSPICIOUS, "language changed", reason)
        return _other(now, previous)
    return Verdict(Standing.DOCUMENT)


def _other(now: Reading, previous: Reading) -> Verdict:
    shared = _shared(now.text, previous.text)
    is_now, was = _names(now), _names(previous)
    renamed = bool(is_now and was and not is_now & was)
    if shared < (SAME_VOCABULARY if renamed else KEPT_VOCABULARY):
        names = f", now {'/'.join(sorted(is_now))}, before {'/'.join(sorted(was))}" if renamed else ""
        return Verdict(Standing.SUSPICIOUS, "other document", f"shares {shared:.0%} of its vocabulary{names}")
    return Verdict(Standing.DOCUMENT)


def _names(reading: Reading) -> frozenset[str]:
    return _types([reading.title or "", *_HEADING.findall(reading.text)[:1]]) - {"other"}


def _types(names: list[str]) -> frozenset[str]:
    # Where a page has no title, some software gives it its address.
    return frozenset[str]().union(*(document_types(name) for name in names if "://" not in name))


def _is_beginning(text: str, before: str) -> bool:
    """Whether a text is what stood before up to the middle of a word."""
    now, old = " ".join(text.split()), " ".join(before.split())
    return len(now) < len(old) and old.startswith(now) and (now[-1:] + old[len(now)]).isalnum()


def _shared(text: str, other: str) -> float:
    first, second = _vocabulary(text), _vocabulary(other)
    return len(first & second) / max(1, min(len(first), len(second)))


def _vocabulary(text: str) -> set[str]:
    if _IDEOGRAPH.search(text):
        return set(_IDEOGRAPH.findall(text)) | set(_WORD.findall(_IDEOGRAPH.sub(" ", text.lower())))
    return {word for word in _WORD.findall(text.lower()) if len(word) >= LONG_WORD}
