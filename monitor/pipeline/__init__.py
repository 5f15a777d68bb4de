"""The three lines that the program is made of: check, review, deliver; the database stands between them."""

from monitor.pipeline.again import try_again
from monitor.pipeline.announce import announce
from monitor.pipeline.apart import apart
from monitor.pipeline.backup import back_up, copy_all
from monitor.pipeline.calendar import calendar_of, calendar_stamp, keep_calendar, replace_file
from monitor.pipeline.days import changes_naming, days_between
from monitor.pipeline.deliver import Tally, deliver
from monitor.pipeline.finding import make_searchable
from monitor.pipeline.guarding import guarded
from monitor.pipeline.hearing import heard
from monitor.pipeline.heartbeat import Heartbeat
from monitor.pipeline.outlook import Outlook, outlook, state
from monitor.pipeline.patience import patiently
from monitor.pipeline.read import read_with_links
from monitor.pipeline.receive import Receipt, Receiver
from monitor.pipeline.remind import local_day, remind
from monitor.pipeline.report import report_on, reports_on
from monitor.pipeline.review import complete_clauses, review
from monitor.pipeline.soundness import damages
from monitor.pipeline.stance import stance_of
from monitor.pipeline.standing import reports_today
from monitor.pipeline.tidy import Tidied, tidy
from monitor.pipeline.troubles import tell_of_troubles
from monitor.pipeline.turn import keep_up, look, recall, tell, tell_one
from monitor.pipeline.whereabouts import whereabouts_of

__all__ = [
    "Heartbeat",
    "Outlook",
    "Receipt",
    "Receiver",
    "Tally",
    "Tidied",
    "announce",
    "apart",
    "back_up",
    "calendar_of",
    "calendar_stamp",
    "changes_naming",
    "complete_clauses",
    "copy_all",
    "damages",
    "days_between",
    "deliver",
    "guarded",
    "heard",
    "keep_calendar",
    "keep_up",
    "local_day",
    "look",
    "make_searchable",
    "outlook",
    "patiently",
    "read_with_links",
    "recall",
    "remind",
    "replace_file",
    "report_on",
    "reports_on",
    "reports_today",
    "review",
    "stance_of",
    "state",
    "tell",
    "tell_of_troubles",
    "tell_one",
    "tidy",
    "try_again",
    "whereabouts_of",
]
