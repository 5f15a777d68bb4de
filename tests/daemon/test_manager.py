from __future__ import annotations

import os
from pathlib import Path

import pytest
from living import ServiceManager

from monitor.daemon.manager import Manager


@pytest.mark.parametrize("name", ["{folder}/s", "@terms-monitor-{pid}"])
def test_a_manager_hears_what_it_is_told(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    with ServiceManager(name.format(folder=tmp_path_factory.mktemp("n"), pid=os.getpid())) as listener:
        manager = Manager({"NOTIFY_SOCKET": listener.address})
        manager.ready("watching 3 documents")
        manager.alive("well")
        manager.ailing("ill")
        manager.reloading()
        manager.stopping()
        ready, alive, ailing, reloading, stopping = listener.heard()
    assert ready == {"READY": "1", "STATUS": "watching 3 documents"}
    assert alive == {"WATCHDOG": "1", "STATUS": "well"}
    assert ailing == {"STATUS": "ill"}
    assert reloading["RELOADING"] == "1"
    assert reloading["MONOTONIC_USEC"].isdecimal()
    assert stopping == {"STOPPING": "1", "STATUS": "stopping"}


def test_without_a_manager_nothing_happens(tmp_path: Path) -> None:
    Manager({}).ready("watching")
    Manager({"NOTIFY_SOCKET": str(tmp_path / "gone")}).ready("watching")


def test_a_watchdog_counts_when_it_is_meant_for_this_process() -> None:
    assert Manager({"WATCHDOG_USEC": "300000000"}).patience == 300
    assert Manager({"WATCHDOG_USEC": "300000000", "WATCHDOG_PID": str(os.getpid())}).patience == 300
    assert Manager({"WATCHDOG_USEC": "300000000", "WATCHDOG_PID": "1"}).patience == 0
    assert Manager({}).patience == 0
