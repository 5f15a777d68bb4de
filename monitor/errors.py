"""What can go wrong at each edge, as classes whose attributes carry the facts."""

from __future__ import annotations


class MonitorError(Exception):
    """Any failure this program expects; everything else is a bug and may crash."""


class ConfigError(MonitorError):
    """A mistake in the configuration: which file, which table, which key, and what was expected."""

    def __init__(self, problem: str, *, path: str, table: str = "", key: str = "") -> None:
        self.path, self.table, self.key, self.problem = path, table, key, problem
        place = ": ".join(part for part in (path, f"[{table}]" if table else "", key) if part)
        super().__init__(f"{place}: {problem}")


class FetchError(MonitorError):
    """A page that could not be had.

    `kind` is a short stable word ("timeout", "refused address", "http status", …) that checks are counted by;
    `retry_after` is the pause in seconds that the server asked for.
    """

    def __init__(
        self, detail: str, *, url: str, kind: str, status: int | None = None, retry_after: float | None = None
    ) -> None:
        self.detail, self.url, self.kind, self.status, self.retry_after = detail, url, kind, status, retry_after
        super().__init__(f"{url}: {kind}: {detail}")


class ExtractError(MonitorError):
    """A document whose text cannot be read: `kind` says why ("wrong media type", "scanned PDF", …)."""

    def __init__(self, detail: str, *, kind: str) -> None:
        self.detail, self.kind = detail, kind
        super().__init__(f"{kind}: {detail}")


class AlertError(MonitorError):
    """A target that did not take an alert; `detail` holds no secret of the target's address.

    `status` is the HTTP status it answered with, and `retry_after` what that answer's header of the name says, if any.
    """

    def __init__(self, detail: str, *, target: str, status: int | None = None, retry_after: str = "") -> None:
        self.detail, self.target, self.status, self.retry_after = detail, target, status, retry_after
        super().__init__(f"{target}: {detail}")


class DatabaseError(MonitorError):
    """A database that cannot be opened, read or brought up to date; `url` is shown without its password.

    It is `passing` where it may well be over in a moment: a connection that was lost, a writer that takes long.
    """

    def __init__(self, detail: str, *, url: str, passing: bool = False) -> None:
        self.detail, self.url, self.passing = detail, url, passing
        super().__init__(f"database {url}: {detail}")


class DamagedError(DatabaseError):
    """A stored value that is gone, or is not what its hash says; all others may be well."""


class UnwritableError(DatabaseError):
    """A database that cannot be written to: it is read-only, its disk is full, or a right is missing."""


class LockedError(MonitorError):
    """Another process holds the lock that this one needs; `name` says which."""

    def __init__(self, detail: str, *, name: str) -> None:
        self.detail, self.name = detail, name
        super().__init__(detail)


class LostError(MonitorError):
    """What this process was about to do has been done by another one, or is now for another one to do."""


class NotFoundError(MonitorError):
    """A service, document, version or change that was asked for by name and is not there."""


class UnknownError(NotFoundError):
    """A name or number that nothing has; it says where those are listed that something has."""
