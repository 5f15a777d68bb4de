"""What a short page says, seen sentence by sentence, and how much of that only a document says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.extract.signatures import SIGNATURES, Signature, document_type, plain, speaks_of_policy, supposes
from monitor.extract.words import count
from monitor.records import Reading

LABEL = 12  # words; what is longer is no button
WHOLE = 5  # words; a sentence under a heading that names no document
FEW_WORDS = 3  # labels of a form, names of links
MERE = 3  # sentences; a document's heading with so few, all of another kind of page, is that kind of page
SEVERAL = 2  # sentences of policy, though another kind of page could say each
FIRST = 60  # sentences; what a page is shows in them

_HEADING = re.compile(r"^#{1,2} (.+)$", re.MULTILINE)
_SENTENCE_END = re.compile(r"(?<=[.!?…。！？;])\s+|(?<=[。！？])")
_FULL_STOP = re.compile(r"[^.…][.!。！][\"'”»)]*$")
_END = re.compile(r"(?:[^.…][.!]|[。！?:？])[\"'”»)]*$")
_JSON = re.compile(r"[{}\[\]\":,_]+")
_BUTTONS = {"consent", "language page"}  # what documents speak of in sentences, and such pages have on buttons


@dataclass(frozen=True, slots=True)
class Look:
    """What a page is judged by."""

    words: int
    lines: tuple[str, ...]
    heads: tuple[str, ...]  # the title, the first line and the first headings
    sentences: tuple[str, ...]  # below the headings
    named: bool  # by its title or a heading, as documents are
    headed: str | None  # the type of document that a heading names, which error pages inside a site's title don't
    marked: bool  # by a first line or a heading, as some other kind of page is
    has_heading: bool
    policy: bool  # speaks as documents do

    @property
    def is_document(self) -> bool:
        """Whether a page is named as documents are and speaks as they do."""
        return bool(self.headed) and self.policy

    def score(self, signature: Signature, *, once: int) -> int:
        """How surely a page is of a kind, 0 for not; of up to `once` words a single sentence tells."""
        hits = self._hits(signature)
        if self.headed:
            return hits if self._is_mere(signature) else 0
        titled = any(map(signature.is_titled, self.heads))
        enough = self._is_in_spite(signature, hits) if self.policy else titled or self._is_told(hits, once)
        return titled + hits if enough else 0

    def _is_in_spite(self, signature: Signature, hits: int) -> bool:
        """Whether a page is of a kind although it speaks of policy."""
        buttons = hits > 1 and signature.kind in _BUTTONS and not self.named
        return hits > 0 and (buttons or any(map(signature.is_titled, self.heads[1:])))

    def _is_told(self, hits: int, once: int) -> bool:
        alone = self.marked or not self.named or len(self._told()) < MERE
        return hits > 1 or (hits == 1 and self.words <= once and alone)

    def is_sparse(self) -> bool:
        """Whether there is a title, or some labels, and nothing that is said or listed under it."""
        own = [line for line in self.sentences if not any(signature.says(line) for signature in SIGNATURES)]
        least = 2 if self.headed else WHOLE
        titled = self.headed or (self.has_heading and not self.marked)
        return not (self.policy or (titled and any(_is_said(line, least) for line in own)))

    def _hits(self, signature: Signature) -> int:
        if signature.kind in _BUTTONS:
            labels = "\n".join(line for line in self.lines if len(line.split()) <= LABEL)
            return signature.count(labels) + sum(map(signature.implies, self.sentences))
        headings = (line for line in self.heads[2:] if not signature.is_titled(line))
        return len({line for line in (*headings, *self.sentences) if signature.says(line)})

    def _told(self) -> list[str]:
        return [line for line in self.sentences if len(line.split()) > FEW_WORDS]

    def _is_mere(self, signature: Signature) -> bool:
        """Whether all that stands under a document's heading is what another kind of page says."""
        told = self._told()
        others = self.headed == "other" or len(told) > MERE
        return not others and all(signature.says(line) and not _is_documents(line) for line in told)


def look(reading: Reading) -> Look:
    """What there is to see on a page."""
    text, title = plain(reading.text), plain(reading.title or "")
    if text.startswith(("{", "[{")):
        text = _JSON.sub(" ", text)
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    headings = _HEADING.findall(text)[:2]
    below = (line.lstrip("-*> ") for line in lines if not line.startswith("#"))
    sentences = tuple(part for line in below for part in _SENTENCE_END.split(line) if part)[:FIRST]
    headed = next(filter(None, map(_document, headings)), None)
    named = bool(headed or ("://" not in title and document_type(title)))
    policy = _is_policy(sentences)
    heads = (title, *lines[:1], *headings)
    marked = any(map(_is_marked, heads[1:]))
    return Look(count(text), lines, heads, sentences, named, headed, marked, bool(headings), policy)


def _document(heading: str) -> str | None:
    return None if _is_marked(heading) else document_type(heading)


def _is_marked(head: str) -> bool:
    return any(signature.is_titled(head) for signature in SIGNATURES)


def _is_documents(sentence: str) -> bool:
    return speaks_of_policy(sentence) or supposes(sentence)


def _is_said(line: str, least: int) -> bool:
    return line.startswith("|") or (len(line.split()) >= least and bool(_FULL_STOP.search(line)))


def _is_policy(sentences: tuple[str, ...]) -> bool:
    whole = [line for line in sentences if len(line.split()) >= FEW_WORDS and _END.search(line)]
    spoken = [line for line in whole if speaks_of_policy(line)]
    own = (line for line in spoken if not any(signature.says(line) for signature in SIGNATURES))
    return any(map(supposes, whole)) or len(spoken) >= SEVERAL or any(own)
