"""The only place with queries: each function takes a connection inside a transaction and gives frozen records."""

from monitor.store import blobs, changes, checks, deliveries, documents, hosts, reminders, versions

__all__ = ["blobs", "changes", "checks", "deliveries", "documents", "hosts", "reminders", "versions"]
