"""Real targets on loopback for alerts: a webhook that takes Apprise's JSON posts, and an SMTP server."""

from __future__ import annotations

import asyncio
import json
import threading
import warnings
from email import message_from_bytes, policy
from email.message import EmailMessage
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from apprise import Apprise

# Apprise imports its services when it is first asked for one, and below Python 3.13 one of them imports the deprecated
# imghdr: a warning, which the test run would make an error, inside whichever test happens to come first.
with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    Apprise.instantiate("json://127.0.0.1")


class _Handler(BaseHTTPRequestHandler):
    """Answers a webhook's posts as the webhook was told to."""

    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        status = self.server.webhook.take(body, dict(self.headers), self.path)
        self.send_response(status)
        if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(self.server.webhook.answer)))
        self.end_headers()
        self.wfile.write(self.server.webhook.answer)

    def do_GET(self) -> None:
        """Answer what follows a redirect: success, though no message came with it."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the signature of http.server
        """Stay silent: tests read `posts`."""


class _Server(ThreadingHTTPServer):
    """A server that knows its webhook and dies with the test, whatever a hanging client does."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    webhook: Webhook


class Webhook:
    """A webhook at `url`: what it took is in `posts` (parsed), what it turned away in `refused`.

    Used as a context manager, or with `up()` and `down()`; the address stays the same while it is down.
    """

    def __init__(self) -> None:
        self.posts: list[dict[str, Any]] = []
        self.refused: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.waiting = 0  # posts that hang
        self.answer = b""  # some services say more than that they took it
        self._failures: list[int] = []
        self._released = threading.Event()
        self._released.set()
        self._server: _Server | None = None
        self.port = 0
        self.up()

    @property
    def url(self) -> str:
        """The Apprise address that reaches this webhook."""
        return f"json://127.0.0.1:{self.port}/"

    def fail(self, times: int, status: int = HTTPStatus.INTERNAL_SERVER_ERROR) -> None:
        """Answer the next `times` posts with `status` in place of 200."""
        self._failures = [int(status)] * times

    def hang(self) -> None:
        """Answer no post until `release()`."""
        self._released.clear()

    def release(self) -> None:
        """Answer again, also the posts that hang."""
        self._released.set()

    def down(self) -> None:
        """Refuse connections until `up()`."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def up(self) -> None:
        """Listen, on the same port as before."""
        if self._server is None:
            self._server = _Server(("127.0.0.1", self.port), _Handler)
            self._server.webhook = self
            self.port = self._server.server_address[1]
            poll = {"poll_interval": 0.01}  # seconds; the default makes every `down()` wait half a second
            threading.Thread(target=self._server.serve_forever, kwargs=poll, daemon=True).start()

    def take(self, body: bytes, headers: dict[str, str], path: str) -> int:
        """Note a post and give the status to answer with."""
        self.waiting += 1
        self._released.wait()
        self.waiting -= 1
        self.headers.append(headers)
        self.paths.append(path)
        if self._failures:
            self.refused.append(json.loads(body))
            return self._failures.pop()
        self.posts.append(json.loads(body))
        return HTTPStatus.OK

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.release()
        self.down()


class _Controller(Controller):
    """aiosmtpd's controller on a port that the system chose."""

    def _trigger_server(self) -> None:
        """Note the port before aiosmtpd makes its first connection to it."""
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd leaves it untyped


class Mailbox:
    """An SMTP server at `url`, in plain SMTP: what it took is in `mails`, the recipients in `recipients`."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self._refusal = ""
        self._controller = _Controller(self, hostname="127.0.0.1", port=0)
        self._controller.start()

    @property
    def url(self) -> str:
        """The Apprise address that reaches this server, to reader@example.org from monitor@example.org."""
        at = f"127.0.0.1:{self._controller.port}"
        return f"mailto://{at}/?smtp=127.0.0.1&mode=insecure&from=monitor@example.org&to=reader@example.org"

    def refuse(self, answer: str = "550 not here") -> None:
        """Answer every mail with this SMTP line; an empty one takes mails again."""
        self._refusal = answer

    def close(self) -> None:
        """Stop listening."""
        self._controller.stop()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802 -- aiosmtpd's
        """Take a mail."""
        await asyncio.sleep(0)
        if self._refusal:
            return self._refusal
        mail = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.recipients.append(envelope.rcpt_tos)
        return "250 OK"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
