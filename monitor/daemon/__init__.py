"""The daemon: looks at what is due, recalls days ahead and sends what is queued until it is told to stop."""

from monitor.daemon.life import run

__all__ = ["run"]
