"""Large values under the SHA-256 of their content, each kept once, similar ones as patches against a keyframe."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import Connection, bindparam, func, insert, select, update

from monitor.database import pack, shown, unpack
from monitor.database.tables import blobs
from monitor.errors import DamagedError

PATCHES_PER_KEYFRAME = 7  # every 8th value stands alone, which bounds what one damaged row can take with it
WORTHWHILE = 0.7  # a patch must be that much smaller than the value packed alone
PLAINLY = 0.08  # of a value; a page alone is never packed to so little, so that there is no need to try

is_kept = func.length(blobs.c.data) > 0  # of a value that was let go the hash alone is left

# Made once: to make a statement takes longer than to execute it.
_FIND = (
    select(blobs.c.sha256, is_kept.label("is_kept"))
    .where(blobs.c.sha256 == bindparam("sha256"))
    .with_for_update(read=True)  # it stays until the transaction ends
)
_ADD = insert(blobs)
_KEYFRAME = blobs.alias()
_GET = (
    select(blobs, _KEYFRAME.c.data.label("keyframe"), _KEYFRAME.c.size.label("keyframe_size"))
    .select_from(blobs.outerjoin(_KEYFRAME, _KEYFRAME.c.sha256 == blobs.c.base))
    .where(blobs.c.sha256 == bindparam("sha256"))
)
_NAMED = select(func.coalesce(blobs.c.base, blobs.c.sha256)).where(blobs.c.sha256 == bindparam("near"))
_PATCH = blobs.alias()
_PATCHES = select(func.count()).where(_PATCH.c.base == blobs.c.sha256).correlate(blobs)
_STANDING = (
    select(blobs.c.sha256)
    .where(blobs.c.sha256 == _NAMED.scalar_subquery(), is_kept, _PATCHES.scalar_subquery() < PATCHES_PER_KEYFRAME)
    .with_for_update(read=True)
)


def put(db: Connection, data: bytes, *, near: str | None = None, address: str | None = None) -> str:
    """Keep a value and give its hash, unless it is known the `address`; `near` is that of one it probably resembles."""
    address = address or sha256(data).hexdigest()
    row = db.execute(_FIND, {"sha256": address}).one_or_none()
    if row is None or not row.is_kept:
        base, packed = _pack(db, data, near)
        values = {"base": base, "size": len(data), "data": packed}
        if row is None:
            db.execute(_ADD, {"sha256": address, **values})
        else:
            db.execute(update(blobs).where(blobs.c.sha256 == address).values(values))
    return address


def get(db: Connection, address: str) -> bytes:
    """Give back a value, verified against its hash."""
    data = _unpacked(db, address)
    if sha256(data).hexdigest() != address:
        raise _damaged(db, address)
    return data


def _unpacked(db: Connection, address: str) -> bytes:
    row = db.execute(_GET, {"sha256": address}).one_or_none()
    if row is None:
        raise DamagedError(f"the stored value {address} is missing", url=shown(db.engine.url))
    try:
        base = None if row.base is None else unpack(row.keyframe, row.keyframe_size)
        return unpack(row.data, row.size, base)
    except ValueError as error:
        raise _damaged(db, address) from error


def let_go(db: Connection, address: str) -> None:
    """Forget the bytes of a value, of which the hash stays; what was a patch against it is packed anew."""
    keyframe = None
    for patch in db.scalars(select(blobs.c.sha256).where(blobs.c.base == address)).all():
        base, packed = _pack(db, get(db, patch), keyframe)
        db.execute(update(blobs).where(blobs.c.sha256 == patch).values(base=base, data=packed))
        keyframe = keyframe or patch
    db.execute(update(blobs).where(blobs.c.sha256 == address).values(base=None, data=b""))


def _damaged(db: Connection, address: str) -> DamagedError:
    return DamagedError(f"the stored value {address} is damaged", url=shown(db.engine.url))


def _pack(db: Connection, data: bytes, near: str | None) -> tuple[str | None, bytes]:
    base = None if near is None else _keyframe(db, near)
    if base is None:
        return None, pack(data)
    patch = pack(data, _unpacked(db, base))  # whatever it is: read with it, the value is what it was
    if len(patch) < PLAINLY * len(data):
        return base, patch
    alone = pack(data)
    return (base, patch) if len(patch) < WORTHWHILE * len(alone) else (None, alone)


def _keyframe(db: Connection, near: str) -> str | None:
    """The keyframe to patch against, kept until the transaction ends; None when it carries its share of patches."""
    base: str | None = db.scalar(_STANDING, {"near": near})
    return base
