"""Tells people about changes: what is said, in which form, to whom, and whether the target took it."""

from monitor.alert.calendar import how_to_refuse, render_calendar, what_happens
from monitor.alert.composing import Message, compose
from monitor.alert.forms import FORMS, Form
from monitor.alert.phrases import PRODUCT
from monitor.alert.rehearsal import check_templates
from monitor.alert.routes import covers, idle, unmet, wants, wants_reminder
from monitor.alert.sending import check_target, display, preview, send
from monitor.alert.voice import LANGUAGES

__all__ = [
    "FORMS",
    "LANGUAGES",
    "PRODUCT",
    "Form",
    "Message",
    "check_target",
    "check_templates",
    "compose",
    "covers",
    "display",
    "how_to_refuse",
    "idle",
    "preview",
    "render_calendar",
    "send",
    "unmet",
    "wants",
    "wants_reminder",
    "what_happens",
]
