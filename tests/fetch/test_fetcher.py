import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from servers import Reply, Request, Site

from monitor import __version__
from monitor.errors import FetchError
from monitor.fetch import Fetcher, Kind
from monitor.records import FetchSettings, NotModified, Snapshot, Validators

Failure = Callable[..., Awaitable[FetchError]]
OpenFetcher = Callable[..., Fetcher]


async def snapshot(fetcher: Fetcher, url: str, **options: Any) -> Snapshot:
    result = await fetcher.get(url, **options)
    assert isinstance(result, Snapshot)
    return result


# ── what comes back ──────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_page_comes_back_exactly_as_it_was_served(site: Site, fetcher: Fetcher) -> None:
    site["/terms"] = Reply(b"\xff\x00terms", headers={"Content-Type": "text/html; charset=x", "X-Served-By": "caf\xe9"})
    page = await snapshot(fetcher, site.url("/terms"))
    assert (page.status, page.body, page.media_type) == (200, b"\xff\x00terms", "text/html; charset=x")
    assert page.url == page.final_url == site.url("/terms")
    assert ("X-Served-By", "caf\xe9") in page.headers
    assert page.fetched_at.utcoffset() == timedelta(0)
    assert abs(page.fetched_at - datetime.now(UTC)) < timedelta(minutes=1)


async def test_the_program_says_who_it_is_and_what_it_reads(site: Site, fetcher: Fetcher) -> None:
    site["/"] = "terms"
    await fetcher.get(site.url())
    sent = site.log[0].headers
    assert sent["user-agent"].startswith(f"terms-monitor/{__version__} ")
    assert sent["accept"].startswith("text/html")
    assert sent["accept-language"].startswith("en")
    assert sent["accept-encoding"] == "gzip, deflate, br, zstd"
    assert sent["host"] == f"127.0.0.1:{site.port}"


async def test_the_configured_name_goes_before_our_own_and_a_declared_one_before_both(
    site: Site, open_fetcher: OpenFetcher
) -> None:
    site["/"] = "terms"
    async with open_fetcher(user_agent="Watcher (watch@example.org)") as fetcher:
        await fetcher.get(site.url())
        await fetcher.get(site.url(), headers={"User-Agent": "Other", "Accept-Language": "de"})
    assert [request.headers["user-agent"] for request in site.log] == ["Watcher (watch@example.org)", "Other"]
    assert site.log[1].headers["accept-language"] == "de"


async def test_declared_headers_cannot_take_over_the_connection(site: Site, fetcher: Fetcher) -> None:
    site["/"] = "terms"
    await fetcher.get(site.url(), headers={"Host": "other.test", "Accept-Encoding": "rot13", "Range": "bytes=0-1"})
    assert site.log[0].headers["host"] == f"127.0.0.1:{site.port}"
    assert site.log[0].headers["accept-encoding"] == "gzip, deflate, br, zstd"
    assert "range" not in site.log[0].headers


async def test_a_header_that_cannot_be_sent_is_a_failed_fetch(site: Site, failure: Failure) -> None:
    assert (await failure(site.url(), headers={"X-Note": "a\r\nX-Injected: b"})).kind == Kind.PROTOCOL
    assert (await failure(site.url(), headers={"X No Name": "a"})).kind == Kind.PROTOCOL
    assert not site.log


async def test_headers_beyond_latin_are_sent_as_they_are(site: Site, fetcher: Fetcher) -> None:
    site["/"] = "terms"
    await fetcher.get(site.url(), headers={"X-Name": "Zürich €"})
    assert site.log[0].headers["x-name"].encode("latin-1").decode() == "Zürich €"


@pytest.mark.parametrize("status", [204, 205, 206, 300, 304, 403, 404, 410, 500, 503, 999])
async def test_an_answer_that_is_no_page_fails_with_its_status(status: int, site: Site, failure: Failure) -> None:
    site["/"] = Reply("" if status in {204, 205, 304} else "Just a moment", status=status)
    error = await failure(site.url())
    assert (error.kind, error.status) == (Kind.HTTP_STATUS, status)
    assert "Just a moment" not in str(error)


async def test_the_connection_outlives_an_error_page(site: Site, fetcher: Fetcher, failure: Failure) -> None:
    site["/"] = "terms"
    await failure(site.url("/missing"))
    await fetcher.get(site.url())
    assert site.connections == 1


async def test_a_huge_error_page_is_not_read_to_its_end(site: Site, fetcher: Fetcher, failure: Failure) -> None:
    site["/missing"] = Reply(b"x" * 5_000_000, status=404)
    site["/"] = "terms"
    assert (await failure(site.url("/missing"))).status == 404
    await fetcher.get(site.url())
    assert site.connections == 2


# ── conditional requests ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("mark", [{"ETag": '"caf\xe9"'}, {"Last-Modified": "Mon, 02 Nov 2026 10:00:00 GMT"}])
async def test_an_unchanged_page_is_not_sent_again(mark: dict[str, str], site: Site, fetcher: Fetcher) -> None:
    site["/"] = Reply("terms", headers=mark)
    first = await snapshot(fetcher, site.url())
    again = await fetcher.get(site.url(), validators=first.validators)
    assert isinstance(again, NotModified)
    assert again.url == site.url()
    site["/"] = Reply("new terms", headers={"ETag": '"2"'})
    assert (await snapshot(fetcher, site.url(), validators=first.validators)).body == b"new terms"


async def test_validators_are_for_the_address_that_gave_them_only(site: Site, fetcher: Fetcher) -> None:
    site["/"] = Reply(status=302, headers={"Location": "/v2"})
    site["/v2"] = Reply("terms", headers={"ETag": '"1"'})
    page = await snapshot(fetcher, site.url(), validators=Validators(etag='"1"'))
    assert page.body == b"terms"
    assert page.validators == Validators()


# ── size and completeness ────────────────────────────────────────────────────────────────────────────────────────


async def test_a_page_may_be_as_large_as_allowed_and_no_larger(
    site: Site, open_fetcher: OpenFetcher, failure: Failure
) -> None:
    site["/fits"] = "x" * 1000
    site["/not"] = "x" * 1001
    async with open_fetcher(max_bytes=1000) as fetcher:
        assert len((await snapshot(fetcher, site.url("/fits"))).body) == 1000
        assert (await failure(site.url("/not"), by=fetcher)).kind == Kind.TOO_LARGE


async def test_a_stream_without_end_is_left_at_the_limit(
    site: Site, open_fetcher: OpenFetcher, failure: Failure
) -> None:
    chunk = b"400\r\n" + b"x" * 1024 + b"\r\n"
    site["/"] = Reply(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk * 1000)
    async with open_fetcher(max_bytes=3000) as fetcher:
        assert (await failure(site.url(), by=fetcher)).kind == Kind.TOO_LARGE


async def test_a_server_that_only_announces_answers_is_given_up(
    site: Site, open_fetcher: OpenFetcher, failure: Failure
) -> None:
    site["/"] = Reply(raw=b"HTTP/1.1 103 Early Hints\r\n\r\n" * 2000)
    async with open_fetcher(deadline=1) as fetcher:
        assert (await failure(site.url(), by=fetcher)).kind in {Kind.TIMEOUT, Kind.CONNECT}


async def test_the_size_is_counted_after_decompression(site: Site, open_fetcher: OpenFetcher, failure: Failure) -> None:
    site["/"] = Reply("x" * 1001, gzip=True)
    async with open_fetcher(max_bytes=1000) as fetcher:
        assert (await failure(site.url(), by=fetcher)).kind == Kind.TOO_LARGE


async def test_a_compressed_page_is_read(site: Site, fetcher: Fetcher) -> None:
    site["/"] = Reply("terms " * 1000, gzip=True)
    assert (await snapshot(fetcher, site.url())).body == b"terms " * 1000


async def test_a_page_that_ends_before_its_end_is_not_taken_for_the_page(site: Site, failure: Failure) -> None:
    site["/length"] = Reply("terms " * 100, cut=50)
    site["/chunked"] = Reply(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nterms\r\n")
    site["/nonsense"] = Reply(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfive\r\nterms\r\n")
    for path in ("/length", "/chunked", "/nonsense"):
        assert (await failure(site.url(path))).kind == Kind.TRUNCATED


# ── time ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_server_that_says_nothing_is_given_up(site: Site, open_fetcher: OpenFetcher, failure: Failure) -> None:
    site["/"] = Reply("terms", stall=60)
    async with open_fetcher(timeout=0.1) as fetcher:
        assert (await failure(site.url(), by=fetcher)).kind == Kind.TIMEOUT


async def test_a_server_that_drips_is_given_up_at_the_deadline(
    site: Site, open_fetcher: OpenFetcher, failure: Failure
) -> None:
    site["/"] = Reply("terms " * 1000, drip=(1, 0.02))
    async with open_fetcher(deadline=0.2) as fetcher:
        assert (await failure(site.url(), by=fetcher)).kind == Kind.TIMEOUT


async def test_the_deadline_counts_over_all_redirects(site: Site, open_fetcher: OpenFetcher, failure: Failure) -> None:
    for number in range(8):
        site[f"/{number}"] = Reply(status=302, headers={"Location": f"/{number + 1}"}, stall=0.1)
    async with open_fetcher(deadline=0.3) as fetcher:
        assert (await failure(site.url("/0"), by=fetcher)).kind == Kind.TIMEOUT
    assert len(site.log) < 8


async def test_waiting_for_ones_turn_does_not_count_towards_the_deadline(site: Site, open_fetcher: OpenFetcher) -> None:
    site["/"] = "terms"
    async with open_fetcher(deadline=0.5, pause=0.2) as fetcher:
        await asyncio.gather(*(fetcher.get(site.url()) for _ in range(4)))


# ── a second try ─────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_connection_lost_before_an_answer_is_tried_once_more(site: Site, fetcher: Fetcher) -> None:
    answers = iter([Reply(raw=b""), Reply("terms")])
    site["/"] = lambda _: next(answers)
    assert (await snapshot(fetcher, site.url())).body == b"terms"


async def test_a_connection_is_not_tried_a_third_time(site: Site, failure: Failure) -> None:
    site["/"] = Reply(raw=b"")
    assert (await failure(site.url())).kind == Kind.CONNECT
    assert len(site.log) == 2


async def test_an_answer_is_not_asked_for_twice(site: Site, failure: Failure) -> None:
    for path, reply in {"/500": Reply(status=500), "/raw": Reply(raw=b"what?\r\n\r\n")}.items():
        site[path] = reply
        await failure(site.url(path))
    assert len(site.log) == 2


# ── redirects ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_followed(status: int, site: Site, fetcher: Fetcher) -> None:
    site["/old"] = Reply(status=status, headers={"Location": "new/terms?a=ä b#top"})
    site["/new/terms?a=%C3%A4%20b"] = "terms"
    page = await snapshot(fetcher, site.url("/old"))
    assert (page.body, page.url) == (b"terms", site.url("/old"))
    assert page.final_url == site.url("/new/terms?a=%C3%A4%20b#top")
    assert site.connections == 1


async def test_redirects_end_at_the_limit(site: Site, open_fetcher: OpenFetcher, failure: Failure) -> None:
    for number in range(9):
        site[f"/{number}"] = Reply(status=302, headers={"Location": f"/{number + 1}"})
    site["/2"] = "terms"
    async with open_fetcher(max_redirects=2) as fetcher:
        assert (await snapshot(fetcher, site.url("/0"))).body == b"terms"
        site["/2"] = Reply(status=302, headers={"Location": "/3"})
        assert (await failure(site.url("/0"), by=fetcher)).kind == Kind.TOO_MANY_REDIRECTS
    assert len(site.log) == 6


async def test_a_circle_is_noticed_at_once(site: Site, failure: Failure) -> None:
    site["/a"] = Reply(status=302, headers={"Location": "/b"})
    site["/b"] = Reply(status=302, headers={"Location": "/a#again"})
    assert (await failure(site.url("/a"))).kind == Kind.TOO_MANY_REDIRECTS
    assert len(site.log) == 2


@pytest.mark.parametrize(
    "location",
    [
        "",
        "ftp://example.org/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//a@127.0.0.1/",
        "//127.1/",
        "\\\\host",
        "//[",
    ],
)
async def test_a_redirect_to_what_is_not_fetched_is_an_error(location: str, site: Site, failure: Failure) -> None:
    site["/"] = Reply(status=302, headers={"Location": location})
    assert (await failure(site.url())).kind == Kind.REDIRECT


async def test_a_redirect_without_an_address_is_an_error(site: Site, failure: Failure) -> None:
    site["/"] = Reply(status=301)
    assert (await failure(site.url())).kind == Kind.REDIRECT


async def test_secrets_stay_with_the_declared_origin(site: Site, fetcher: Fetcher) -> None:
    site["/"] = Reply(status=302, headers={"Location": site.url("/there", host="elsewhere.test")})
    site["/there"] = Reply(status=302, headers={"Location": site.url("/back", host="declared.test")})
    site["/back"] = "terms"
    secrets = {"Authorization": "Bearer s", "Cookie": "session=s", "X-Key": "s"}
    await fetcher.get(site.url(host="declared.test"), headers={**secrets, "Accept-Language": "fr"})
    asked, elsewhere, back = (request.headers for request in site.log)
    for name in map(str.lower, secrets):
        assert (name in asked, name in elsewhere, name in back) == (True, False, True)
    assert elsewhere["accept-language"] == "fr"


async def test_another_port_is_another_origin(site: Site, fetcher: Fetcher) -> None:
    with Site() as other:
        other["/"] = "terms"
        site["/"] = Reply(status=302, headers={"Location": other.url()})
        await fetcher.get(site.url(), headers={"Authorization": "Bearer s"})
        assert "authorization" in site.log[0].headers
        assert "authorization" not in other.log[0].headers


async def test_a_page_that_wants_its_cookie_back_gets_it(site: Site, fetcher: Fetcher) -> None:
    def consent(request: Request) -> Reply:
        if request.headers.get("cookie") == "seen=1":
            return Reply("terms")
        return Reply(status=302, headers={"Location": "/", "Set-Cookie": "seen=1"})

    site["/"] = consent
    assert (await snapshot(fetcher, site.url())).body == b"terms"


async def test_cookies_go_to_no_other_host_and_to_no_later_fetch(site: Site, fetcher: Fetcher) -> None:
    site["/"] = Reply(status=302, headers={"Location": site.url("/b", host="b.test"), "Set-Cookie": "seen=1"})
    site["/b"] = "terms"
    await fetcher.get(site.url(host="a.test"))
    await fetcher.get(site.url(host="a.test"))
    assert all("cookie" not in request.headers for request in site.log)
    assert len(site.log) == 4


# ── nobody to ask ────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_port_where_nobody_listens_is_a_failed_connection(failure: Failure) -> None:
    with Site() as gone:
        pass
    error = await failure(gone.url())
    assert error.kind == Kind.CONNECT
    assert f"'127.0.0.1', {gone.port}" in error.detail


async def test_the_kind_is_a_plain_word(failure: Failure) -> None:
    assert type((await failure("gopher://example.org/")).kind) is str


async def test_the_proxies_of_the_environment_are_not_used(
    site: Site, open_fetcher: OpenFetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Site() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url())
        monkeypatch.setenv("ALL_PROXY", proxy.url())
        site["/"] = "terms"
        async with open_fetcher() as fetcher:
            await fetcher.get(site.url())
        assert not proxy.log


async def test_the_default_settings_refuse_this_very_machine(site: Site, failure: Failure) -> None:
    async with Fetcher(FetchSettings()) as fetcher:
        assert (await failure(site.url(), by=fetcher)).kind == Kind.REFUSED_ADDRESS
    assert site.connections == 0
