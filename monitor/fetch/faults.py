"""What can go wrong on the wire, in our own words: the kinds that checks are counted by, and how errors map to them."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

import h11
import httpx


class Kind(StrEnum):
    """The stable words for `FetchError.kind`."""

    BAD_ADDRESS = "bad address"  # not an http(s) address, or spelt in a way that programs read differently
    REFUSED_ADDRESS = "refused address"  # leads into a private network
    DNS = "dns"  # the host's name has no address
    CONNECT = "connect"  # no connection, or lost before an answer
    TLS = "tls"
    TIMEOUT = "timeout"  # one step, or the whole fetch, took too long
    TRUNCATED = "truncated"  # the body ended before its end
    TOO_LARGE = "too large"  # more bytes than allowed, after decompression
    TOO_MANY_REDIRECTS = "too many redirects"  # past the limit, or in a circle
    REDIRECT = "redirect"  # to nowhere, or to an address that is not fetched
    HTTP_STATUS = "http status"  # an answer that is no page
    RATE_LIMITED = "rate limited"  # status 429
    LEFT_ALONE = "left alone"  # not asked for, as the host wanted a rest when it was asked for another page
    NO_BROWSER = "no browser"  # a page needs one that is not installed
    BROWSER = "browser"  # it crashed, hung or did not start
    PROTOCOL = "protocol"  # not HTTP, or a body that does not decode


# the kinds of failures at which nothing answered that could have been the page's own server
UNREACHED = frozenset({Kind.DNS, Kind.CONNECT, Kind.TLS, Kind.TIMEOUT, Kind.REFUSED_ADDRESS})

# a connection that was closed without TLS's goodbye is a lost connection, and waiting for more is no fault at all
_HANG_UPS = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError, ssl.SSLWantReadError, ssl.SSLWantWriteError)

_LONGEST_DETAIL = 300


class Fault(Exception):  # noqa: N818 - becomes a FetchError as soon as the page it befell is known
    """A failure before it is known for which page; `passing` ones are worth a second try at once."""

    def __init__(
        self,
        kind: Kind,
        detail: str,
        *,
        status: int | None = None,
        retry_after: float | None = None,
        passing: bool = False,
    ) -> None:
        # it may quote what a server sent, which may be long
        self.kind, self.detail = kind, detail[:_LONGEST_DETAIL]
        self.status, self.retry_after, self.passing = status, retry_after, passing
        super().__init__(f"{kind}: {self.detail}")


@contextmanager
def explained(*, body: bool = False) -> Iterator[None]:
    """Turn what httpx raises into a Fault, knowing whether an answer's body had begun."""
    try:
        yield
    except (httpx.HTTPError, ssl.SSLError) as error:
        raise _explain(error, body=body) from error


def _explain(error: Exception, *, body: bool) -> Fault:
    # the innermost knows most: "Connect call failed ('192.0.2.1', 443)" against "All connection attempts failed"
    detail = next(filter(None, map(str, reversed(list(_causes(error))))), type(error).__name__)
    if isinstance(error, httpx.TimeoutException):  # its own words are of cancelled tasks
        waited_for = "a connection" if isinstance(error, httpx.ConnectTimeout) else "the rest" if body else "an answer"
        return Fault(Kind.TIMEOUT, f"waited too long for {waited_for}")
    if any(isinstance(cause, ssl.SSLError) and not isinstance(cause, _HANG_UPS) for cause in _causes(error)):
        return Fault(Kind.TLS, detail)
    if body:
        return Fault(Kind.TRUNCATED, detail)
    if isinstance(error, httpx.ProtocolError) and not _hung_up(error):
        return Fault(Kind.PROTOCOL, detail)
    return Fault(Kind.CONNECT, detail, passing=True)


def _hung_up(error: httpx.ProtocolError) -> bool:
    """Tell a server that closed without a word from one that spoke nonsense, which the parser found."""
    return not any(isinstance(cause, h11.ProtocolError) for cause in _causes(error))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
