"""Somebody who looks at the pages of an application, without a server."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape

import httpx
from starlette.types import ASGIApp


@dataclass(frozen=True)
class Visitor:
    """Asks as a browser on this machine would; cookies that it is given are kept."""

    app: ASGIApp
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)
    base_url: str = "http://localhost"

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
        return self.request("GET", path, headers=headers)

    def request(self, method: str, path: str, **how: object) -> httpx.Response:
        return asyncio.run(self._request(method, path, how))

    async def _request(self, method: str, path: str, how: Mapping[str, object]) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url=self.base_url, cookies=self.cookies) as client:
            answer = await client.request(method, path, **how)  # type: ignore[arg-type]  # the caller names them
            self.cookies.clear()
            self.cookies.update(client.cookies)
            return answer


def linked(get: Callable[[str], httpx.Response], *start: str, alike: int) -> dict[str, httpx.Response]:
    """What is answered at some addresses and at those that links lead to from there, so many of each kind."""
    found: dict[str, httpx.Response] = {}
    ahead, kinds = [*start], Counter(map(kind_of, start))
    for address in ahead:
        found[address] = answer = get(address)
        if is_page(answer):
            links = (unescape(link) for link in re.findall(r'href="(/[^"#]*)', answer.text))
            for link in dict.fromkeys(links):
                if link not in ahead and kinds[kind_of(link)] < alike:
                    kinds[kind_of(link)] += 1
                    ahead.append(link)
    return found


def is_page(answer: httpx.Response) -> bool:
    return answer.headers.get("content-type", "").startswith("text/html")


def kind_of(address: str) -> str:
    """An address without what tells pages of a kind apart: numbers, ids, and what is asked of it."""
    return re.sub(r"\d+|(?<=/services/)[\w-]+|(?<=/tags/)[^/?]+|(?<=\?).*", "…", address)
