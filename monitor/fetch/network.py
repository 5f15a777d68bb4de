"""The one gate to the network: every connection goes to an address that was looked up and checked here."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence

import httpcore
import httpx

from monitor.fetch.addresses import is_literal, is_public
from monitor.fetch.faults import Fault, Kind
from monitor.fetch.streams import Stream, within

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Looks up a host name and port: gives IP addresses, best first; raises socket.gaierror as getaddrinfo does."""

_PRIVATE = "is an address of no public network (allow_private_networks under [fetch] would let it be read)"
_MOST_ADDRESSES = 8
_DEFAULT_TIMEOUT = 30.0
_MOST_LINES = 2  # to one host: pages that are redirected to https need both


async def look_up(host: str, port: int) -> Sequence[str]:
    """Ask the system's resolver."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


class Gate(httpcore.AsyncNetworkBackend):
    """Opens connections by name, to checked addresses only; the name is not looked up a second time."""

    def __init__(self, resolve: Resolve, *, allow_private: bool) -> None:
        self._resolve, self._allow_private = resolve, allow_private

    def opened(self) -> Gate:
        """The same gate, for a proxy that was declared and may stand anywhere."""
        return Gate(self._resolve, allow_private=True)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,  # noqa: ARG002 - httpcore's signature; it has none to give
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002 - likewise
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first checked address of `host` that answers; raise Fault when none may be used."""
        timeout = timeout or _DEFAULT_TIMEOUT
        addresses = list(await self._addresses(host, port, timeout))
        while True:
            address = addresses.pop(0)
            # an unreachable first address leaves time for the others
            share = timeout / (len(addresses) + 1)
            try:
                return await _open(address, port, share)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                timeout -= share
                if not addresses:
                    raise

    async def _addresses(self, host: str, port: int, seconds: float) -> Sequence[str]:
        found = [host] if is_literal(host) else await self._look_up(host, port, seconds)
        if not found:
            raise Fault(Kind.DNS, f"{host} has no address")
        if not self._allow_private and (private := [address for address in found if not is_public(address)]):
            which = host if host == private[0] else f"{host} ({private[0]})"
            raise Fault(Kind.REFUSED_ADDRESS, f"{which} {_PRIVATE}")
        return found[:_MOST_ADDRESSES]

    async def _look_up(self, host: str, port: int, seconds: float) -> Sequence[str]:
        try:
            async with asyncio.timeout(seconds):
                return list(dict.fromkeys(await self._resolve(host, port)))
        except TimeoutError as error:
            raise Fault(Kind.TIMEOUT, f"no answer about the name {host} in {seconds:g} s") from error
        except OSError as error:
            raise Fault(Kind.DNS, f"{host}: {error}", passing=error.errno == socket.EAI_AGAIN) from error


async def _open(address: str, port: int, seconds: float) -> Stream:
    try:
        async with within(seconds, httpcore.ConnectTimeout):
            _, stream = await asyncio.get_running_loop().create_connection(Stream, address, port)
    except OSError as error:
        raise httpcore.ConnectError(str(error)) from error
    return stream


class _Lines(httpcore.AsyncConnectionPool):
    """The connections to a host, one for each origin; used one after the other, they need neither queue nor locks."""

    def __init__(self, ssl_context: ssl.SSLContext, gate: Gate, proxy: str | None) -> None:
        # what was declared may stand anywhere
        way = {"network_backend": gate} if proxy is None else {"network_backend": gate.opened(), "proxy": _proxy(proxy)}
        super().__init__(ssl_context=ssl_context, **way)
        self._lines: dict[str, httpcore.AsyncConnectionInterface] = {}

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send a request over the connection of its origin, or over a new one where that cannot be used any more."""
        origin = request.url.origin
        line = self._lines.pop(str(origin), None)
        if line is None or line.has_expired() or not line.is_available():
            if line:
                await line.aclose()
            line = self.create_connection(origin)
        self._lines[str(origin)] = line
        if len(self._lines) > _MOST_LINES:
            await self._lines.pop(next(iter(self._lines))).aclose()
        return await line.handle_async_request(request)

    async def aclose(self) -> None:
        """Close them all."""
        while self._lines:
            await self._lines.popitem()[1].aclose()


class Transport(httpx.AsyncHTTPTransport):
    """httpx's transport behind the gate; it knows no cookies or redirects, and holds few connections.

    A `proxy` was declared, so it may stand in a private network; it looks up names by itself.
    """

    def __init__(self, ssl_context: ssl.SSLContext, gate: Gate, proxy: str | None = None) -> None:
        # httpx 0.28 offers no way to pass a network backend, and its own constructor only builds this attribute
        self._pool = _Lines(ssl_context, gate, proxy)


def _proxy(address: str) -> httpcore.Proxy:
    proxy = httpx.Proxy(address)  # takes user and password out of the address
    return httpcore.Proxy(str(proxy.url), auth=proxy.raw_auth, ssl_context=proxy.ssl_context)


def check_far(host: str) -> None:
    """Raise Fault for a host that a proxy must not be asked for: a private address, or a name for itself."""
    if host == "localhost" or host.endswith(".localhost") or (is_literal(host) and not is_public(host)):
        raise Fault(Kind.REFUSED_ADDRESS, f"{host} {_PRIVATE}")
