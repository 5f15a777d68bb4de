"""The three lines that the program is made of: check, review, deliver; the database stands between them."""

from monitor.pipeline.announce import announce
from monitor.pipeline.apart import apart
from monitor.pipeline.calendar import calendar_of, keep_calendar, replace_file
from monitor.pipeline.days import changes_naming, days_between
from monitor.pipeline.deliver import Tally, deliver
from monitor.pipeline.guarding import guarded
from monitor.pipeline.hearing import heard
from monitor.pipeline.outlook import Outlook, outlook
from monitor.pipeline.patience import patiently
from monitor.pipeline.read import read_with_links
from monitor.pipeline.receive import Receipt, Receiver
from monitor.pipeline.remind import local_day, remind
from monitor.pipeline.report import report_on
from monitor.pipeline.review import review
from monitor.pipeline.stance import stance_of
from monitor.pipeline.timing import send_at
from monitor.pipeline.turn import keep_up, look, recall, tell, tell_one
from monitor.pipeline.whereabouts import whereabouts_of

__all__ = [
    "Outlook",
    "Receipt",
    "Receiver",
    "Tally",
    "announce",
    "apart",
    "calendar_of",
    "changes_naming",
    "days_between",
    "deliver",
    "guarded",
    "heard",
    "keep_calendar",
    "keep_up",
    "local_day",
    "look",
    "outlook",
    "patiently",
    "read_with_links",
    "recall",
    "remind",
    "replace_file",
    "report_on",
    "review",
    "send_at",
    "stance_of",
    "tell",
    "tell_one",
    "whereabouts_of",
]
