import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from browsing import needs_browser, shell
from servers import Reply, Request, Site


def descend_from(folder: Path) -> list[int]:
    """The processes that were started with this folder for what is temporary."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"TMPDIR={folder}".encode() in (entry / "environ").read_bytes():
                found.append(int(entry.name))
    return found


@needs_browser
@pytest.mark.parametrize("command", [["check"], ["try", "{address}"]], ids=["check", "try"])
def test_sigterm_closes_the_browser_and_leaves_nothing_behind(
    sources: Path, site: Site, tmp_path_factory: pytest.TempPathFactory, command: list[str]
) -> None:
    asked = threading.Event()

    def answer(request: Request) -> Reply:
        if "Chrome" in request.headers["user-agent"]:
            asked.set()
            return Reply("", stall=600)
        return Reply(shell("later()"))

    site["/privacy"] = site["/terms"] = answer
    sources.write_text(sources.read_text().replace('"declared"', '"auto"'))
    temporary = tmp_path_factory.mktemp("t")  # a short path, for the sockets in it
    process = subprocess.Popen(
        [sys.executable, "-m", "monitor", *(word.format(address=site.url("/privacy")) for word in command)],
        cwd=sources.parent,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert asked.wait(30)
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=20)
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == 128 + signal.SIGTERM, errors
    assert "Traceback" not in errors
    assert descend_from(temporary) == []
    assert list(temporary.glob("tm-*")) == []


INTERRUPTED = """
import sys
class Impatient:
    def find_spec(self, name, *_):
        if name == "monitor.cli.main":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Impatient())
import monitor.cli
"""


def test_ctrl_c_while_it_starts_is_no_traceback() -> None:
    ended = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (128 + signal.SIGINT, "")
