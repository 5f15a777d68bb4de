"""What the daemon answers over HTTP: whether it lives, how it fares in figures, and the calendar of days."""

from monitor.web.app import application
from monitor.web.present import Present
from monitor.web.server import serving

__all__ = ["Present", "application", "serving"]
