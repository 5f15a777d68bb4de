"""Packing of large values: Zstandard, as a patch against a similar value where there is one.

Patches against a keyframe keep a history of 271 KB pages at about 5 KB each, at the price of one extra read;
gzip keeps them at 51 KB (measured on real snapshots, see docs/architecture.md).
"""

from __future__ import annotations

from zstandard import (
    DICT_TYPE_RAWCONTENT,
    ZstdCompressionDict,
    ZstdCompressionParameters,
    ZstdCompressor,
    ZstdDecompressor,
    ZstdError,
)

# On real pages, level 6 saves one byte in fourteen and takes three times as long.
LEVEL = 3
# For patches, the quickest level is the best one, too, if most places of both values have room in its table: so those
# of real pages take 4.1 KB. Twice the room saves another 0.7 KB, and takes a third more time, most of it to get the
# memory. Matches over a long distance, which Zstandard finds on request, are in such patches anyway: asked for them, it
# took longer and made patches larger.
PATCH_LEVEL = 1
MAX_TABLE_LOG = 17  # 512 KiB
MAX_WINDOW_LOG = 27  # 128 MiB, the most that a decoder accepts unasked


def pack(data: bytes, base: bytes | None = None) -> bytes:
    """Compress bytes, as a patch against `base` when one is given."""
    if base is None:
        return ZstdCompressor(level=LEVEL).compress(data)
    window = min(MAX_WINDOW_LOG, max(10, (len(data) + len(base)).bit_length()))
    parameters = ZstdCompressionParameters.from_level(
        PATCH_LEVEL,
        source_size=len(data),
        dict_size=len(base),
        window_log=window,
        hash_log=min(MAX_TABLE_LOG, window - 1),
    )
    return ZstdCompressor(dict_data=_dictionary(base), compression_params=parameters).compress(data)


def unpack(packed: bytes, size: int, base: bytes | None = None) -> bytes:
    """Give back the `size` bytes that `pack` took, with the same base; ValueError when they are damaged."""
    dictionary = None if base is None else _dictionary(base)
    try:
        return ZstdDecompressor(dict_data=dictionary).decompress(packed, max_output_size=size)
    except ZstdError as error:
        raise ValueError(str(error)) from error


def _dictionary(base: bytes) -> ZstdCompressionDict:
    return ZstdCompressionDict(base, dict_type=DICT_TYPE_RAWCONTENT)
