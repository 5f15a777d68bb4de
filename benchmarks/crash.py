"""Kill a pass at each of its steps in turn, on SQLite and PostgreSQL, and count lost and repeated alerts.

    python benchmarks/crash.py [POINTS]      (default 120; about two seconds a point and database)

The same test as in tests/pipeline/test_crash.py, at many more points.
"""

import os
import subprocess
import sys
from pathlib import Path

TEST = "tests/pipeline/test_crash.py::test_killed_at_steps_all_over_a_pass_every_change_is_told_and_one_at_most_twice"


def main() -> int:
    points = sys.argv[1] if len(sys.argv) > 1 else "120"
    root = Path(__file__).parent.parent
    command = [sys.executable, "-m", "pytest", "-q", TEST]
    return subprocess.run(command, cwd=root, env={**os.environ, "MONITOR_CRASH_POINTS": points}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
