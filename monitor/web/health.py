"""Health: whether the daemon lives and is ready, with what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from monitor import __version__
from monitor.database import Database
from monitor.errors import MonitorError
from monitor.records import Figures, Pulse, Settings, counted
from monitor.store import figures
from monitor.web.present import Present

LATE = timedelta(minutes=15)  # without a look
OK, NOT_OK = 200, 503


@dataclass(frozen=True, slots=True)
class Health:
    """Answers whether the daemon lives, and whether it is ready for work."""

    database: Database
    present: Present
    clock: Callable[[], datetime]

    def alive(self, request: Request) -> Response:
        """Not ok when nothing looks at documents any more: then a new start helps, and nothing else."""
        if not request.state.visitor.is_trusted:
            return _briefly([*_standstill(self.present()[1], self.clock())])
        content = self.report()
        return JSONResponse(content, NOT_OK if content["problems"] else OK)

    def report(self) -> Mapping[str, object]:
        """How the daemon fares, at length."""
        settings, pulse = self.present()
        found, trouble = self._figures()
        warnings = [*filter(None, [trouble, pulse.problem]), *(_worries(settings, found) if found else ())]
        problems = [*_standstill(pulse, self.clock())]
        return _content(problems, warnings, pulse, _told(settings, found) if found else {})

    def ready(self, request: Request) -> Response:
        """Not ok before the first look is scheduled, and while the database does not answer."""
        _, pulse = self.present()
        _, trouble = self._figures()
        problems = [] if pulse.ready else ["the first look is not scheduled yet"]
        problems += [trouble] if trouble else []
        if not request.state.visitor.is_trusted:
            return _briefly(problems)
        return JSONResponse(_content(problems, [], pulse, {}), NOT_OK if problems else OK)

    def _figures(self) -> tuple[Figures | None, str]:
        try:
            with self.database.reading() as db:
                return figures.figures(db), ""
        except MonitorError as error:
            return None, str(error)


def _standstill(pulse: Pulse, now: datetime) -> Iterator[str]:
    if pulse.stuck:
        yield "no check has ended for longer than any can take; restart the daemon"
    if pulse.watches and now - (pulse.looked_at or pulse.started_at) > LATE:
        said = "never" if pulse.looked_at is None else f"last at {pulse.looked_at.isoformat()}"
        yield f"nothing looks at what is due: {said}; restart the daemon"


def _worries(settings: Settings, found: Figures) -> Iterator[str]:
    """What deserves a look and is no reason to start anew."""
    declared = {target.name for target in settings.targets}
    if given_up := sum(queue.given_up for queue in found.queues.values()):
        yield f"{counted(given_up, 'alert was', 'alerts were')} given up: `terms-monitor deliveries`"
    if stranded := sum(queue.waiting for name, queue in found.queues.items() if name not in declared):
        yield f"{counted(stranded, 'alert waits', 'alerts wait')} for no target of now: `terms-monitor deliveries`"
    if found.failing:
        yield f"{found.failing} of {found.declared} documents cannot be read: `terms-monitor status`"


def _told(settings: Settings, found: Figures) -> Mapping[str, object]:
    declared = {target.name for target in settings.targets}
    return {
        "documents": {
            "declared": found.declared,
            "never_read": found.never_read,
            "failing": found.failing,
            "held": found.held,
        },
        "last_read_at": found.newest_read_at and found.newest_read_at.isoformat(),
        "deliveries": {
            name: {"waiting": queue.waiting, "given_up": queue.given_up, "declared": name in declared}
            for name, queue in found.queues.items()
        },
    }


def _briefly(problems: list[str]) -> Response:
    return PlainTextResponse("not ok\n" if problems else "ok\n", NOT_OK if problems else OK)


def _content(
    problems: list[str], warnings: list[str], pulse: Pulse, more: Mapping[str, object]
) -> Mapping[str, object]:
    return {
        "status": "not ok" if problems else "ok",
        "problems": problems,
        "warnings": warnings,
        "version": __version__,
        "started_at": pulse.started_at.isoformat(),
        "looked_at": pulse.looked_at and pulse.looked_at.isoformat(),
        **more,
    }
