from collections.abc import Callable

import pytest
from servers import Reply, Site

from monitor.errors import FetchError
from monitor.fetch import Fetcher
from monitor.records import Snapshot

Open = Callable[..., Fetcher]


async def body(fetcher: Fetcher, url: str, **how: object) -> bytes:
    got = await fetcher.get(url, **how)  # type: ignore[arg-type]  # forwards keywords
    assert isinstance(got, Snapshot)
    return got.body


async def test_declared_cookies_go_to_the_pages_own_host_beside_those_it_sets(site: Site, fetcher: Fetcher) -> None:
    site["/policy"] = Reply(status=302, headers={"Location": "/policy/ch", "Set-Cookie": "seen=1"})
    site["/policy/ch"] = Reply("ok")
    await body(fetcher, site.url("/policy"), cookies={"region": "CH"})
    first, second = (request.headers["cookie"] for request in site.log)
    assert first == "region=CH"
    assert set(second.split("; ")) == {"region=CH", "seen=1"}


@pytest.mark.parametrize("host", ["localhost", "policies.test"])
async def test_declared_cookies_stay_at_home_when_a_page_leads_elsewhere(
    site: Site, fetcher: Fetcher, host: str
) -> None:
    site["/policy"] = Reply(status=302, headers={"Location": f"http://elsewhere.test:{site.port}/here"})
    site["/here"] = Reply("ok")
    await body(fetcher, f"http://{host}:{site.port}/policy", cookies={"region": "CH"})
    assert [request.headers.get("cookie") for request in site.log] == ["region=CH", None]


async def test_a_page_is_asked_for_through_the_declared_proxy_with_its_password(site: Site, fetcher: Fetcher) -> None:
    site["http://far.test/policy"] = Reply("through the proxy")
    got = await body(fetcher, "http://far.test/policy", proxy=f"http://me:secret@127.0.0.1:{site.port}")
    assert got == b"through the proxy"
    assert site.log[0].headers["proxy-authorization"] == "Basic bWU6c2VjcmV0"


async def test_each_page_of_a_host_goes_the_way_that_is_declared_for_it(site: Site, fetcher: Fetcher) -> None:
    site["/policy"] = Reply("straight")
    site[site.url("/policy")] = Reply("through the proxy")
    url, proxy = site.url("/policy"), f"http://127.0.0.1:{site.port}"
    assert [await body(fetcher, url, proxy=way) for way in (None, proxy, None)] == [
        b"straight",
        b"through the proxy",
        b"straight",
    ]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "169.254.169.254", "x.localhost"])
async def test_a_proxy_is_asked_for_no_private_address_and_may_have_one_itself(
    site: Site, open_fetcher: Open, host: str
) -> None:
    site["http://far.test/policy"] = Reply("ok")
    proxy = f"http://127.0.0.1:{site.port}"
    async with open_fetcher(allow_private_networks=False) as fetcher:
        assert await body(fetcher, "http://far.test/policy", proxy=proxy) == b"ok"
        with pytest.raises(FetchError) as caught:
            await fetcher.get(f"http://{host}/policy", proxy=proxy)
    assert caught.value.kind == "refused address"
    assert len(site.log) == 1


async def test_a_proxy_that_is_not_there_is_a_failed_fetch_that_shows_no_password(fetcher: Fetcher) -> None:
    with pytest.raises(FetchError) as caught:
        await fetcher.get("http://far.test/policy", proxy="http://me:secret@127.0.0.1:1")
    assert caught.value.kind == "connect"
    assert "secret" not in str(caught.value)
