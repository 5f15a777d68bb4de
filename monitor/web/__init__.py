"""What the daemon answers over HTTP: whether it lives, how it fares in figures, and the calendar of days."""

from monitor.web.app import application
from monitor.web.present import Present
from monitor.web.server import check_free, serving

__all__ = ["Present", "application", "check_free", "serving"]
