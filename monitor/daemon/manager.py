"""The service manager that started the daemon, such as systemd: it is told how the daemon fares (see sd_notify(3))."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Mapping
from contextlib import suppress


class Manager:
    """Tells the service manager; where none listens, nothing happens.

    With `patience` in seconds, it restarts a daemon that it has not heard of for so long.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._address = environ.get("NOTIFY_SOCKET", "")
        meant = environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        self.patience = int(environ.get("WATCHDOG_USEC", "0")) / 1e6 if meant else 0.0

    def ready(self, status: str) -> None:
        """The daemon works, or works again after it was reloaded."""
        self._tell(READY=1, STATUS=status)

    def reloading(self) -> None:
        """The daemon reads its configuration again; `ready` ends that."""
        self._tell(RELOADING=1, MONOTONIC_USEC=time.monotonic_ns() // 1000)

    def alive(self, status: str) -> None:
        """The daemon is not to be restarted."""
        self._tell(WATCHDOG=1, STATUS=status)

    def ailing(self, status: str) -> None:
        """Something is wrong; without an `alive`, the daemon is restarted."""
        self._tell(STATUS=status)

    def stopping(self) -> None:
        """The daemon is about to end."""
        self._tell(STOPPING=1, STATUS="stopping")

    def _tell(self, **facts: object) -> None:
        if not self._address:
            return
        message = "\n".join(f"{name}={value}" for name, value in facts.items())
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:  # nobody listens any more
            line.settimeout(1.0)  # or does not keep up: it must not hold up the daemon
            line.connect(self._address.replace("@", "\0", 1) if self._address.startswith("@") else self._address)
            line.sendall(message.encode())
