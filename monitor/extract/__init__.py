"""Reads the policy text out of pages and PDFs, and judges whether what was read is the document."""

from monitor.extract.judge import judge
from monitor.extract.reader import EXTRACTOR, extract, join, sections

__all__ = ["EXTRACTOR", "extract", "join", "judge", "sections"]
