"""The throttle: how often somebody may guess."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock

WINDOW = timedelta(minutes=15)
MOST_FAILURES = 5  # of one address within that
MOST_ADDRESSES = 10_000  # that are remembered
IPV6_SHARE = 64  # bits of an IPv6 address that are one customer's


class Throttle:
    """Lets an address try until it has failed too often; one try goes on at a time, however many come at once."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._trying = Lock()
        self._failures: dict[str, list[datetime]] = {}

    def attempt(self, address: str, succeeds: Callable[[], bool]) -> bool | timedelta:
        """Whether it succeeds, or for how long it is not to be tried again."""
        whose = _customer(address)
        with self._trying:
            now = self._clock()
            failed = [at for at in self._failures.pop(whose, ()) if at > now - WINDOW]
            if len(failed) >= MOST_FAILURES:
                self._failures[whose] = failed
                return failed[0] + WINDOW - now
            if succeeds():
                return True
            self._failures[whose] = [*failed, now]
            while len(self._failures) > MOST_ADDRESSES:
                del self._failures[next(iter(self._failures))]
            return False


def _customer(address: str) -> str:
    """Who has an address: in IPv6, everybody has more of them than one could count."""
    try:
        found = ip_address(address)
    except ValueError:  # a socket that is no network's
        return address
    return str(ip_network((found, IPV6_SHARE), strict=False) if isinstance(found, IPv6Address) else found)
