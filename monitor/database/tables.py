"""The tables, in the order in which a document's story fills them."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    column,
    false,
    table,
)


class Moment(TypeDecorator[datetime]):
    """An instant in UTC; SQLite forgets the zone, so it is taken off and put back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the base class's signature
        """Give the database the instant in UTC."""
        return value if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the base class's signature
        """Give back the instant as an aware value in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text from outside; PostgreSQL takes no NUL character, so it becomes the replacement character."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the base class's signature
        """Give the database text it can hold."""
        return value if value is None else value.replace("\x00", "\ufffd")


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

services = Table(
    "services",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("name", Words, nullable=False),
    Column("tags", JSON, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(161), nullable=False, unique=True),  # linkedin/Privacy Policy
    Column("service_id", ForeignKey("services.id"), nullable=False, index=True),
    Column("terms_type", Words, nullable=False),
    Column("region", Words),
    Column("variant", Words),  # which of several texts of one type
    Column("url", Words, nullable=False),
    Column("host", String(255), nullable=False, server_default=""),  # of the first page: documents are taken by it
    Column("declared", Boolean, nullable=False),  # false once it has left sources.toml; its history stays
    Column("next_check_at", Moment, nullable=False, index=True),
    Column("last_read_at", Moment),  # null: never read successfully
    Column("failures", Integer, nullable=False, default=0),  # in a row
    Column("failing_since", Moment),
    Column("failing_kind", Words),
    Column("failing_detail", Words),
    Column("browser_until", Moment),  # null: it comes without a browser
    Column("trouble_told_at", Moment),  # null: nobody was told that it cannot be read
    Column("days", JSON(none_as_null=True)),  # that the clauses of its changes name, not past when they were reviewed
    Index("ix_documents_host_next_check_at", "host", "next_check_at"),
)

# Few fail, or were told of, among very many: nothing is to be written of the others.
for _column in (documents.c.failing_since, documents.c.trouble_told_at):
    _is_there = _column.is_not(None)
    Index(f"ix_documents_{_column.name}", _column, sqlite_where=_is_there, postgresql_where=_is_there)

# Whose documents are read by which process: of one host by one process at a time, all together.
hosts = Table(
    "hosts",
    metadata,
    Column("name", String(255), primary_key=True),
    Column("taken_by", String(32)),  # the worker whose lock says that it lives; null: it is free
    Column("left_at", Moment),  # when it was last asked for anything; null: never
    Column("rests_until", Moment),  # it asked to be left alone until then
)
_IS_TAKEN = hosts.c.taken_by.is_not(None)
# Only of those that are taken: SQLite would begin with all that are free where it is to find those that are due.
Index("ix_hosts_taken_by", hosts.c.taken_by, sqlite_where=_IS_TAKEN, postgresql_where=_IS_TAKEN)

# What the last accepted bytes of each page were, so that the next check can end early.
pages = Table(
    "pages",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("url", Words, nullable=False),
    Column("method", String(64), nullable=False),  # extractor and selectors that read it
    Column("sha256", String(64), nullable=False),
    Column("visible", String(64)),  # hash of every word that the page shows; null: it says nothing of the text
    Column("etag", Words),
    Column("last_modified", Words),
)

# Every large value, once, under the hash of its content; some as a patch against another. Of one that was let go the
# data are empty, as those of no value are: its hash and size stay as evidence.
blobs = Table(
    "blobs",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("base", ForeignKey("blobs.sha256"), index=True),
    Column("size", Integer, nullable=False),  # bytes, unpacked
    Column("data", LargeBinary, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("fingerprint", String(64), nullable=False),  # of the normalised text
    Column("text_sha256", ForeignKey("blobs.sha256"), nullable=False, index=True),
    Column("method", String(64), nullable=False),
    Column("language", String(16)),
    Column("title", Words),
    Column("practices", JSON),  # what the text states; null: not reviewed yet
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("document_id", "fingerprint"),
)

# The passages of a version's text that state its practices: what is claimed of a document is shown without its text.
clauses = Table(
    "clauses",
    metadata,
    Column("version_id", ForeignKey("versions.id"), primary_key=True),
    Column("number", Integer, primary_key=True),  # in the order of the text
    Column("practice", String(16), nullable=False),
    Column("quote", Words, nullable=False),
    Column("start", Integer, nullable=False),  # in the text, in characters
    Column("end", Integer, nullable=False),
    Column("cues", JSON, nullable=False),  # the words that decided
    Column("confidence", Float, nullable=False),
    Column("facts", JSON, nullable=False),
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version_id", ForeignKey("versions.id"), nullable=False),
    Column("part", Integer, nullable=False),
    Column("body_sha256", ForeignKey("blobs.sha256"), nullable=False, index=True),
    Column("url", Words, nullable=False),
    Column("final_url", Words, nullable=False),
    Column("status", Integer, nullable=False),
    Column("media_type", Words, nullable=False),
    Column("headers", JSON, nullable=False),  # [[name, value], …]
    Column("fetched_at", Moment, nullable=False),
    Column("rendered", Boolean, nullable=False, server_default=false()),  # as a browser had built it
    UniqueConstraint("version_id", "part"),
)

sightings = Table(
    "sightings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False, index=True),
    Column("version_id", ForeignKey("versions.id"), nullable=False, index=True),
    Column("first_seen", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
)

# What each document states at present, and since when: worked out from its sightings when these or a version change.
stances = Table(
    "stances",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("practice", String(16), primary_key=True),
    Column("version_id", ForeignKey("versions.id"), nullable=False),  # the present one
    Column("seen_without", Moment),  # null: it has always stated it as far as is known
    Column("seen_with", Moment, nullable=False),
)

# Text that looks wrong is kept here until later checks have seen it often enough to believe it.
holds = Table(
    "holds",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("text_sha256", ForeignKey("blobs.sha256"), nullable=False),
    Column("kind", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
    Column("checks", Integer, nullable=False),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("details", JSON(none_as_null=True)),  # what it tells that no change holds
)
Index("ix_alerts_kind_created_at", alerts.c.kind, alerts.c.created_at)

changes = Table(
    "changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False, index=True),
    Column("sighting_id", ForeignKey("sightings.id"), nullable=False, unique=True),  # a sighting is news once at most
    Column("kind", String(16), nullable=False),
    Column("before_id", ForeignKey("versions.id")),
    Column("after_id", ForeignKey("versions.id"), nullable=False),
    Column("seen_without", Moment),
    Column("seen_with", Moment, nullable=False),
    Column("severity", String(16)),
    Column("own_date", String(10)),  # when the document says that it was last updated
    Column("own_date_quote", Words),
    Column("silent", Boolean, nullable=False, server_default=false()),  # it said that day before the change, too
    Column("reviewed_at", Moment),  # null: to be judged
    Column("alert_id", ForeignKey("alerts.id"), index=True),  # null: to be announced
    Column("acknowledged_at", Moment),  # null: people are reminded of its days
)
Index("ix_changes_to_review", changes.c.reviewed_at, changes.c.alert_id)

findings = Table(
    "findings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("change_id", ForeignKey("changes.id"), nullable=False, index=True),
    Column("practice", String(16), nullable=False),
    Column("direction", String(16), nullable=False),
    Column("before", Words),
    Column("after", Words),
    Column("facts", JSON, nullable=False),
    Column("date", String(10), index=True),  # the days among the facts, once more: to be found by them
    Column("deadline", String(10), index=True),
    Column("before_at", JSON(none_as_null=True)),  # start, end and the words on either side
    Column("after_at", JSON(none_as_null=True)),
    Column("confidence", Float, nullable=False, server_default="1"),
)

# What people were reminded of, so that nobody is reminded twice.
reminders = Table(
    "reminders",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("change_id", ForeignKey("changes.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("day", String(10), nullable=False),
    Column("days_before", Integer, nullable=False),
    Column("alert_id", ForeignKey("alerts.id"), nullable=False, index=True),
    UniqueConstraint("change_id", "kind", "day", "days_before"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("alert_id", ForeignKey("alerts.id"), nullable=False),
    Column("target", String(80), nullable=False),  # the target's name; its address holds secrets and stays outside
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_attempt_at", Moment, nullable=False),
    Column("queued_at", Moment),  # null: by a release that did not note it
    Column("delivered_at", Moment),  # null: still to be delivered, unless …
    Column("given_up_at", Moment),  # … the target did not take it for too long
    Column("dropped_at", Moment),  # … or somebody said not to send it
    Column("last_error", Words),
    UniqueConstraint("alert_id", "target"),
)
Index("ix_deliveries_due", deliveries.c.delivered_at, deliveries.c.next_attempt_at)

checks = Table(
    "checks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("kind", Words),
    Column("detail", Words),
)
Index("ix_checks_document_at", checks.c.document_id, checks.c.at)

# ── derived: made from the rest, and made again from it where it is missing ──────────────────────────────────────

DERIVED = {"derived": True}

# The versions whose texts can be searched.
searched = Table("searched", metadata, Column("version_id", ForeignKey("versions.id"), primary_key=True), info=DERIVED)

# The parts of texts, each once for the run of versions of its document that have it.
passages = Table(
    "passages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("first_id", ForeignKey("versions.id"), nullable=False),
    Column("last_id", ForeignKey("versions.id"), nullable=False),
    Column("start", Integer, nullable=False),  # in the text of the first version
    Column("end", Integer, nullable=False),
    Column("hash", String(32), nullable=False),  # of its words
    Index("ix_passages_document_id_last_id", "document_id", "last_id"),
    info=DERIVED,
    sqlite_autoincrement=True,  # words that could not be forgotten, of a damaged text, must not become another's
)

# Which passages hold which words; each kind of database has its own form of it, which the migrations make.
passage_words = table("passage_words", column("rowid"), column("words"))
