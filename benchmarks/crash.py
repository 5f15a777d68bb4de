"""Kill a pass over and over, on SQLite and PostgreSQL, and count lost and repeated alerts.

    python benchmarks/crash.py [KILLS]              at so many of its steps in turn (default 120)
    python benchmarks/crash.py [KILLS] --instants   at random instants by the clock (default 300), while it tells
                                                    40 alerts to two webhooks and a mail server
    python benchmarks/crash.py [TIMES] --restarts   nothing, but restart the PostgreSQL that a daemon works on (default
                                                    10), while 10 documents change

With --instants come --seed NUMBER, and --longest SECONDS for the length of a life, by default that of a whole pass. The
same tests as in tests/pipeline/test_crash.py, test_killed.py and tests/daemon/test_restarts.py, with many more kills; a
kill takes some seconds, a restart up to half a minute.
"""

import argparse
import os
import random
import subprocess
import sys
from pathlib import Path

STEPS = "tests/pipeline/test_crash.py::test_killed_at_steps_all_over_a_pass_every_change_is_told_and_one_at_most_twice"
INSTANTS = "tests/pipeline/test_killed.py"
RESTARTS = "tests/daemon/test_restarts.py"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("kills", nargs="?")
    parser.add_argument("--instants", action="store_true")
    parser.add_argument("--seed", default=str(random.randrange(10**6)))
    parser.add_argument("--longest", default="inf")
    parser.add_argument("--restarts", action="store_true")
    asked = parser.parse_args()
    if asked.restarts:
        times = {"MONITOR_RESTARTS": asked.kills or "10", "MONITOR_RESTART_DOCUMENTS": "10"}
        return run(RESTARTS, MONITOR_RESTART_SEED=asked.seed, **times)
    if asked.instants:
        kills = asked.kills or "300"
        lives = {"MONITOR_KILL_SEED": asked.seed, "MONITOR_KILL_LONGEST": asked.longest}
        return run(INSTANTS, MONITOR_KILLS=kills, MONITOR_KILL_ALERTS="40", **lives)
    return run(STEPS, MONITOR_CRASH_POINTS=asked.kills or "120")


def run(test: str, **environment: str) -> int:
    root = Path(__file__).parent.parent
    command = [sys.executable, "-m", "pytest", "-q", "-s", test]
    return subprocess.run(command, cwd=root, env={**os.environ, **environment}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
