"""Run `terms-monitor` in a new process for each line of arguments that comes, with everything imported already.

The process's number is answered at once, and how it ended when it has.
"""

from __future__ import annotations

import os
import shlex
import sys

from monitor.alert import check_target
from monitor.cli import main


def untraced(**variables: str) -> dict[str, str]:
    """This process's environment and these variables, without coverage: a process that is killed saves none of it."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")} | variables


if __name__ == "__main__":
    check_target("json://127.0.0.1/")  # Apprise imports its services when it is first asked for one
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
            main(shlex.split(line))
        print(child, flush=True)  # noqa: T201 -- the answer
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)  # noqa: T201 -- the answer
