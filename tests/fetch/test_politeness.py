import asyncio
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from itertools import pairwise

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from servers import Reply, Request, Site

from monitor.errors import FetchError
from monitor.fetch import Fetcher, Kind
from monitor.fetch.exchange import LONGEST_REST, retry_after
from monitor.fetch.faults import Fault
from monitor.fetch.lanes import Lane, Lanes
from monitor.fetch.network import Gate, Transport, look_up

Failure = Callable[..., Awaitable[FetchError]]
OpenFetcher = Callable[..., Fetcher]


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.01)


NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


# ── one at a time, with a pause ──────────────────────────────────────────────────────────────────────────────────


async def test_a_host_is_asked_one_thing_at_a_time_with_a_pause_between(site: Site, open_fetcher: OpenFetcher) -> None:
    site["/"] = Reply("terms", stall=0.05)
    async with open_fetcher(pause=0.1) as fetcher:
        await asyncio.gather(*(fetcher.get(site.url(host="one.test")) for _ in range(4)))
    times = [request.at for request in site.log]
    # the stall is part of a request, the pause begins after it
    assert all(later - earlier >= 0.15 for earlier, later in pairwise(times))
    assert site.connections == 1


async def test_the_pause_holds_for_redirects_to_the_same_host(site: Site, open_fetcher: OpenFetcher) -> None:
    site["/"] = Reply(status=302, headers={"Location": "/terms"})
    site["/terms"] = "terms"
    async with open_fetcher(pause=0.1) as fetcher:
        await fetcher.get(site.url())
    assert site.log[1].at - site.log[0].at >= 0.1


async def test_two_ports_of_one_host_are_one_host(site: Site, open_fetcher: OpenFetcher) -> None:
    with Site() as other:
        site["/"] = other["/"] = Reply("terms")
        async with open_fetcher(pause=0.1) as fetcher:
            await asyncio.gather(fetcher.get(site.url()), fetcher.get(other.url()))
        assert abs(site.log[0].at - other.log[0].at) >= 0.1


async def test_different_hosts_are_asked_at_once(site: Site, fetcher: Fetcher) -> None:
    together = threading.Barrier(5, timeout=5)

    def meet(_: Request) -> Reply:
        together.wait()  # breaks unless all five requests are there at the same time
        return Reply("terms")

    site["/"] = meet
    await asyncio.gather(*(fetcher.get(site.url(host=f"{name}.test")) for name in "abcde"))


async def test_no_more_requests_run_at_once_than_allowed(site: Site, open_fetcher: OpenFetcher) -> None:
    running, most, lock = Counter[str](), 0, threading.Lock()

    def count(_: Request) -> Reply:
        nonlocal most
        with lock:
            running["now"] += 1
            most = max(most, running["now"])
        threading.Event().wait(0.02)
        with lock:
            running["now"] -= 1
        return Reply("terms")

    site["/"] = count
    async with open_fetcher(concurrency=3) as fetcher:
        await asyncio.gather(*(fetcher.get(site.url(host=f"host{number}.test")) for number in range(12)))
    assert most == 3


async def test_a_page_is_asked_for_when_whoever_wants_it_is_ready_for_it(site: Site, fetcher: Fetcher) -> None:
    site["/"] = "terms"
    room = asyncio.Event()
    fetching = asyncio.create_task(fetcher.get(site.url(), ready=room.wait))
    await fetcher.get(site.url("/", host="other.test"))
    assert not fetching.done()
    room.set()
    await fetching
    assert [request.headers["host"].partition(":")[0] for request in site.log] == ["other.test", "127.0.0.1"]


async def test_hosts_that_redirect_to_each_other_block_nobody(site: Site, open_fetcher: OpenFetcher) -> None:
    for path, host in {"/a": "b.test", "/b": "a.test"}.items():
        site[path] = Reply(status=302, headers={"Location": site.url("/end", host=host)}, stall=0.02)
    site["/end"] = "terms"
    async with open_fetcher(concurrency=1) as fetcher, asyncio.timeout(10):
        await asyncio.gather(
            *(fetcher.get(site.url(path, host=host)) for path, host in [("/a", "a.test"), ("/b", "b.test")] * 5)
        )


async def test_a_fetch_that_is_called_off_leaves_the_way_free(site: Site, fetcher: Fetcher) -> None:
    site["/slow"] = Reply("terms", stall=60)
    site["/"] = "terms"
    hanging = asyncio.create_task(fetcher.get(site.url("/slow")))
    await until(lambda: bool(site.log))
    waiting = asyncio.create_task(fetcher.get(site.url()))
    await asyncio.sleep(0)
    hanging.cancel()
    await waiting
    with pytest.raises(asyncio.CancelledError):
        await hanging


# ── hosts that want to be left alone ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("status", "kind"), [(429, Kind.RATE_LIMITED), (503, Kind.HTTP_STATUS)])
async def test_a_host_that_asks_for_a_rest_gets_it(
    status: int, kind: Kind, site: Site, fetcher: Fetcher, failure: Failure
) -> None:
    site["/"] = Reply(status=status, headers={"Retry-After": "30"})
    site["/other"] = "terms"
    first = await failure(site.url(host="busy.test"))
    assert (first.kind, first.status, first.retry_after) == (kind, status, 30)
    again = await failure(site.url("/other", host="busy.test"))
    assert (again.kind, again.status) == (Kind.LEFT_ALONE, None)
    assert again.retry_after is not None
    assert 0 < again.retry_after <= 30
    assert len(site.log) == 1
    await fetcher.get(site.url("/other", host="calm.test"))


async def test_a_redirect_does_not_disturb_a_resting_host(site: Site, failure: Failure) -> None:
    site["/busy"] = Reply(status=429, headers={"Retry-After": "30"})
    site["/"] = Reply(status=302, headers={"Location": site.url("/busy", host="busy.test")})
    await failure(site.url("/busy", host="busy.test"))
    assert (await failure(site.url(host="calm.test"))).kind == Kind.LEFT_ALONE
    assert [request.path for request in site.log] == ["/busy", "/"]


@pytest.mark.parametrize("headers", [{}, {"Retry-After": "soon"}, {"Retry-After": "0"}])
async def test_a_host_that_names_no_time_is_asked_again(
    headers: dict[str, str], site: Site, fetcher: Fetcher, failure: Failure
) -> None:
    site["/"] = Reply(status=429, headers=headers)
    assert not (await failure(site.url())).retry_after
    site["/"] = "terms"
    await fetcher.get(site.url())


async def test_retry_after_means_nothing_with_other_statuses(site: Site, failure: Failure) -> None:
    site["/"] = Reply(status=404, headers={"Retry-After": "30"})
    assert (await failure(site.url())).retry_after is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        (" 120 ", 120),
        ("9" * 400, LONGEST_REST),
        (format_datetime(NOW + timedelta(minutes=2), usegmt=True), 120),
        (format_datetime((NOW + timedelta(minutes=2)).astimezone(timezone(timedelta(hours=5)))), 120),
        ("Mon, 23 Nov 2026 12:02:00", 120),
        ("Mon, 23 Nov 2026 12:02:00 -0000", 120),
        ("Mon, 23 Nov 1926 12:02:00 GMT", 0),
        ("Mon, 23 Nov 9999 12:02:00 GMT", LONGEST_REST),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("tomorrow", None),
        ("Mon, 99 Nov 2026 12:02:00 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@given(st.text() | st.text(alphabet="MonNvGT ,:+-0123456789"))
def test_any_retry_after_is_read_or_passed_over(value: str) -> None:
    seconds = retry_after(value, NOW)
    assert seconds is None or 0 <= seconds <= LONGEST_REST


# ── connections ──────────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_connection_to_a_host_that_is_kept_outlasts_those_to_others(
    site: Site, open_fetcher: OpenFetcher
) -> None:
    site["/"] = "terms"
    async with open_fetcher(concurrency=1) as fetcher, fetcher.keep("one.test"):
        for name in ("one", "two", "three", "one"):
            await fetcher.get(site.url(host=f"{name}.test"))
    assert site.connections == 3


@pytest.fixture
def open_lanes() -> Callable[..., Lanes]:
    tls = httpx.create_ssl_context()
    gate = Gate(look_up, allow_private=True)
    return lambda **options: Lanes(lambda _proxy: Transport(tls, gate), **{"pause": 0.0, "concurrency": 2, **options})


async def use(lanes: Lanes, host: str) -> Lane:
    async with lanes.hold(host) as lane, lanes.turn(lane):
        return lane


async def test_only_so_many_idle_connections_are_kept(open_lanes: Callable[..., Lanes]) -> None:
    lanes = open_lanes(concurrency=2)
    used = [await use(lanes, host) for host in "abcad"]
    assert used[0] is used[3]
    assert {host for host, lane in zip("abcad", used, strict=True) if lane.transport} == {"a", "d"}
    await lanes.close()
    assert not any(lane.transport for lane in used)


async def test_idle_hosts_are_forgotten_but_not_their_wishes(open_lanes: Callable[..., Lanes]) -> None:
    lanes = open_lanes(linger=0.01)
    plain, resting = await use(lanes, "plain"), await use(lanes, "resting")
    resting.close_for(60)
    sweeper = asyncio.create_task(lanes.sweep())
    await until(lambda: not plain.transport and not resting.transport)
    sweeper.cancel()
    assert await use(lanes, "plain") is not plain
    with pytest.raises(Fault):
        await use(lanes, "resting")
    await lanes.close()


async def test_a_connection_in_use_is_not_swept_away(open_lanes: Callable[..., Lanes]) -> None:
    lanes = open_lanes(linger=0.01)
    sweeper = asyncio.create_task(lanes.sweep())
    async with lanes.hold("busy") as busy, lanes.turn(busy):
        idle = await use(lanes, "idle")
        await until(lambda: not idle.transport)
        assert busy.transport
    sweeper.cancel()
    await lanes.close()
