"""Finds what a text says about training AI, and judges what a change of it means to people."""

from monitor.detect.anchors import find_again, stands
from monitor.detect.changes.compare import review, review_with_clauses
from monitor.detect.changes.severity import may_alert
from monitor.detect.clauses.dates import names_day, own_date
from monitor.detect.clauses.find import find
from monitor.detect.words.vocabulary import LANGUAGES, guess, understands

__all__ = [
    "LANGUAGES",
    "find",
    "find_again",
    "guess",
    "may_alert",
    "names_day",
    "own_date",
    "review",
    "review_with_clauses",
    "stands",
    "understands",
]
