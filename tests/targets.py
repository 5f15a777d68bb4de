"""Real targets on loopback for alerts: a webhook that takes Apprise's JSON posts, and an SMTP server."""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Literal, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from apprise import Apprise

# Apprise imports its services when it is first asked for one, and below Python 3.13 one of them imports the deprecated
# imghdr: a warning, which the test run would make an error, inside whichever test happens to come first.
with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    Apprise.instantiate("json://127.0.0.1")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a webhook answers, or where it cuts the connection: before or after it took the post, or while answering."""

    status: int = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: Literal["", "before", "after", "while answering"] = ""


class _Handler(BaseHTTPRequestHandler):
    """Answers a webhook's posts as the webhook was told to."""

    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        answer = self.server.webhook.take(body, dict(self.headers), self.path)
        if answer.cut in {"before", "after"}:
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if HTTPStatus.MULTIPLE_CHOICES <= answer.status < HTTPStatus.BAD_REQUEST:
            self.send_header("Location", "/elsewhere")
        said = self.server.webhook.answer
        self.send_header("Content-Length", str(len(said) + (100 if answer.cut else 0)))
        self.end_headers()
        if said:
            self.wfile.write(said)

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

    Used as a context manager, or with `up()` and `down()`; the address stays the same while it is down. With a TLS
    context it is reached by https alone.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.posts: list[dict[str, Any]] = []
        self.refused: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.waiting = 0  # posts that hang
        self.answer = b""  # some services say more than that they took it
        self.on_post: Callable[[], object] = lambda: None  # called with each post, before the answer
        self._failures: list[Answer] = []
        self._released = threading.Event()
        self._released.set()
        self._server: _Server | None = None
        self.port = 0
        self.up()

    @property
    def url(self) -> str:
        """The Apprise address that reaches this webhook."""
        return f"{'jsons' if self._tls else 'json'}://127.0.0.1:{self.port}/"

    def fail(self, times: int, status: int = HTTPStatus.INTERNAL_SERVER_ERROR, **headers: str) -> None:
        """Answer the next `times` posts with `status` in place of 200."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._failures = [Answer(int(status), named)] * times

    def cut(self, where: Literal["before", "after", "while answering"]) -> None:
        """Cut the connection of the next post."""
        self._failures = [Answer(cut=where)]

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
            if self._tls:
                self._server.socket = self._tls.wrap_socket(self._server.socket, server_side=True)
            self.port = self._server.server_address[1]
            poll = {"poll_interval": 0.01}  # seconds; the default makes every `down()` wait half a second
            threading.Thread(target=self._server.serve_forever, kwargs=poll, daemon=True).start()

    def take(self, body: bytes, headers: dict[str, str], path: str) -> Answer:
        """Note a post and give what to answer with."""
        self.waiting += 1
        self._released.wait()
        self.waiting -= 1
        self.headers.append(headers)
        self.paths.append(path)
        answer = self._failures.pop() if self._failures else Answer()
        is_taken = answer.status == HTTPStatus.OK and answer.cut != "before"
        post = (
            json.loads(body) if headers["Content-Type"].startswith("application/json") else {"message": body.decode()}
        )
        (self.posts if is_taken else self.refused).append(post)
        self.on_post()
        return answer

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
    """An SMTP server at `url`: what it took is in `mails`, the recipients in `recipients`.

    With a TLS context it wants it from the first byte, or after STARTTLS, and a login as `LOGIN`.
    """

    LOGIN = ("keeper", "nest-egg")

    def __init__(self, tls: ssl.SSLContext | None = None, *, starttls: bool = False) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.mode = "starttls" if starttls else "ssl" if tls else "insecure"
        self._needs_login = tls is not None
        self._refusal = ""
        self._cut = ""
        options: dict[str, Any] = {"ssl_context": None if starttls else tls, "tls_context": tls if starttls else None}
        if tls:
            options |= {"authenticator": self._authenticate, "auth_require_tls": starttls}
        self._controller = _Controller(self, hostname="127.0.0.1", port=0, **options)
        self._controller.start()

    @property
    def url(self) -> str:
        """The Apprise address that reaches this server, to reader@example.org from monitor@example.org."""
        at = f"127.0.0.1:{self._controller.port}"
        rest = f"?smtp=127.0.0.1&mode={self.mode}&from=monitor@example.org&to=reader@example.org"
        if self.mode == "insecure":
            return f"mailto://{at}/{rest}"
        return f"mailtos://{':'.join(self.LOGIN)}@{at}/{rest}"

    def cut(self, where: Literal["before", "after", "when leaving"]) -> None:
        """Cut the next connection before or after the mail was taken, or when the sender says goodbye."""
        self._cut = where

    def refuse(self, answer: str = "550 not here") -> None:
        """Answer every mail with this SMTP line; an empty one takes mails again."""
        self._refusal = answer

    def close(self) -> None:
        """Stop listening."""
        self._controller.stop()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's
        """Take a mail."""
        await asyncio.sleep(0)
        if self._needs_login and not session.authenticated:
            return "530 log in first"
        if self._refusal:
            return self._refusal
        if self._cut == "before":
            return self._hang_up(server)
        mail = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.recipients.append(envelope.rcpt_tos)
        return self._hang_up(server) if self._cut == "after" else "250 OK"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802 -- as above
        """Say goodbye."""
        await asyncio.sleep(0)
        return self._hang_up(server) if self._cut == "when leaving" else "221 Bye"

    def _hang_up(self, server: SMTP) -> str:
        self._cut = ""
        assert server.transport is not None
        server.transport.close()
        return "421 gone"

    def _authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: Any) -> AuthResult:
        return AuthResult(success=(data.login.decode(), data.password.decode()) == self.LOGIN, handled=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
