"""Fetching: a page's address → a Snapshot, or the server's word that nothing changed."""

from monitor.fetch.addresses import lane_of
from monitor.fetch.exchange import LONGEST_REST, retry_after
from monitor.fetch.faults import UNREACHED, Kind
from monitor.fetch.fetcher import Fetcher
from monitor.fetch.network import Resolve

__all__ = ["LONGEST_REST", "UNREACHED", "Fetcher", "Kind", "Resolve", "lane_of", "retry_after"]
