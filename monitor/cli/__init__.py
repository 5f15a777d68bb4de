"""The commands: what a person types, composed of the stages below."""

from monitor.cli.main import main

__all__ = ["main"]
