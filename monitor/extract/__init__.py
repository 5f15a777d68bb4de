"""Reads the policy text out of pages and PDFs, and judges whether what was read is the document."""

from monitor.extract.judge import judge
from monitor.extract.reader import EXTRACTOR, extract, join, sections
from monitor.extract.sections import NOTHING
from monitor.extract.visible import visible

__all__ = ["EXTRACTOR", "NOTHING", "extract", "join", "judge", "sections", "visible"]
