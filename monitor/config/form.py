"""The form of `sources.toml`: every table and key there is, with what is expected of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

SECRET = {"secret": True}  # a value that no message shows

Text = Annotated[str, Meta(min_length=1, description="text")]
Texts = Annotated[list[Text], Meta(description="a list of texts")]
Duration = Annotated[str, Meta(description='a duration such as "500ms", "30s", "5m", "6h", "1d" or "2w"')]
_Some = Annotated[list[str | dict[str, Any]], Meta(min_length=1)]
_SELECTORS = Meta(description="a CSS selector, a range between two of them, or a list of these")
Selectors = Annotated[str | dict[str, Any] | _Some, _SELECTORS]
Removals = Annotated[str | dict[str, Any] | list[str | dict[str, Any]], _SELECTORS]  # an empty list removes nothing
Filters = Annotated[
    str | dict[str, Any] | list[str | dict[str, Any]],
    Meta(description="the name of a filter, a table of one name with its parameters, or a list of these"),
]
Flag = Annotated[bool, Meta(description="true or false")]
Secrets = Annotated[dict[str, str], Meta(description="a table of texts", extra=SECRET)]
Table = Annotated[dict[str, Any], Meta(description="a table")]
TimeOfDay = Annotated[str, Meta(description='a time of day such as "08:00"')]


class Form(Struct, forbid_unknown_fields=True):
    """A table with the keys that it may hold."""


class Root(Form, kw_only=True):
    """The file as a whole."""

    fetch: Table = {}
    schedule: Table = {}
    alerts: Annotated[list[Any], Meta(description="tables headed [[alerts]]", extra=SECRET)] = []
    messages: Table = {}
    reminders: Table = {}
    notices: Table = {}
    storage: Table = {}
    web: Table = {}
    services: Table = {}


class Fetch(Form, kw_only=True):
    """`[fetch]`: how pages are asked for."""

    user_agent: Text | None = None
    pause: Duration | None = None
    timeout: Duration | None = None
    deadline: Duration | None = None
    concurrency: Annotated[int, Meta(ge=1, le=256, description="a whole number from 1 to 256")] | None = None
    max_size: Annotated[str, Meta(description='a size such as "500 KB" or "20 MB"')] | None = None
    max_redirects: Annotated[int, Meta(ge=0, le=20, description="a whole number from 0 to 20")] | None = None
    allow_private_networks: Flag | None = None
    browser: Annotated[Literal["auto", "declared"], Meta(description='"auto" or "declared"')] | None = None
    browser_path: Text | None = None


class Schedule(Form, kw_only=True):
    """`[schedule]`, and the same keys of a service or a document: when to check."""

    every: Duration | None = None
    cron: Text | None = None
    time_zone: Text | None = None
    adaptive: Flag | None = None


class Alert(Form, kw_only=True):
    """`[[alerts]]`: one target and what it wants to hear."""

    url: Annotated[str, Meta(min_length=1, description="an address such as slack://…", extra=SECRET)]
    name: Text | None = None
    min_severity: Annotated[Literal["alert", "notice", "change"], Meta(description='"alert", "notice" or "change"')] = (
        "alert"
    )
    services: Texts = []
    tags: Texts = []
    practices: Texts = []
    directions: Texts = []
    languages: Texts = []
    regions: Texts = []
    troubles: Flag = True
    language: Annotated[Literal["en", "fr", "de", "it"], Meta(description='"en", "fr", "de" or "it"')] = "en"
    time_zone: Text = "UTC"
    digest: Annotated[Literal["none", "daily", "weekly"], Meta(description='"none", "daily" or "weekly"')] = "none"
    digest_at: TimeOfDay | None = None
    digest_on: Text | None = None
    quiet: Annotated[str, Meta(description='two times of day such as "22:00-07:00"')] | None = None
    alerts_break_quiet: Flag | None = None
    give_up_after: Duration = "7d"


class Messages(Form, kw_only=True):
    """`[messages]`: how what people are told is written."""

    templates: Text | None = None


_Days = Annotated[int, Meta(ge=0, le=365)]


class Reminders(Form, kw_only=True):
    """`[reminders]`: when people are reminded of a day ahead."""

    days: Annotated[list[_Days], Meta(description="a list of whole numbers from 0 to 365")] = field(
        default_factory=lambda: [14, 3, 1]
    )
    at: TimeOfDay = "08:00"
    time_zone: Text = "UTC"
    calendar: Text | None = None


class Notices(Form, kw_only=True):
    """`[notices]`: when people are told that something does not work."""

    unreadable_after: Duration = "3d"
    nothing_read_after: Duration = "1d"
    heartbeat: Annotated[str, Meta(min_length=1, description="an http or https address", extra=SECRET)] | None = None


class Web(Form, kw_only=True):
    """`[web]`: where the daemon answers over HTTP."""

    enabled: Flag = True
    listen: Annotated[str, Meta(description='an address and a port such as "127.0.0.1:8765"')] | None = None
    url: Text | None = None
    hosts: Texts = []
    proxies: Texts = []
    password: Annotated[str, Meta(description="a text", extra=SECRET)] | None = None
    token: Annotated[str, Meta(description="a text", extra=SECRET)] | None = None
    document_series: Annotated[int, Meta(ge=0, description="a whole number from 0 on")] = 10_000


class Storage(Form, kw_only=True):
    """`[storage]`: how long what is stored is kept."""

    keep_checks: Duration | None = None
    keep_originals: Duration | None = None


class Service(Schedule, kw_only=True):
    """`[services.ID]`: a platform."""

    name: Text | None = None
    tags: Texts = []
    terms: Table = {}


class Page(Form, kw_only=True):
    """One of the pages of `combine`."""

    fetch: Text
    select: Selectors | None = None
    remove: Removals | None = None
    section: Text | None = None
    filter: Filters | None = None
    browser: Flag | None = None


class Variant(Schedule, kw_only=True):
    """`[services.ID.terms."TYPE".variants.NAME]`: what one variant says otherwise than its document."""

    fetch: Text | None = None
    combine: Annotated[list[Any], Meta(description="a list of tables")] | None = None
    select: Selectors | None = None
    remove: Removals | None = None
    section: Text | None = None
    filter: Filters | None = None
    browser: Flag | None = None
    region: Text | None = None
    language: Annotated[str, Meta(description='a language such as "en" or "de-CH"')] | None = None
    headers: Secrets = field(default_factory=dict)
    cookies: Secrets = field(default_factory=dict)
    proxy: Annotated[str, Meta(min_length=1, description="a proxy's address", extra=SECRET)] | None = None


class Terms(Variant, kw_only=True):
    """`[services.ID.terms."TYPE"]`: a document."""

    variants: Table = {}


class Range(Form, kw_only=True):
    """A range in `select` or `remove`: a start and an end, each a CSS selector."""

    start_before: Text | None = None
    start_after: Text | None = None
    end_before: Text | None = None
    end_after: Text | None = None


FORMS: tuple[type[Form], ...] = (
    Root,
    Fetch,
    Schedule,
    Alert,
    Messages,
    Reminders,
    Notices,
    Storage,
    Web,
    Service,
    Terms,
    Variant,
    Page,
    Range,
)
