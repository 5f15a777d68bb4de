"""Reads the policy text out of pages and PDFs, and judges whether what was read is the document."""

from monitor.extract.judge import judge
from monitor.extract.leftout import left_out
from monitor.extract.naming import service, terms_type
from monitor.extract.reader import EXTRACTOR, extract, extract_shown, join, sections
from monitor.extract.sections import NOTHING
from monitor.extract.visible import visible
from monitor.extract.words import count

__all__ = [
    "EXTRACTOR",
    "NOTHING",
    "count",
    "extract",
    "extract_shown",
    "join",
    "judge",
    "left_out",
    "sections",
    "service",
    "terms_type",
    "visible",
]
