"""Content codings: a body as it came over the wire → the bytes it stands for, within a bound."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]  # it ships no types
import zstandard

from monitor.fetch.faults import Fault, Kind

ACCEPTED = "gzip, deflate, br, zstd"

_MOST_CODINGS = 3
_MOST_MEMBERS = 100  # each costs a copy of what follows
_WINDOW = 1 << 23  # RFC 9659: no more than 8 MB for web content
_SLICE = 256  # a block of 4 bytes may stand for 128 KB (RFC 8878): 256 bytes for 8 MB at the most
_GZIP, _ZLIB, _RAW = 31, 15, -15  # zlib's window bits choose the wrapping
_NOT_ASKED_FOR = frozenset({"compress", "x-compress", "dcb", "dcz", "exi", "aes128gcm", "pack200-gzip"})


def decode(body: bytes, codings: str, limit: int) -> bytes:
    """Undo a Content-Encoding header's codings; raise Fault past `limit` bytes, on a cut stream and on nonsense."""
    names = [name.strip().lower() for name in codings.split(",")]
    if len(names) > _MOST_CODINGS:
        raise Fault(Kind.PROTOCOL, f"compressed {len(names)} times")
    if unknown := _NOT_ASKED_FOR.intersection(names):
        raise Fault(Kind.PROTOCOL, f"compressed with {min(unknown)}, which was not asked for")
    for name in reversed(names):
        # words that are no coding at all ("utf-8", "none") are left alone, as browsers do
        if body and (decoder := _DECODERS.get(name)):
            body = _run(decoder, name, body, limit)
    return body


def _run(decoder: Callable[[bytes, int], tuple[bytes, bool]], name: str, body: bytes, limit: int) -> bytes:
    try:
        plain, whole = decoder(body, limit)
    except (zlib.error, brotli.error, zstandard.ZstdError) as error:
        raise Fault(Kind.PROTOCOL, f"does not decode as {name}: {error}") from error
    if len(plain) > limit:
        raise Fault(Kind.TOO_LARGE, f"more than {limit} bytes after decompression")
    if not whole:
        raise Fault(Kind.TRUNCATED, f"the {name} stream ends before its end")
    return plain


# each gives the plain bytes, ending soon after `limit`, and whether the stream was whole


def _gunzip(body: bytes, limit: int) -> tuple[bytes, bool]:
    plain = bytearray()
    for _ in range(_MOST_MEMBERS):
        engine = zlib.decompressobj(_GZIP)
        plain += engine.decompress(body, limit + 1 - len(plain))
        body = engine.unused_data
        # what follows the last member is padding or nonsense that browsers pass over
        if not engine.eof or len(plain) > limit or not body.startswith(b"\x1f\x8b"):
            return bytes(plain), engine.eof
    return bytes(plain), False


def _inflate(body: bytes, limit: int) -> tuple[bytes, bool]:
    # the standard means zlib's wrapping; some servers leave it off
    wrapped = body[0] & 0x0F == zlib.DEFLATED and int.from_bytes(body[:2], "big") % 31 == 0
    engine = zlib.decompressobj(_ZLIB if wrapped else _RAW)
    return engine.decompress(body, limit + 1), engine.eof


def _unbrotli(body: bytes, limit: int) -> tuple[bytes, bool]:
    engine = brotli.Decompressor()
    plain = engine.process(body, output_buffer_limit=limit + 1)
    return plain, engine.is_finished()


def _unzstd(body: bytes, limit: int) -> tuple[bytes, bool]:
    plain, whole = bytearray(), False
    for _ in range(_MOST_MEMBERS):
        engine = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()
        start = 0
        while start < len(body) and not engine.eof and len(plain) <= limit:
            plain += engine.decompress(body[start : start + _SLICE])
            start += _SLICE
        whole, body = engine.eof, engine.unused_data + body[start:]
        if not body or not whole:
            break
    return bytes(plain), whole and not body


_DECODERS = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
