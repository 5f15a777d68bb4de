"""The daemon: looks at what is due, recalls days ahead and sends what is queued until it is told to stop."""

from monitor.daemon.life import run
from monitor.daemon.signals import heed_signals

__all__ = ["heed_signals", "run"]
