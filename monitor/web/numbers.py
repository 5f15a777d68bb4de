"""Numbers in addresses: those that a database can hold, so that what they lead to is found there for good."""

from __future__ import annotations

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request


class _Number(Convertor[int]):
    """Digits, and no more of them than any database counts; other addresses lead nowhere."""

    regex = "[0-9]{1,9}"

    def convert(self, value: str) -> int:
        """What the address says."""
        return int(value)

    def to_string(self, value: int) -> str:
        """The number as an address has it."""
        return str(value)


register_url_convertor("number", _Number())

NUMBER = "{number:number}"
"""The part of a route that is the number of what it leads to."""


def permanent(request: Request) -> str:
    """The address under which what was asked for is found for good, by the name that we were asked by."""
    return f"{request.url.scheme}://{request.url.netloc}{request.url.path.removesuffix('.md')}"
