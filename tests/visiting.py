"""Somebody who looks at the pages of an application, without a server."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

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
