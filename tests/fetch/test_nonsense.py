import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from servers import Reply, Site

from monitor.errors import FetchError
from monitor.fetch import Fetcher, Kind
from monitor.records import FetchSettings, NotModified, Snapshot

Failure = Callable[..., Awaitable[FetchError]]

HEAD_PARTS = st.sampled_from(
    [
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 200\r\n",
        b"HTTP/1.0 200 OK\r\n",
        b"HTTP/2 200\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://[\r\n",
        b"HTTP/1.1 304 Not Modified\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\n",
        b"Content-Length: 5\r\n",
        b"Content-Length: -5\r\n",
        b"Content-Length: 99999999999999999999999\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Content-Encoding: gzip\r\n",
        b"Content-Type: \xff\xfe\r\n",
        b"Set-Cookie: =;;domain=\x01\r\n",
        b"ETag: \x00\r\n",
        b" folded\r\n",
        b": no name\r\n",
        b"Name : value\r\n",
        b"\r\n",
        b"5\r\nterms\r\n0\r\n\r\n",
        b"ffffffffffffffff\r\n",
    ]
)
NONSENSE = st.lists(HEAD_PARTS | st.binary(max_size=40), max_size=8).map(b"".join)


@pytest.fixture(scope="module")
def ask() -> Iterator[Callable[[bytes], Snapshot | NotModified]]:
    """Fetch a page from a server that answers with these bytes."""
    quick = FetchSettings(pause=0, timeout=2, allow_private_networks=True)
    with Site() as site, asyncio.Runner() as runner:
        fetcher = runner.run(Fetcher(quick).__aenter__())

        def ask(raw: bytes) -> Snapshot | NotModified:
            site["/"] = Reply(raw=raw)
            return runner.run(fetcher.get(site.url()))

        yield ask
        runner.run(fetcher.__aexit__(None, None, None))


@given(raw=NONSENSE)
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_a_page_or_a_failed_fetch(ask: Callable[[bytes], Snapshot | NotModified], raw: bytes) -> None:
    with suppress(FetchError):
        # an answer of nothing but half a line would be asked for twice, with a pause between
        assert isinstance(ask(b"HTTP/1.1 " + raw + b"\r\n\r\n"), Snapshot)


@pytest.mark.parametrize(
    "raw",
    [
        b"HTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        b"\x16\x03\x01\x00\x05\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nETag: a\x00b\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nterms",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 1_000_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 100_000 + b"\r\n",
    ],
)
async def test_what_is_no_answer_is_a_fault_of_the_protocol(raw: bytes, site: Site, failure: Failure) -> None:
    site["/"] = Reply(raw=raw)
    assert (await failure(site.url())).kind == Kind.PROTOCOL


async def test_an_error_does_not_quote_all_that_a_server_sent(site: Site, failure: Failure) -> None:
    site["/"] = Reply(raw=b"HTTP/1.1 200 OK\r\n" + b"no header " * 5000 + b"\r\n\r\n")
    assert len((await failure(site.url())).detail) <= 300
