import subprocess
import sys

import pytest

PROGRAM = """
import gc
from pathlib import Path
from monitor.work import memory

def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

if {spared}:
    memory.spare()
del (once := [bytes(4_000_000)])[:]  # glibc takes that for the size that pieces have here
before, pages, notes = held(), [], []
for number in range(300):
    pages.append(b"%d" % number * 100_000)
    notes.append("kept" * 1000 + str(number))
del pages
print(held() - before - sum(map(len, notes)), gc.get_threshold()[0])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_memory_of_pages_is_given_back_though_small_pieces_between_them_stay() -> None:
    kept, garbage_after = _run(spared=True)
    assert kept < 10_000_000
    assert garbage_after == 20_000
    plain, garbage_plain = _run(spared=False)
    assert kept < plain / 2
    assert garbage_plain < garbage_after


def _run(*, spared: bool) -> list[int]:
    """What 300 pages that are gone still take, in bytes, and how many objects are made before garbage is looked for."""
    command = [sys.executable, "-c", PROGRAM.format(spared=spared)]
    return [*map(int, subprocess.run(command, capture_output=True, check=True, text=True).stdout.split())]
