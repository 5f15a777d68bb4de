from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from servers import Site

from monitor.errors import FetchError
from monitor.fetch import Fetcher
from monitor.records import FetchSettings

LOOPBACK = FetchSettings(pause=0, timeout=3, deadline=10, allow_private_networks=True)

# for policies.test, signed by itself, good for a hundred years, secret to nobody
CERTIFICATE = Path(__file__).with_name("policies.test.pem")


async def here(host: str, port: int) -> list[str]:
    """Stand in for the name service: every name is this machine."""
    return ["127.0.0.1"]


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def open_fetcher() -> Callable[..., Fetcher]:
    """Make a fetcher for loopback, every name being this machine, with some settings changed."""
    return lambda **changes: Fetcher(replace(LOOPBACK, **changes), resolve=here)


@pytest.fixture
async def fetcher(open_fetcher: Callable[..., Fetcher]) -> AsyncIterator[Fetcher]:
    async with open_fetcher() as fetcher:
        yield fetcher


@pytest.fixture
def failure(fetcher: Fetcher) -> Callable[..., object]:
    """Fetch what cannot be had, and give the error."""

    async def fail(url: str, *, by: Fetcher = fetcher, headers: Mapping[str, str] | None = None) -> FetchError:
        with pytest.raises(FetchError) as caught:
            await by.get(url, headers=headers)
        assert caught.value.url == url
        return caught.value

    return fail


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Fetcher]:
    """A fetcher with a browser that serves all tests that ask for it, in their one event loop: to start one is slow."""
    async with Fetcher(replace(LOOPBACK, timeout=10, deadline=60), resolve=here) as fetcher:
        yield fetcher


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def hasty_browser() -> AsyncIterator[Fetcher]:
    """Another one, which waits for little."""
    async with Fetcher(replace(LOOPBACK, timeout=2, deadline=60), resolve=here) as fetcher:
        yield fetcher
