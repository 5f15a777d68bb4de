"""Apprise's services: opening one from an address, what it takes, and what is wrong with an address."""

from __future__ import annotations

import re
from contextlib import suppress
from ipaddress import ip_address
from typing import Any

from apprise import Apprise, AppriseAsset
from apprise.manager_plugins import NotificationManager

from monitor.alert.forms import FORMS, Form
from monitor.alert.overhearing import overhear
from monitor.alert.phrases import PRODUCT

# A service as Apprise builds it; the package has no type stubs.
Service = Any

# Where a program reads the message: it gets the text as it is.
WEBHOOKS = frozenset({"json", "jsons", "xml", "xmls", "form", "forms"})
# Whose messages are mails: a whole page of HTML, with a subject. Other services know a few tags at most.
MAILS = frozenset(
    {"acs", "azure", "brevo", "groundmail", "mailersend", "mailgun", "mailto", "mailtos", "o365", "postmark"}
    | {"resend", "sendgrid", "sendpulse", "ses", "smtp2go", "sparkpost"}
)
# Services that take attachments together with the message. Others take them afterwards, each on its own: one that
# failed would have the whole message sent again.
CARRIERS = frozenset({"mailto", "mailtos", "json", "jsons", "xml", "xmls"})
# Characters of body and title that a service shows well, where Apprise would send more: Slack's blocks hold no more,
# and ntfy makes a file of what is longer.
_BODY_LENGTHS = {"slack": 3_000, "ntfy": 3_000, "ntfys": 3_000}
_TITLE_LENGTHS = {"slack": 150}
# Seconds; Apprise's own four are too few for a busy target, which would take the message and be sent it again.
_TIMEOUTS = {"socket_connect_timeout": 15.0, "socket_read_timeout": 30.0}
# What the parsers of some services raise at an address that makes no sense.
_CRASHES = (AttributeError, IndexError, KeyError, TypeError, ValueError)
# Settings that not every release since 1.9.3 has.
_SETTINGS = {
    "app_id": PRODUCT,
    "app_desc": PRODUCT,
    "async_mode": False,
    "interpret_emojis": False,
    "pgp_autogen": False,
    "pem_autogen": False,
    # With a limit, Apprise sends from a few threads that all targets share, and calls lost what may arrive yet.
    "service_timeout": 0,
    "http_redirects": False,  # a redirected POST becomes a GET, whose answer says nothing about the message
}


def open_service(url: str) -> Service | None:
    """The service that an Apprise address names, its time limits set; None when Apprise does not understand it."""
    takes = dir(AppriseAsset)  # some of them with an underscore
    known: dict[str, Any] = {name: value for name, value in _SETTINGS.items() if name in takes or f"_{name}" in takes}
    service = None
    with overhear(), suppress(*_CRASHES):
        service = Apprise.instantiate(url, asset=AppriseAsset(storage_mode="memory", **known))
    if service is None:
        return None
    service.optional = False  # `optional=yes` makes Apprise report a failure as a success
    for name, seconds in _TIMEOUTS.items():
        if name not in vars(service):  # where the address gives `cto` or `rto`, it stands on the object
            setattr(service, name, seconds)
    return service


def problem(url: str) -> str:
    """What is wrong with an address that Apprise does not understand, without quoting more than its scheme."""
    scheme = scheme_of(url)
    if not scheme:
        return "not an Apprise address, which begins with a scheme such as mailto:// or json://"
    if scheme in {"http", "https"}:
        return (
            f"no service that Apprise knows has this {scheme}:// address; a webhook of your own is json:// or jsons://"
        )
    services = NotificationManager()  # type: ignore[no-untyped-call]  # Apprise leaves it untyped
    if scheme not in services:
        return f"Apprise knows no service called {scheme}://"
    if not services[scheme].enabled:
        return f"{scheme}:// needs {_required(services[scheme])}"
    return f"the {scheme}:// address is incomplete or invalid; how it is written: {services[scheme].setup_url}"


def scheme_of(url: str) -> str:
    """The scheme of an address, empty when it has none."""
    match = re.match(r"\s*([a-z][a-z0-9+.-]{0,19})://", url, re.IGNORECASE)
    return match[1].lower() if match else ""


def public_place(service: Service) -> tuple[str, ...]:
    """Host and port where they are a host and a port: many services keep a token in their place."""
    host = service.host or ""
    if "host" not in service.template_tokens or not _is_host(host):
        return ()
    return (host, str(service.port)) if service.port else (host,)


def form_of(service: Service) -> Form:
    """The form in which a service shows a message best; a `format` in its address is obeyed."""
    declared = service.notify_format
    formats = [_value(format_) for format_ in ([declared] if isinstance(declared, str) else declared)]
    best = _best(formats, webhook=service.schema in WEBHOOKS)
    resolve = getattr(service, "resolve_format", None)  # since Apprise 2, where a service may take several
    chosen = _value(resolve(best)) if resolve else formats[0]
    if service.schema == "slack" and chosen == "markdown":
        return "slack"
    return "mail" if service.schema in MAILS and chosen == "html" else next(form for form in FORMS if form == chosen)


def body_room(service: Service) -> int:
    """How many characters of body a service takes."""
    most: int = service.body_maxlen
    return min(most, _BODY_LENGTHS.get(service.schema, most))


def title_room(service: Service) -> int:
    """How many characters of title a service takes; 0 where it shows none."""
    most: int = service.title_maxlen
    return min(most, _TITLE_LENGTHS.get(service.schema, most))


def _best(formats: list[str], *, webhook: bool) -> str:
    """The form to prefer: what a service names first, but Markdown over text wherever people read it."""
    if "markdown" in formats and formats[0] == "text" and not webhook:
        return "markdown"
    return formats[0]


def _value(format_: Any) -> str:
    return str(getattr(format_, "value", format_))


def _is_host(name: str) -> bool:
    """Whether a name is a host's beyond doubt: it has a dot, or is an address, or is this machine."""
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return "." in name or name == "localhost"
    return True


def _required(service: Service) -> str:
    """The packages that a service lacks, as Apprise lists them."""
    packages = service.requirements.get("packages_required") or "a package that is not installed"
    return packages if isinstance(packages, str) else ", ".join(packages)
