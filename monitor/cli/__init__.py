"""The commands: what a person types, composed of the stages below."""

try:
    from monitor.cli.main import main
except KeyboardInterrupt:  # while everything is still being imported, where nobody else would see to it
    raise SystemExit(130) from None

__all__ = ["main"]
