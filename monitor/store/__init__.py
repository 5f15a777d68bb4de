"""The only place with queries: each function takes a connection inside a transaction and gives frozen records."""

from monitor.store import (
    blobs,
    changes,
    checks,
    clauses,
    copying,
    deliveries,
    documents,
    evidence,
    figures,
    footings,
    hosts,
    reminders,
    retention,
    soundness,
    versions,
)

__all__ = [
    "blobs",
    "changes",
    "checks",
    "clauses",
    "copying",
    "deliveries",
    "documents",
    "evidence",
    "figures",
    "footings",
    "hosts",
    "reminders",
    "retention",
    "soundness",
    "versions",
]
