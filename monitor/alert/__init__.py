"""Tells people about changes: what is said, in which form, to whom, and whether the target took it."""

from monitor.alert.calendar import how_to_refuse, render_calendar, what_happens
from monitor.alert.composing import Message, compose
from monitor.alert.routes import wants
from monitor.alert.sending import check_target, display, send

__all__ = [
    "Message",
    "check_target",
    "compose",
    "display",
    "how_to_refuse",
    "render_calendar",
    "send",
    "wants",
    "what_happens",
]
