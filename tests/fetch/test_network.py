import asyncio
import os
import socket
import ssl
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from servers import Reply, Site

from monitor.errors import FetchError
from monitor.fetch import Fetcher, Kind, Resolve
from monitor.records import FetchSettings, Snapshot

Failure = Callable[..., Awaitable[FetchError]]

PUBLIC = "8.8.8.8"
SETTINGS = FetchSettings(pause=0, timeout=2)
LOCAL = replace(SETTINGS, allow_private_networks=True)
CERTIFICATE = Path(__file__).with_name("policies.test.pem")


class Names:
    """A name service that gives a list of answers one after the other (the last one again and again)."""

    def __init__(self, *answers: Sequence[str] | OSError) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, int]] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append((host, port))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, OSError):
            raise answer
        return answer


# ── where a name may lead ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        [PUBLIC, "127.0.0.1"],
        ["::1"],
        ["::ffff:127.0.0.1"],
        ["fe80::1%lo"],
        ["169.254.169.254"],
        ["nonsense"],
    ],
)
async def test_a_name_with_any_private_address_is_refused(addresses: list[str], site: Site, failure: Failure) -> None:
    async with Fetcher(SETTINGS, resolve=Names(addresses)) as fetcher:
        assert (await failure(site.url(host="harmless.test"), by=fetcher)).kind == Kind.REFUSED_ADDRESS
    assert site.connections == 0


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "127.0.0.1."])
async def test_a_private_address_in_the_address_itself_is_refused(host: str, site: Site, failure: Failure) -> None:
    names = Names([PUBLIC])
    async with Fetcher(SETTINGS, resolve=names) as fetcher:
        assert (await failure(site.url(host=host), by=fetcher)).kind == Kind.REFUSED_ADDRESS
    assert not names.asked
    assert site.connections == 0


async def test_a_name_is_looked_up_once_and_the_connection_goes_to_that_answer(site: Site) -> None:
    site["/"] = "terms"
    names = Names(["127.0.0.1"], ["192.0.2.1"])
    async with Fetcher(LOCAL, resolve=names) as fetcher:
        await fetcher.get(site.url(host="rebinding.test"))
    assert names.asked == [("rebinding.test", site.port)]
    assert site.log[0].headers["host"] == f"rebinding.test:{site.port}"


async def test_every_hop_of_a_redirect_passes_the_gate(site: Site, failure: Failure) -> None:
    site["/"] = Reply(status=302, headers={"Location": site.url("/secret", host="inner.test")})
    names = Names(["127.0.0.1"], ["nonsense"])
    async with Fetcher(LOCAL, resolve=names) as fetcher:
        assert (await failure(site.url(host="open.test"), by=fetcher)).kind == Kind.CONNECT
    assert {host for host, _ in names.asked} == {"open.test", "inner.test"}
    assert [request.path for request in site.log] == ["/"]


# ── names without an answer ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("answer", [socket.gaierror(socket.EAI_NONAME, "unknown"), []])
async def test_a_name_without_an_address_is_not_looked_up_again(answer: OSError | list[str], failure: Failure) -> None:
    names = Names(answer)
    async with Fetcher(SETTINGS, resolve=names) as fetcher:
        assert (await failure("http://nowhere.test/", by=fetcher)).kind == Kind.DNS
    assert len(names.asked) == 1


async def test_a_passing_fault_of_the_name_service_is_tried_once_more(site: Site) -> None:
    site["/"] = "terms"
    names = Names(socket.gaierror(socket.EAI_AGAIN, "try again"), ["127.0.0.1"])
    async with Fetcher(LOCAL, resolve=names) as fetcher:
        await fetcher.get(site.url(host="flaky.test"))
    assert len(names.asked) == 2


async def test_a_name_service_that_says_nothing_is_given_up(failure: Failure) -> None:
    async def silence(host: str, port: int) -> Sequence[str]:
        await asyncio.sleep(60)
        raise AssertionError

    async with Fetcher(replace(SETTINGS, timeout=0.05), resolve=silence) as fetcher:
        assert (await failure("http://silent.test/", by=fetcher)).kind == Kind.TIMEOUT


async def test_the_next_address_is_tried_when_one_does_not_answer(site: Site) -> None:
    site["/"] = "terms"
    async with Fetcher(LOCAL, resolve=Names(["::1", "127.0.0.1"])) as fetcher:
        assert isinstance(await fetcher.get(site.url(host="two.test")), Snapshot)


async def test_the_system_resolver_is_asked_by_default(site: Site) -> None:
    site["/"] = "terms"
    async with Fetcher(LOCAL) as fetcher:
        assert isinstance(await fetcher.get(site.url(host="localhost")), Snapshot)


# ── TLS ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def here() -> Resolve:
    return Names(["127.0.0.1"])


@pytest.fixture
def secure() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


async def test_the_certificate_is_checked_against_the_name_not_the_address(
    secure: ssl.SSLContext, here: Resolve
) -> None:
    asked: list[str | None] = []
    secure.sni_callback = lambda _socket, name, _context: asked.append(name)
    with Site(tls=secure) as site:
        site["/"] = "terms"
        async with Fetcher(LOCAL, resolve=here) as fetcher:
            page = await fetcher.get(site.url(host="policies.test."))
    assert isinstance(page, Snapshot)
    assert (page.body, asked) == (b"terms", ["policies.test"])


async def test_a_certificate_that_nobody_vouches_for_is_a_fault_of_tls(
    secure: ssl.SSLContext, here: Resolve, failure: Failure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with Site(tls=secure) as site:
        async with Fetcher(LOCAL, resolve=here) as fetcher:
            assert (await failure(site.url(host="policies.test"), by=fetcher)).kind == Kind.TLS
        assert site.connections == 1


async def test_a_certificate_for_another_name_is_a_fault_of_tls(
    secure: ssl.SSLContext, here: Resolve, failure: Failure
) -> None:
    with Site(tls=secure) as site:
        async with Fetcher(LOCAL, resolve=here) as fetcher:
            assert (await failure(site.url(host="other.test"), by=fetcher)).kind == Kind.TLS
        assert site.connections == 1


async def test_a_server_that_speaks_no_tls_is_a_fault_of_tls(failure: Failure) -> None:
    async def answer_plainly(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer_plainly, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        assert (await failure(f"https://127.0.0.1:{port}/")).kind == Kind.TLS


async def test_a_handshake_that_is_broken_off_is_a_lost_connection(failure: Failure) -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65536)
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        assert (await failure(f"https://127.0.0.1:{port}/")).kind == Kind.CONNECT


async def test_nonsense_after_the_handshake_is_a_fault_of_tls(
    secure: ssl.SSLContext, here: Resolve, failure: Failure
) -> None:
    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65536)
        os.write(writer.get_extra_info("socket").fileno(), b"not a record of TLS")
        writer.close()

    async with await asyncio.start_server(babble, "127.0.0.1", 0, ssl=secure) as server:
        port = server.sockets[0].getsockname()[1]
        async with Fetcher(LOCAL, resolve=here) as fetcher:
            assert (await failure(f"https://policies.test:{port}/", by=fetcher)).kind == Kind.TLS


async def test_a_page_cut_off_under_tls_is_truncated(secure: ssl.SSLContext, here: Resolve, failure: Failure) -> None:
    with Site(tls=secure) as site:
        site["/"] = Reply("terms" * 100, cut=10)
        async with Fetcher(LOCAL, resolve=here) as fetcher:
            assert (await failure(site.url(host="policies.test"), by=fetcher)).kind == Kind.TRUNCATED
