"""Kill a pass over and over, on SQLite and PostgreSQL, and count lost and repeated alerts.

    python benchmarks/crash.py [POINTS]                  at so many of its steps in turn (default 120)
    python benchmarks/crash.py --instants [KILLS [SEED]] at random instants by the clock (default 200), while it tells
                                                         40 alerts to two webhooks and a mail server

The same tests as in tests/pipeline/test_crash.py and test_killed.py, with many more kills; a kill takes some seconds.
"""

import os
import random
import subprocess
import sys
from pathlib import Path

STEPS = "tests/pipeline/test_crash.py::test_killed_at_steps_all_over_a_pass_every_change_is_told_and_one_at_most_twice"
INSTANTS = "tests/pipeline/test_killed.py"


def main(arguments: list[str]) -> int:
    if "--instants" in arguments:
        kills, seed, *_ = [*arguments[1:], *["200", str(random.randrange(10**6))][len(arguments) - 1 :]]
        print(f"seed {seed}")
        return run(INSTANTS, MONITOR_KILLS=kills, MONITOR_KILL_SEED=seed, MONITOR_KILL_ALERTS="40")
    return run(STEPS, MONITOR_CRASH_POINTS=arguments[0] if arguments else "120")


def run(test: str, **environment: str) -> int:
    root = Path(__file__).parent.parent
    command = [sys.executable, "-m", "pytest", "-q", "-s", test]
    return subprocess.run(command, cwd=root, env={**os.environ, **environment}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
