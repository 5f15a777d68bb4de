"""A monitor of platforms' terms and privacy pages that tells people what changes about training AI."""

__version__ = "0.1.0"
