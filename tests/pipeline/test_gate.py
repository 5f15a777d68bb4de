"""What a check asks of the network: nothing that the gate has not opened."""

from __future__ import annotations

import sys

from world import World

from monitor.records import Page


class Listening:
    """Hears of the connections that this process asks for, and of the names that it looks up."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, object]] = []
        self.open = True
        sys.addaudithook(self.hear)  # for good: there is no way to take one away

    def hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.open and event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}:
            self.heard.append((event, arguments[1] if event == "socket.connect" else arguments[0]))


def test_a_check_asks_for_no_connection_that_the_gate_has_not_opened(world: World) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    asked: list[str] = []
    world.resolve = resolve
    url = world.site.url("/privacy", host="larkspur.test")
    world.declare("Privacy Policy", pages=(Page(url),))
    listening = Listening()
    world.look()
    listening.open = False
    assert asked == ["larkspur.test"]
    assert set(listening.heard) == {("socket.connect", ("127.0.0.1", world.site.port))}
