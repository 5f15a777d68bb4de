"""Is this the document at all? One pure judgement over what was fetched and what was read from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from textwrap import shorten

from monitor.extract.language import TOLD
from monitor.extract.reader import join
from monitor.extract.refusal import refusal
from monitor.extract.signatures import document_types
from monitor.extract.source import is_open
from monitor.extract.words import IDEOGRAPH, WORD, count
from monitor.records import Reading, Snapshot, Standing, Verdict, counted

# All sizes in words.
# Two texts are compared only when both are long enough to say something.
COMPARABLE = 50
KEPT_WORDS = 0.3
KEPT_VOCABULARY = 0.3
# Where the name of a document says that it became another, so much of its vocabulary shows that it is the same.
SAME_VOCABULARY = 0.6
SHOWN = 120  # characters of a page that is refused
LONG_WORD = 5  # characters; shorter words are much the same in all texts of a language

_HEADING = re.compile(r"^#{1,2} (.+)$", re.MULTILINE)


def judge(
    pages: Sequence[tuple[Snapshot, Reading]], previous: Reading | None = None, *, language: str | None = None
) -> Verdict:
    """The verdict on the page or pages of a document, against the text before, or the language declared for a first."""
    for snapshot, reading in pages:
        kind = refusal(snapshot, reading)
        if kind:
            return Verdict(Standing.REFUSED, kind, _shown(snapshot, reading))
    now = join([reading for _, reading in pages])
    if previous is None:
        return _undeclared(now, language)
    cut = _cut(pages[-1][0], now.text, previous.text)
    if cut and cut.standing is Standing.REFUSED:
        return cut
    suspicion = _suspicion(now, previous)
    return cut if cut and suspicion.standing is Standing.DOCUMENT else suspicion


def _shown(snapshot: Snapshot, reading: Reading) -> str:
    """What came instead of a document: where the request ended, if elsewhere, the title and the first words."""
    where = snapshot.final_url if snapshot.final_url != snapshot.url else ""
    words = " ".join(line.lstrip("#- ") for line in reading.text.splitlines() if line)
    return ": ".join(filter(None, (where, reading.title, shorten(words, SHOWN, placeholder=" …")))) or "an empty page"


def _undeclared(now: Reading, declared: str | None) -> Verdict:
    language = (declared or "").partition("-")[0]
    if language in TOLD and now.language in TOLD - {language} and count(now.text) >= COMPARABLE:
        reason = f"it is {now.language}, declared is {declared}"
        return Verdict(Standing.SUSPICIOUS, "other language", reason)
    return Verdict(Standing.DOCUMENT)


def _suspicion(now: Reading, previous: Reading) -> Verdict:
    words, before = count(now.text), count(previous.text)
    if before >= COMPARABLE and words < KEPT_WORDS * before:
        return Verdict(Standing.SUSPICIOUS, "lost text", f"{counted(words, 'word')} where there were {before:,}")
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


def _cut(page: Snapshot, text: str, before: str) -> Verdict | None:
    """The verdict on no more than the beginning of the text before, from a page that does not say that it is whole."""
    if not is_open(page):
        return None
    now, old = " ".join(text.split()), " ".join(before.split())
    if len(now) >= len(old) or not old.startswith(now):
        return None
    end = f"ends at: {text[-60:]!r}"
    if (now[-1:] + old[len(now)]).isalnum():  # within a word
        return Verdict(Standing.REFUSED, "truncated", f"{page.final_url}: {end}")
    return Verdict(Standing.SUSPICIOUS, "lost end", f"the page does not say that it is whole, and {end}")


def _shared(text: str, other: str) -> float:
    first, second = _vocabulary(text), _vocabulary(other)
    return len(first & second) / max(1, min(len(first), len(second)))


def _vocabulary(text: str) -> set[str]:
    if IDEOGRAPH.search(text):
        return set(IDEOGRAPH.findall(text)) | set(WORD.findall(IDEOGRAPH.sub(" ", text.lower())))
    return {word for word in WORD.findall(text.lower()) if len(word) >= LONG_WORD}
