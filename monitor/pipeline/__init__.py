"""The three lines that the program is made of: check, review, deliver; the database stands between them."""

from monitor.pipeline.announce import announce
from monitor.pipeline.check import check
from monitor.pipeline.deliver import Tally, deliver
from monitor.pipeline.read import read_with_links
from monitor.pipeline.receive import Receipt, Receiver
from monitor.pipeline.report import report_on
from monitor.pipeline.review import review
from monitor.pipeline.stance import stance_of
from monitor.pipeline.turn import look, tell, tell_one
from monitor.pipeline.whereabouts import whereabouts_of

__all__ = [
    "Receipt",
    "Receiver",
    "Tally",
    "announce",
    "check",
    "deliver",
    "look",
    "read_with_links",
    "report_on",
    "review",
    "stance_of",
    "tell",
    "tell_one",
    "whereabouts_of",
]
