"""Fetching: a page's address → a Snapshot, or the server's word that nothing changed."""

from monitor.fetch.exchange import retry_after
from monitor.fetch.faults import UNREACHED, Kind
from monitor.fetch.fetcher import Fetcher
from monitor.fetch.network import Resolve

__all__ = ["UNREACHED", "Fetcher", "Kind", "Resolve", "retry_after"]
