"""Tells people about changes: what is said, in which form, to whom, and whether the target took it."""

from monitor.alert.composing import Message, compose
from monitor.alert.routes import wants
from monitor.alert.sending import check_target, display, send

__all__ = ["Message", "check_target", "compose", "display", "send", "wants"]
