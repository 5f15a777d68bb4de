"""Gathering: what several tasks have to write at about the same time is written at once, in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

MOMENT = 0.02  # seconds in which others may come, too

P = TypeVar("P")
R = TypeVar("R")


class Gathering(Generic[P, R]):
    """Writes parts with a function that is given some, so many at most, and gives what became of each.

    It is called when it is its turn, as an SQLite database takes one transaction after the other, and after so many
    moments at most in each of which others came.
    """

    def __init__(
        self, write: Callable[[Sequence[P]], Sequence[R | Exception]], most: int, turn: asyncio.Lock, moments: int = 1
    ) -> None:
        self.write, self.most, self.turn, self.moments = write, most, turn, moments
        self._waiting: list[tuple[P, asyncio.Future[R]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def add(self, part: P) -> R:
        """Give what became of a part when it is written, or raise it."""
        written: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((part, written))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())
        return await written

    async def _write_all(self) -> None:
        while self._waiting:
            await self._others()
            async with self.turn:
                wanted = [each for each in self._waiting if not each[1].done()]  # others were stopped meanwhile
                taken, self._waiting = wanted[: self.most], wanted[self.most :]
                await self._write_some(taken)

    async def _others(self) -> None:
        """Wait for others, as long as some come."""
        for _ in range(self.moments):
            before = len(self._waiting)
            await asyncio.sleep(MOMENT)
            if not before < len(self._waiting) < self.most:
                return

    async def _write_some(self, taken: Sequence[tuple[P, asyncio.Future[R]]]) -> None:
        """Write some parts; where that fails for all together one by one, so that none holds up the others."""
        parts = [part for part, _ in taken]
        (outcome,) = await asyncio.gather(asyncio.to_thread(self.write, parts), return_exceptions=True)
        if isinstance(outcome, BaseException) and len(taken) > 1:
            for each in taken:
                await self._write_some([each])
            return
        results = [outcome] if isinstance(outcome, BaseException) else outcome
        for (_, written), result in zip(taken, results, strict=True):
            _end(written, result)


def _end(written: asyncio.Future[R], result: R | BaseException) -> None:
    if written.done():  # whoever waited for it was stopped
        return
    if isinstance(result, BaseException):
        written.set_exception(result)
    else:
        written.set_result(result)
