"""One request and its answer: what is sent, what is read of it, and what a status means."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from monitor.fetch.codings import ACCEPTED, decode
from monitor.fetch.faults import Fault, Kind, explained
from monitor.fetch.network import Transport
from monitor.records import Validators

LONGEST_REST = 86_400.0  # seconds; a host may not silence a document for longer than a day

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NO_PAGE = frozenset({204, 205, 206})  # nothing there, or a part that was not asked for
_NOT_MODIFIED, _TOO_MANY_REQUESTS, _UNAVAILABLE = 304, 429, 503
_SMALL = 65_536  # bytes of an unwanted body that are read for the sake of keeping the connection
_BRIEFLY = 0.5  # seconds spent on them

# ours to say, whatever a declaration says: they belong to the connection and to conditional requests
_OUR_HEADERS = frozenset(
    {"accept-encoding", "connection", "content-length", "expect", "host", "range", "te", "transfer-encoding", "upgrade"}
    | {"if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since"}
)
# what any site may see; all other declared headers may hold secrets and stay with the declared origin
_HARMLESS_HEADERS = frozenset({"user-agent", "accept", "accept-language"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a redirect has a location, a page a body; `unchanged` stands for status 304."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    location: str | None = None
    unchanged: bool = False

    def header(self, name: str) -> str | None:
        """Give the first header of a name (in lower case)."""
        return next((value for key, value in self.headers if key.lower() == name), None)


def build(
    url: httpx.URL, declared: Mapping[str, str], validators: Validators, *, user_agent: str, trusted: bool
) -> httpx.Request:
    """Make the request for a page; an origin that is not `trusted` sees harmless headers only."""
    headers = {
        # httpx would set it too, but not for names that only the older IDNA of 2003 knows
        "host": url.netloc.decode("ascii"),
        "user-agent": user_agent,
        "accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.9,*/*;q=0.8",
        "accept-language": "en;q=0.9,*;q=0.5",
        "accept-encoding": ACCEPTED,
    }
    for name, value in declared.items():
        lowered = name.strip().lower()
        if lowered in _HARMLESS_HEADERS or (trusted and lowered not in _OUR_HEADERS):
            headers[lowered] = value
    conditions = {"if-none-match": validators.etag, "if-modified-since": validators.last_modified}
    encoded = [(name.encode("utf-8", "replace"), value.encode("utf-8", "replace")) for name, value in headers.items()]
    # as they were received
    encoded += [(name.encode(), value.encode("latin-1", "replace")) for name, value in conditions.items() if value]
    return httpx.Request("GET", url, headers=encoded)


async def exchange(transport: Transport, request: httpx.Request, *, max_bytes: int, cookies: httpx.Cookies) -> Answer:
    """Send a request and read the answer; raise Fault for everything that is neither page, redirect nor 304."""
    response = await _send(transport, request)
    try:
        return await _read(response, max_bytes, cookies)
    finally:
        await response.aclose()


async def _send(transport: Transport, request: httpx.Request) -> httpx.Response:
    """Get the head of the answer, with one more try after a fault that may have passed."""
    try:
        return await _send_once(transport, request)
    except Fault as fault:
        if not fault.passing:
            raise
    await asyncio.sleep(random.uniform(0.1, 0.4))  # noqa: S311 - spreads retries, keeps no secret
    return await _send_once(transport, request)


async def _send_once(transport: Transport, request: httpx.Request) -> httpx.Response:
    with explained():
        response = await transport.handle_async_request(request)
    response.request = request
    return response


async def _read(response: httpx.Response, max_bytes: int, cookies: httpx.Cookies) -> Answer:
    status = response.status_code
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers.raw)
    if status in _REDIRECTS:
        await _drain(response)
        cookies.extract_cookies(response)
        return Answer(status, headers, location=response.headers.get("location", ""))
    if status == _NOT_MODIFIED and _is_conditional(response.request):
        await _drain(response)
        return Answer(status, headers, unchanged=True)
    if not response.is_success or status in _NO_PAGE:
        await _drain(response)
        raise _refusal(response)
    return Answer(status, headers, body=await _body(response, max_bytes))


async def _drain(response: httpx.Response) -> None:
    """Read what little there is, so that the connection can be used again; otherwise it is closed."""
    read = 0
    with suppress(httpx.HTTPError, OSError):
        async with asyncio.timeout(_BRIEFLY):
            async for chunk in response.aiter_raw():
                read += len(chunk)
                if read > _SMALL:
                    break


async def _body(response: httpx.Response, max_bytes: int) -> bytes:
    body = bytearray()
    with explained(body=True):
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > max_bytes:
                raise Fault(Kind.TOO_LARGE, f"more than {max_bytes} bytes")
    return decode(bytes(body), response.headers.get("content-encoding", ""), max_bytes)


def _is_conditional(request: httpx.Request) -> bool:
    return "if-none-match" in request.headers or "if-modified-since" in request.headers


def _refusal(response: httpx.Response) -> Fault:
    status = response.status_code
    kind = Kind.RATE_LIMITED if status == _TOO_MANY_REQUESTS else Kind.HTTP_STATUS
    patient = status in {_TOO_MANY_REQUESTS, _UNAVAILABLE}
    wait = retry_after(response.headers.get("retry-after", ""), datetime.now(UTC)) if patient else None
    return Fault(kind, f"the server answered {status}", status=status, retry_after=wait)


def retry_after(value: str, now: datetime) -> float | None:
    """Read a Retry-After header, seconds or a date, as seconds from `now`, a day at the most; None for nonsense."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value), LONGEST_REST)
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    seconds = (at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds()
    return min(max(seconds, 0.0), LONGEST_REST)
