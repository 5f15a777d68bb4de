"""What the overview shows, by few queries that load no text."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter

from sqlalchemy import Connection

from monitor.records import DocumentState, Service
from monitor.store import documents


def services(db: Connection) -> tuple[tuple[Service, tuple[DocumentState, ...]], ...]:
    """Every service with its documents."""
    states = sorted(documents.states(db), key=attrgetter("service.name", "service.id", "key"))
    return tuple((service, tuple(own)) for service, own in groupby(states, attrgetter("service")))
