"""What the doctor looks at beyond this machine, and what it needs on it: the network, its time, a browser."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from monitor.cli.examinations import Diagnosis, declared_in, ok, problem, warning
from monitor.database import Database
from monitor.errors import FetchError
from monitor.fetch import UNREACHED, Fetcher
from monitor.records import Declaration, FetchSettings, Settings, Snapshot, counted

LITTLE_SKEW, MUCH_SKEW = 60.0, 3600.0  # seconds
PROXY_VARIABLES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")


def of_network(settings: Settings, hosts: int) -> Iterator[Diagnosis]:
    """Whether pages of the first so many declared hosts come, and how our clock differs from theirs."""
    ignored = [name for name in PROXY_VARIABLES if os.environ.get(name)]
    if ignored and not any(declaration.proxy for declaration in settings.declarations):
        yield warning(f"{ignored[0]} is set, and not used for pages", "name it as proxy of the documents that need it")
    if not hosts:
        yield ok("nobody was asked: --hosts 0")
        return
    asked = list(_first_of_hosts(settings.declarations, hosts))
    answers = asyncio.run(_ask(settings.fetch, asked))
    told = problem if all(map(_is_unreached, answers)) else warning
    for declaration, answer in zip(asked, answers, strict=True):
        yield _of_host(urlsplit(declaration.pages[0].url).hostname, answer, told)
    yield from _skew(answers)


def _of_host(host: str | None, answer: object, told: Callable[[str, str], Diagnosis]) -> Diagnosis:
    """What became of asking a host; an error page is an answer, too."""
    if not isinstance(answer, FetchError):
        return ok(f"{host} answers")
    if not _is_unreached(answer):
        return ok(f"{host} answers: {answer.kind}")
    return told(f"{host}: {answer.kind}: {answer.detail}", "see the network, its names and any firewall")


def _is_unreached(answer: object) -> bool:
    return isinstance(answer, FetchError) and answer.kind in UNREACHED


def of_browser(settings: Settings, database: Database) -> Iterator[Diagnosis]:
    """Whether there is one that starts, and which documents need it."""
    states = declared_in(database)
    missed = [state.key for state in states if state.failing_kind == "no browser"]
    used = [state.key for state in states if state.browser_until is not None]
    declared = [each.key for each in settings.declarations if any(page.browser for page in each.pages)]
    needed = len({*missed, *used, *declared})
    need = counted(needed, "document needs", "documents need")
    advice = "this program's extra [browser], and Chromium from the system or by `playwright install chromium`"
    try:
        asyncio.run(_start(settings.fetch))
    except FetchError as error:
        if needed:
            yield problem(f"{need} one: {error.kind}: {error.detail}", advice)
        elif error.kind == "no browser":
            yield warning("there is none, and no document has needed one so far", advice)
        else:
            yield warning(f"it does not start: {error.detail}", "see browser_path under [fetch]")
        return
    yield ok(f"it starts; {need} it")


async def _start(settings: FetchSettings) -> None:
    async with Fetcher(settings) as fetcher:
        await fetcher.start_browser()


async def _ask(settings: FetchSettings, some: Sequence[Declaration]) -> list[object]:
    """Ask for the first page of some documents, side by side; what fails is given as its FetchError."""

    async def one(fetcher: Fetcher, declaration: Declaration) -> object:
        try:
            return await fetcher.get(
                declaration.pages[0].url,
                headers=declaration.headers,
                cookies=declaration.cookies,
                proxy=declaration.proxy,
            )
        except FetchError as error:
            return error

    async with Fetcher(settings) as fetcher:
        return await asyncio.gather(*(one(fetcher, declaration) for declaration in some))


def _first_of_hosts(declarations: Iterable[Declaration], hosts: int) -> Iterator[Declaration]:
    seen: set[str | None] = set()
    for declaration in declarations:
        host = urlsplit(declaration.pages[0].url).hostname
        if host not in seen and len(seen) < hosts:
            seen.add(host)
            yield declaration


def _skew(answers: Iterable[object]) -> Iterator[Diagnosis]:
    """How our clock differs from those of the servers, where they say: the least of these counts."""
    pages = [answer for answer in answers if isinstance(answer, Snapshot)]
    differences = [skew for page in pages if (skew := _difference(page)) is not None]
    if not differences:
        return
    least = min(differences, key=abs)
    if abs(least) < LITTLE_SKEW:
        yield ok(f"our clock is right to {max(1.0, abs(least)):.0f} s")
    else:
        told = warning if abs(least) < MUCH_SKEW else problem
        yield told(f"our clock is {abs(least):.0f} s {'ahead' if least > 0 else 'behind'}", "set it, such as by NTP")


def _difference(page: Snapshot) -> float | None:
    """By how many seconds our clock was ahead of the server's when a page came."""
    said = next((value for name, value in page.headers if name.lower() == "date"), "")
    try:
        at = parsedate_to_datetime(said)
    except ValueError:
        return None
    return (page.fetched_at - at.replace(tzinfo=at.tzinfo or UTC)).total_seconds()
