"""The frozen values that travel between stages; they hold facts and have no behaviour."""

from monitor.records.history import Change, Check, Delivery, DocumentState, Hold, Outcome, Sighting, Version
from monitor.records.reading import KnownPage, NotModified, Reading, Snapshot, Standing, Validators, Verdict
from monitor.records.reviewing import Clause, Facts, Finding, Hunk, Rendering, Review, Segment
from monitor.records.settings import (
    Declaration,
    FetchSettings,
    Filter,
    Page,
    Range,
    Schedule,
    Service,
    Settings,
    Target,
)
from monitor.records.telling import Alert, AlertKind, Report
from monitor.records.words import ChangeKind, Direction, Practice, Severity, Tidying

__all__ = [
    "Alert",
    "AlertKind",
    "Change",
    "ChangeKind",
    "Check",
    "Clause",
    "Declaration",
    "Delivery",
    "Direction",
    "DocumentState",
    "Facts",
    "FetchSettings",
    "Filter",
    "Finding",
    "Hold",
    "Hunk",
    "KnownPage",
    "NotModified",
    "Outcome",
    "Page",
    "Practice",
    "Range",
    "Reading",
    "Rendering",
    "Report",
    "Review",
    "Schedule",
    "Segment",
    "Service",
    "Settings",
    "Severity",
    "Sighting",
    "Snapshot",
    "Standing",
    "Target",
    "Tidying",
    "Validators",
    "Verdict",
    "Version",
]
