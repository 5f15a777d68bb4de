"""Bytes seen: what the last accepted bytes of each page were, so that the next check can end early."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection

from monitor.records import KnownPage, Snapshot, Validators

# Made once: to make a statement takes longer than to execute it.
_FORGET = delete(pages).where(pages.c.document_id == bindparam("document"))
_REMEMBER = insert(pages)
_REFRESH = update(pages).where(pages.c.document_id == bindparam("of"), pages.c.part == bindparam("number"))


def remember(db: Connection, document_id: int, method: str, accepted: Iterable[tuple[Snapshot, KnownPage]]) -> None:
    """Remember what was accepted, so that the next check can end early."""
    db.execute(_FORGET, {"document": document_id})
    values = [
        {
            "document_id": document_id,
            "part": part,
            "url": snapshot.url,
            "method": method,
            "visible": known.visible,
            **_bytes_seen(known.sha256, known.validators),
        }
        for part, (snapshot, known) in enumerate(accepted)
    ]
    db.execute(_REMEMBER, values)


def refresh(db: Connection, seen: Mapping[int, Sequence[KnownPage]]) -> None:
    """Remember the bytes of documents' pages that show the same words as before."""
    values = [
        {"of": document_id, "number": number, **_bytes_seen(page.sha256, page.validators)}
        for document_id, some in seen.items()
        for number, page in enumerate(some)
    ]
    if values:
        db.execute(_REFRESH, values)


def _bytes_seen(body_sha256: str, validators: Validators) -> dict[str, str | None]:
    return {"sha256": body_sha256, "etag": validators.etag, "last_modified": validators.last_modified}
