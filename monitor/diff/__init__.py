"""How two texts differ: blocks first, then words, and how that reads."""

from monitor.diff.comparison import compare
from monitor.diff.distance import distance, fingerprint
from monitor.diff.folding import fold_mark
from monitor.diff.inside import segments
from monitor.diff.layout import lay_out, lined
from monitor.diff.marks import merged
from monitor.diff.rendering import render
from monitor.diff.summary import Summary, summary

__all__ = [
    "Summary",
    "compare",
    "distance",
    "fingerprint",
    "fold_mark",
    "lay_out",
    "lined",
    "merged",
    "render",
    "segments",
    "summary",
]
