"""Receive: get a document's pages, plain or built by a browser, and stop as soon as nothing can have changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from monitor.errors import ExtractError, FetchError
from monitor.fetch import Fetcher
from monitor.pipeline.apart import caught_up
from monitor.pipeline.read import Candidate, first_judgement, read
from monitor.records import Declaration, KnownPage, NotModified, Page, Snapshot, Standing, Validators, Verdict

# What plain HTTP gets where a browser may get the document.
HELPED = frozenset(
    {"javascript shell", "challenge", "access denied", "consent", "empty", "lost text", "section not found"}
)
HELPED_STATUSES = frozenset({400, 401, 403, 405, 406, 409, 418, 503})
NO_BROWSER = "a browser may read it: pip install '.[browser]' in the checkout, and Chromium"

Known = Mapping[str, KnownPage]
Judge = Callable[[Candidate], Awaitable[Verdict]]


@dataclass(frozen=True, slots=True)
class Receipt:
    """How a document came: what was read, or None when nothing readable came or nothing has changed.

    `seen` is what to remember of pages whose bytes or validators changed and whose visible text did not; `around` tells
    that the visible text changed; `size` is that of what came, in bytes; `status` and `retry_after` (seconds) are those
    of a failed fetch.
    """

    candidate: Candidate | None
    verdict: Verdict
    rendered: bool = False
    seen: tuple[KnownPage, ...] = ()
    around: bool = False
    size: int = 0
    status: int | None = None
    retry_after: float = 0.0

    @property
    def readable(self) -> bool:
        """Whether the document came, or word that it has not changed."""
        return self.verdict.standing is not Standing.REFUSED


@dataclass(frozen=True, slots=True)
class Receiver:
    """Receives one document; `judge` says whether what was read is the document, `known` what was last accepted."""

    fetcher: Fetcher
    declaration: Declaration
    judge: Judge = first_judgement
    known: Known = field(default_factory=dict)
    may_render: bool = True  # also where no declaration asks for a browser

    async def receive(self, *, rendered: bool = False, expected: str | None = None) -> Receipt:
        """Get the document plain, and through a browser where that is of no use or when it is to be `rendered`.

        With the fingerprint that is `expected`, the plain text is only taken when it is just that.
        """
        if rendered:
            return await self._attempt(rendered=True)
        plain = await self._attempt(rendered=False)
        if not (self._may_be_helped(plain) or (expected and not _says(plain, expected))):
            return plain
        if not self.fetcher.can_render:
            return plain if plain.readable else _advised(plain)
        built = await self._attempt(rendered=True)
        if built.verdict.standing is Standing.DOCUMENT or expected:
            return built
        return _compared(plain, built.verdict)

    def _may_be_helped(self, plain: Receipt) -> bool:
        if not self.may_render or all(page.browser for page in self.declaration.pages):
            return False
        return plain.verdict.kind in HELPED or plain.status in HELPED_STATUSES

    async def _attempt(self, *, rendered: bool) -> Receipt:
        try:
            receipt = await self._fetch(self.known, rendered=rendered)
            if receipt.verdict.standing is Standing.SUSPICIOUS:  # an error page may be gone a moment later
                receipt = await self._fetch({}, rendered=rendered)
        except FetchError as error:
            verdict = Verdict(Standing.REFUSED, error.kind, error.detail)
            return Receipt(None, verdict, rendered, status=error.status, retry_after=error.retry_after or 0.0)
        except ExtractError as error:
            return Receipt(None, Verdict(Standing.REFUSED, error.kind, error.detail), rendered)
        return receipt

    async def _fetch(self, known: Known, *, rendered: bool) -> Receipt:
        """Get every page, and read them unless their bytes or their visible words are those known."""
        pages = self.declaration.pages
        answers = [await self._get(page, known.get(page.url), rendered=rendered) for page in pages]
        if all(_is_known(answer, known) for answer in answers):
            return _unread(_newly_tagged(answers, known), rendered=rendered)
        snapshots = await self._complete(answers, rendered=rendered)
        before = [known[page.url].visible if page.url in known else None for page in pages]
        candidate = await read(self.declaration, snapshots, before)
        if candidate is None:
            return _unread(snapshots, rendered=rendered)
        size = _size(snapshots)
        return Receipt(candidate, await self.judge(candidate), rendered, around=all(before), size=size)

    async def _complete(self, answers: Sequence[Snapshot | NotModified], *, rendered: bool) -> tuple[Snapshot, ...]:
        """Every page's bytes: those that have not changed are asked for once more, without conditions."""
        received = [
            answer if isinstance(answer, Snapshot) else await self._get(page, None, rendered=rendered)
            for page, answer in zip(self.declaration.pages, answers, strict=True)
        ]
        return tuple(snapshot for snapshot in received if isinstance(snapshot, Snapshot))

    async def _get(self, page: Page, known: KnownPage | None, *, rendered: bool) -> Snapshot | NotModified:
        declaration = self.declaration
        language = {"Accept-Language": declaration.language} if declaration.language else {}
        headers = {**language, **declaration.headers}
        if rendered or page.browser:
            return await self.fetcher.render(
                page.url, headers=headers, cookies=declaration.cookies, proxy=declaration.proxy
            )
        return await self.fetcher.get(
            page.url,
            headers=headers,
            cookies=declaration.cookies,
            proxy=declaration.proxy,
            validators=known.validators if known else Validators(),
            ready=caught_up,
        )


def _is_known(answer: Snapshot | NotModified, known: Known) -> bool:
    if isinstance(answer, NotModified):
        return True
    return answer.url in known and answer.sha256 == known[answer.url].sha256


def _unread(received: Sequence[Snapshot], *, rendered: bool) -> Receipt:
    """What becomes of pages that say the same as before: they themselves do not wait in memory to be noted."""
    seen = tuple(KnownPage(each.sha256, validators=each.validators) for each in received)
    return Receipt(None, Verdict(Standing.DOCUMENT), rendered, seen=seen, size=_size(received))


def _size(received: Iterable[Snapshot]) -> int:
    return sum(len(each.body) for each in received)


def _newly_tagged(answers: Sequence[Snapshot | NotModified], known: Known) -> tuple[Snapshot, ...]:
    """The pages of a document where the same bytes came with other validators, which spare the next answer its body."""
    received = tuple(answer for answer in answers if isinstance(answer, Snapshot))
    is_new = any(answer.validators != known[answer.url].validators for answer in received)
    return received if is_new and len(received) == len(answers) else ()


def _says(plain: Receipt, expected: str) -> bool:
    return plain.candidate is not None and plain.candidate.fingerprint == expected


def _advised(plain: Receipt) -> Receipt:
    return _explained(plain, NO_BROWSER)


def _compared(plain: Receipt, built: Verdict) -> Receipt:
    """What came plain, with how a browser fared where that matters."""
    if plain.verdict.standing is Standing.DOCUMENT:
        return plain
    same = (built.kind, built.reason) == (plain.verdict.kind, plain.verdict.reason)
    return _explained(plain, "in a browser, too" if same else f"a browser was tried: {built.kind}: {built.reason}")


def _explained(plain: Receipt, more: str) -> Receipt:
    verdict = plain.verdict
    return replace(plain, verdict=replace(verdict, reason=f"{verdict.reason} ({more})"))
