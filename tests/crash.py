"""Run `terms-monitor` in this process and kill it, with no chance to clean up, at a chosen step in its database work.

    python crash.py STEP ARGUMENT ...

Steps are counted from 1: each statement, each commit before it happens, each commit after it happened. A run that
ends by itself prints the number of its steps on standard error.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys

from sqlalchemy import Engine, event

from monitor.cli import main

last = 0
steps = 0


def step(*_: object, **__: object) -> None:
    global steps  # noqa: PLW0603 - the process has one count of steps
    steps += 1
    if steps == last:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    last = int(sys.argv.pop(1))
    event.listen(Engine, "before_cursor_execute", step)
    event.listen(Engine, "commit", step)
    event.listen(Engine, "checkin", step)  # a connection comes back after its transaction has ended
    atexit.register(lambda: sys.stderr.write(f"steps {steps}\n"))
    main()
