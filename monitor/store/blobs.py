"""Large values under the SHA-256 of their content, each kept once, similar ones as patches against a keyframe."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import Connection, func, insert, select

from monitor.database import pack, shown, unpack
from monitor.database.tables import blobs
from monitor.errors import DatabaseError

PATCHES_PER_KEYFRAME = 7  # every 8th value stands alone, which bounds what one damaged row can take with it
WORTHWHILE = 0.7  # a patch must be that much smaller than the value packed alone
PLAINLY = 0.08  # of a value; a page alone is never packed to so little, so that there is no need to try


def put(db: Connection, data: bytes, *, near: str | None = None) -> str:
    """Keep a value and give its hash; `near` is the hash of a value that it probably resembles."""
    address = sha256(data).hexdigest()
    if db.scalar(select(blobs.c.sha256).where(blobs.c.sha256 == address)) is None:
        base, packed = _pack(db, data, near)
        db.execute(insert(blobs).values(sha256=address, base=base, size=len(data), data=packed))
    return address


def get(db: Connection, address: str) -> bytes:
    """Give back a value, verified against its hash."""
    row = db.execute(select(blobs).where(blobs.c.sha256 == address)).one()
    base = None if row.base is None else get(db, row.base)
    try:
        data = unpack(row.data, row.size, base)
    except ValueError as error:
        raise _damaged(db, address) from error
    if sha256(data).hexdigest() != address:
        raise _damaged(db, address)
    return data


def _damaged(db: Connection, address: str) -> DatabaseError:
    return DatabaseError(f"the stored value {address} is damaged", url=shown(db.engine.url))


def _pack(db: Connection, data: bytes, near: str | None) -> tuple[str | None, bytes]:
    base = None if near is None else _keyframe(db, near)
    if base is None:
        return None, pack(data)
    patch = pack(data, get(db, base))
    if len(patch) < PLAINLY * len(data):
        return base, patch
    alone = pack(data)
    return (base, patch) if len(patch) < WORTHWHILE * len(alone) else (None, alone)


def _keyframe(db: Connection, near: str) -> str | None:
    """The keyframe to patch against, or None when it carries its share of patches."""
    base = db.scalar(select(func.coalesce(blobs.c.base, blobs.c.sha256)).where(blobs.c.sha256 == near))
    patches = db.scalar(select(func.count()).where(blobs.c.base == base)) or 0
    return base if patches < PATCHES_PER_KEYFRAME else None
