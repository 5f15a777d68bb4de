"""Atom: reports as a feed (RFC 4287), for readers to subscribe to.

Whatever pages say is text between tags that are made here, so that it can be nothing else. An entry is told as of the
day on which its change was seen: what was told once stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from monitor import __version__
from monitor.alert import PRODUCT, answers, phrases
from monitor.records import Finding, Report
from monitor.web.speech import Speech

_NAMESPACE, _XHTML = "http://www.w3.org/2005/Atom", "http://www.w3.org/1999/xhtml"
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed is: its name, where it lies and of which page it tells, when it was updated, since when it is there.

    `site` is the address of the pages, by the name by which they were asked for.
    """

    title: str
    site: str
    path: str
    page: str
    language: str
    born: datetime
    updated: datetime


def render(feed: Feed, reports: Iterable[Report]) -> bytes:
    """The feed with an entry for each report, in their order."""
    root = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": feed.language})
    _add(root, "id", _id(feed.born, feed.path))
    _add(root, "title", feed.title)
    _add(root, "updated", _moment(feed.updated))
    _add(_add(root, "author"), "name", PRODUCT)
    _add(root, "generator", "terms-monitor", version=__version__)
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.site + feed.path)
    _add(root, "link", rel="alternate", type="text/html", hreflang=feed.language, href=feed.site + feed.page)
    for report in reports:
        root.append(_entry(feed, report))
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _entry(feed: Feed, report: Report) -> Element:
    voice = Speech(feed.language, "UTC", report.seen_with)
    entry = Element("entry")
    _add(entry, "id", _id(report.seen_with, f"/changes/{report.change_id}"))
    _add(entry, "title", phrases.titled(report, voice))
    _add(entry, "published", _moment(report.seen_with))
    _add(entry, "updated", _moment(report.seen_with))
    _add(entry, "link", rel="alternate", type="text/html", href=f"{feed.site}/changes/{report.change_id}")
    _add(entry, "link", rel="via", href=report.url)
    for term in dict.fromkeys([report.severity, *(each.practice for each in report.findings), *report.service.tags]):
        _add(entry, "category", term=term)
    advice = answers.advice(report, voice, lasting=True)
    _add(entry, "summary", " ".join(filter(None, (_document(report), advice))), type="text")
    _add(entry, "content", type="xhtml").append(_told(report, voice))
    return entry


def _told(report: Report, voice: Speech) -> Element:
    """What the change means, clause by clause, and what people ask about it."""
    told = Element("div", {"xmlns": _XHTML})
    _add(told, "p", f"{_document(report)} {answers.seen(report, voice)}")
    for finding in phrases.gravest_first(report.findings):
        _add_clause(told, finding, report, voice)
    if advice := answers.advice(report, voice, lasting=True):
        _add(_add(told, "p"), "strong", advice)
    if facts := [*answers.facts(report, voice)]:
        listed = _add(told, "dl")
        for label, answer in facts:
            _add(listed, "dt", label)
            _add(listed, "dd", answer)
    for note in answers.notes(report, voice):
        _add(told, "p", note)
    return told


def _add_clause(told: Element, finding: Finding, report: Report, voice: Speech) -> None:
    verdict = phrases.verdict(finding, voice)
    _add(told, "p", voice.say("head.verdict", service=report.service.name, verdict=verdict))
    language = {"xml:lang": report.language} if report.language else {}
    for tag, words in (("del", finding.before), ("ins", finding.after)):
        if words:
            _add(_add(_add(told, "blockquote", **language), "p"), tag, words)


def _document(report: Report) -> str:
    return f"{phrases.name(report)}."


def _add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """A part of another one, without the characters that no XML can hold."""
    added = SubElement(parent, tag, {name: _clean(value) for name, value in attributes.items()})
    added.text = _clean(text)
    return added


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


def _id(born: datetime, path: str) -> str:
    """A name for good: two that watch the same give their entries others, and a copied database gives the same."""
    return uuid5(NAMESPACE_URL, f"terms-monitor:{born.isoformat()}{path}").urn


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def newest(reports: Sequence[Report], otherwise: datetime) -> datetime:
    """When the newest of some reports was seen."""
    return max((report.seen_with for report in reports), default=otherwise)
