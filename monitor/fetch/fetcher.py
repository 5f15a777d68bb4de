"""The fetcher: asks for a page politely, follows it wherever it went, and says what came back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import httpx

from monitor import __version__
from monitor.errors import FetchError
from monitor.fetch.addresses import host_of, parse
from monitor.fetch.browser import Browser
from monitor.fetch.exchange import Answer, build, exchange
from monitor.fetch.faults import Fault, Kind
from monitor.fetch.lanes import Lane, Lanes
from monitor.fetch.network import Gate, Resolve, Transport, check_far, look_up
from monitor.records import FetchSettings, NotModified, Snapshot, Validators

USER_AGENT = f"terms-monitor/{__version__} (terms-of-service change monitor)"

_NONE = Validators()

Ready = Callable[[], Awaitable[object]]  # returns when there is room for a page


async def _at_once() -> None:
    pass


@dataclass(slots=True)
class _Trip:
    """One fetch on its way from address to address; cookies live as long as it does, `left` is its time in seconds."""

    url: httpx.URL
    headers: Mapping[str, str]
    validators: Validators
    left: float
    ready: Ready
    proxy: str | None = field(default=None, repr=False)
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)
    seen: set[tuple[str, str]] = field(default_factory=set)

    @asynccontextmanager
    async def clock(self) -> AsyncIterator[None]:
        """Take the time spent inside off what is left; raise Fault when it runs out."""
        begun = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(self.left):
                yield
        except TimeoutError as error:
            raise Fault(Kind.TIMEOUT, "the whole fetch took too long") from error
        finally:
            self.left -= asyncio.get_running_loop().time() - begun

    def take_along(self, cookies: Mapping[str, str]) -> None:
        """Send these cookies to the page's own host."""
        host = host_of(self.url)
        for name, value in cookies.items():
            # the standard library's cookie jar gives names without a dot this ending
            self.cookies.set(name, value, domain=host if "." in host else f"{host}.local")

    def visit(self, url: httpx.URL, request: httpx.Request) -> None:
        """Note a request; raise Fault when the same one was made before (one with a new cookie is another)."""
        step = (str(url).partition("#")[0], request.headers.get("cookie", ""))
        if step in self.seen:
            raise Fault(Kind.TOO_MANY_REDIRECTS, f"in a circle, back to {url}")
        self.seen.add(step)


class Fetcher:
    """Fetches pages, many hosts at once and each host one at a time; an asynchronous context manager.

    Cookies are kept during one fetch's redirects, by the rules that browsers follow, and then forgotten. Declared
    headers other than User-Agent, Accept and Accept-Language go to the declared origin only. `resolve` looks up names.
    """

    def __init__(self, settings: FetchSettings, *, resolve: Resolve = look_up) -> None:
        self.settings = settings
        gate = Gate(resolve, allow_private=settings.allow_private_networks)
        # one for all: making it takes longer than a request
        tls = httpx.create_ssl_context()
        self._lanes = Lanes(
            lambda proxy: Transport(tls, gate, proxy), pause=settings.pause, concurrency=settings.concurrency
        )
        self._browser = Browser(settings, gate)
        self._sweeper: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._sweeper = asyncio.create_task(self._lanes.sweep())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._sweeper:
            self._sweeper.cancel()
        await self._browser.close()
        await self._lanes.close()

    async def get(
        self,
        page_url: str,
        *,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        proxy: str | None = None,
        validators: Validators = _NONE,
        ready: Ready = _at_once,
    ) -> Snapshot | NotModified:
        """Fetch a page; raise FetchError, whose `kind` is one of `Kind`, when it cannot be had.

        `cookies` go to the page's own host, `proxy` is the address of one to go through (http, https or socks5). A page
        whose turn has come is asked for when whoever wants it is `ready`.
        """
        try:
            trip = _Trip(parse(page_url), headers or {}, validators, self.settings.deadline, ready, proxy)
            trip.take_along(cookies or {})
            return await self._follow(trip, page_url)
        except Fault as fault:
            raise _failed(page_url, fault) from fault

    @asynccontextmanager
    async def keep(self, host: str) -> AsyncIterator[None]:
        """Keep the connection to a host, once there is one, for all its pages that are fetched meanwhile."""
        async with self._lanes.hold(host):
            yield

    def leave_alone(self, host: str, seconds: float) -> None:
        """Ask a host for nothing for so long: it said so to another process, or to an earlier one."""
        self._lanes.close_for(host, seconds)

    @property
    def can_render(self) -> bool:
        """Whether there is a browser to render pages with."""
        return self._browser.is_there

    async def start_browser(self) -> None:
        """Start the browser before a page needs it; raise FetchError when that fails."""
        try:
            await self._browser.start()
        except Fault as fault:
            raise _failed("", fault) from fault

    async def render(
        self,
        page_url: str,
        *,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        proxy: str | None = None,
    ) -> Snapshot:
        """Fetch a page as a browser builds it, in UTF-8; raise FetchError when it cannot be had."""
        try:
            host = host_of(parse(page_url))
            async with self._lanes.hold(host) as lane, self._lanes.turn(lane, proxy):
                built = await self._browser.build(page_url, headers or {}, cookies or {}, proxy)
        except Fault as fault:
            raise _failed(page_url, fault) from fault
        return Snapshot(
            url=page_url,
            final_url=built.final_url,
            status=built.status,
            media_type="text/html; charset=utf-8",
            headers=built.headers,
            body=built.html.encode("utf-8", "replace"),
            fetched_at=datetime.now(UTC),
            rendered=True,
        )

    async def _follow(self, trip: _Trip, page_url: str) -> Snapshot | NotModified:
        url = trip.url
        async with AsyncExitStack() as held:
            for _ in range(self.settings.max_redirects + 1):
                lane = await held.enter_async_context(self._lanes.hold(host_of(url)))
                answer = await self._ask(trip, url, lane)
                if answer.location is None:
                    return _result(page_url, str(url), answer, direct=url == trip.url)
                url = _onward(url, answer.location)
        raise Fault(Kind.TOO_MANY_REDIRECTS, f"more than {self.settings.max_redirects}, last to {url}")

    async def _ask(self, trip: _Trip, url: httpx.URL, lane: Lane) -> Answer:
        request = self._request(trip, url)
        trip.visit(url, request)
        if trip.proxy and not self.settings.allow_private_networks:
            check_far(host_of(url))
        async with self._lanes.turn(lane, trip.proxy) as transport:
            await trip.ready()
            async with trip.clock():
                return await self._exchange(trip, request, lane, transport)

    async def _exchange(self, trip: _Trip, request: httpx.Request, lane: Lane, transport: Transport) -> Answer:
        try:
            return await exchange(transport, request, max_bytes=self.settings.max_bytes, cookies=trip.cookies)
        except Fault as fault:
            if fault.retry_after and fault.status:
                lane.close_for(fault.retry_after)
            raise

    def _request(self, trip: _Trip, url: httpx.URL) -> httpx.Request:
        request = build(
            url,
            trip.headers,
            # they speak of what this very address said; another one's "not modified" would hide a change
            trip.validators if url == trip.url else _NONE,
            user_agent=self.settings.user_agent or USER_AGENT,
            trusted=_origin(url) == _origin(trip.url),
        )
        request.extensions["timeout"] = httpx.Timeout(self.settings.timeout).as_dict()
        if trip.cookies:
            trip.cookies.set_cookie_header(request)
        return request


def _failed(page_url: str, fault: Fault) -> FetchError:
    return FetchError(
        fault.detail, url=page_url, kind=fault.kind.value, status=fault.status, retry_after=fault.retry_after
    )


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, host_of(url), url.port


def _onward(url: httpx.URL, location: str) -> httpx.URL:
    """Give the address that a redirect leads to."""
    if not location.strip():
        raise Fault(Kind.REDIRECT, f"from {url} to nowhere")
    try:
        return parse(location, url)
    except Fault as fault:
        raise Fault(Kind.REDIRECT, f"from {url}: {fault.detail}") from fault


def _result(page_url: str, final_url: str, answer: Answer, *, direct: bool) -> Snapshot | NotModified:
    now = datetime.now(UTC)
    if answer.unchanged:
        return NotModified(page_url, now)
    return Snapshot(
        url=page_url,
        final_url=final_url,
        status=answer.status,
        media_type=answer.header("content-type") or "",
        headers=answer.headers,
        body=answer.body,
        fetched_at=now,
        validators=Validators(answer.header("etag"), answer.header("last-modified")) if direct else _NONE,
    )
