"""Tells people about changes: what is said, in which form, to whom, and whether the target took it."""

from monitor.alert.composing import Message, compose
from monitor.alert.routes import covers, idle, unmet, wants
from monitor.alert.sending import check_target, display, preview, send

__all__ = ["Message", "check_target", "compose", "covers", "display", "idle", "preview", "send", "unmet", "wants"]
