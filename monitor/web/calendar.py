"""The calendar of days, for calendars to subscribe to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime
from threading import Lock

from starlette.requests import Request
from starlette.responses import Response

from monitor.database import Database
from monitor.pipeline import calendar_of, calendar_stamp
from monitor.web.present import Present

NOT_MODIFIED = 304


class CalendarFeed:
    """Answers with the calendar, which is made anew only when what it is made from has changed."""

    def __init__(self, database: Database, present: Present, clock: Callable[[], datetime]) -> None:
        self.database, self.present, self.clock = database, present, clock
        self._making = Lock()  # it costs: whoever asks meanwhile waits for the one that is being made
        self._stamp, self._content, self._made_at = "", b"", clock()

    def show(self, request: Request) -> Response:
        """The calendar, or that it is the one that whoever asks has already."""
        settings, _ = self.present()
        stamp = calendar_stamp(self.database, settings, clock=self.clock)
        if f'"{stamp}"' in request.headers.get("if-none-match", ""):
            return Response(status_code=NOT_MODIFIED, headers={"ETag": f'"{stamp}"'})
        with self._making:
            if stamp != self._stamp:
                self._content = calendar_of(self.database, settings, clock=self.clock)
                self._stamp, self._made_at = stamp, self.clock()
            headers = {
                "ETag": f'"{self._stamp}"',
                "Last-Modified": format_datetime(self._made_at, usegmt=True),
                "Cache-Control": "private, no-cache",
            }
            return Response(self._content, media_type="text/calendar; charset=utf-8", headers=headers)
