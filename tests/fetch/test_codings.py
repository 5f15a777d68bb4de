import gzip
import tracemalloc
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import brotli  # type: ignore[import-untyped]  # it ships no types
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetch.codings import decode
from monitor.fetch.faults import Fault, Kind

LIMIT = 1_000_000
TEXT = b"We may change these terms. " * 500


def deflate(body: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(body) + engine.flush()


CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": partial(brotli.compress, quality=5),
    "zstd": zstandard.compress,
}


def fault(body: bytes, codings: str, limit: int = LIMIT) -> Kind:
    with pytest.raises(Fault) as caught:
        decode(body, codings, limit)
    return caught.value.kind


@pytest.mark.parametrize("name", CODINGS)
def test_every_coding_that_is_asked_for_is_undone(name: str) -> None:
    assert decode(CODINGS[name](TEXT), name, LIMIT) == TEXT
    assert decode(CODINGS[name](TEXT), f" {name.upper()} ", len(TEXT)) == TEXT
    assert decode(CODINGS[name](b""), name, LIMIT) == b""


@given(body=st.binary(max_size=4000), name=st.sampled_from(sorted(CODINGS)))
def test_whatever_was_compressed_comes_back(body: bytes, name: str) -> None:
    assert decode(CODINGS[name](body), name, LIMIT) == body


def test_deflate_without_its_wrapping_is_read_as_browsers_do() -> None:
    assert decode(deflate(TEXT), "deflate", LIMIT) == TEXT


def test_codings_are_undone_in_reverse() -> None:
    assert decode(gzip.compress(brotli.compress(TEXT)), "br, gzip", LIMIT) == TEXT


def test_a_body_of_nothing_is_nothing_in_every_coding() -> None:
    assert all(decode(b"", name, LIMIT) == b"" for name in CODINGS)


@pytest.mark.parametrize("name", ["", "identity", "none", "utf-8", "text/html"])
def test_words_that_are_no_coding_change_nothing(name: str) -> None:
    assert decode(TEXT, name, LIMIT) == TEXT


@pytest.mark.parametrize("name", ["compress", "dcb", "gzip, gzip, gzip, gzip"])
def test_what_was_not_asked_for_is_not_guessed_at(name: str) -> None:
    assert fault(TEXT, name) == Kind.PROTOCOL


@pytest.mark.parametrize("name", ["gzip", "zstd"])
def test_a_stream_in_several_members_is_read_to_its_end(name: str) -> None:
    assert decode(CODINGS[name](TEXT) * 3, name, LIMIT) == TEXT * 3
    assert fault(CODINGS[name](TEXT) * 3, name, len(TEXT) * 3 - 1) == Kind.TOO_LARGE


@pytest.mark.parametrize("name", ["gzip", "zstd"])
def test_a_stream_in_absurdly_many_members_is_refused(name: str) -> None:
    assert fault(CODINGS[name](b"") * 101, name) == Kind.TRUNCATED


def test_padding_after_a_gzip_stream_is_passed_over() -> None:
    assert decode(gzip.compress(TEXT) + b"\0" * 100, "gzip", LIMIT) == TEXT


@pytest.mark.parametrize("name", CODINGS)
def test_a_stream_cut_short_is_truncated(name: str) -> None:
    whole = CODINGS[name](TEXT)
    assert fault(whole[:-1], name) == Kind.TRUNCATED
    assert fault(whole[: len(whole) // 2], name) == Kind.TRUNCATED


@pytest.mark.parametrize("name", CODINGS)
def test_a_page_that_is_not_what_its_header_says_is_a_fault(name: str) -> None:
    assert fault(b"<!doctype html><title>Terms</title>" * 20, name) in {Kind.PROTOCOL, Kind.TRUNCATED}


@pytest.mark.parametrize("name", CODINGS)
def test_a_bomb_ends_at_the_limit_in_little_memory(name: str) -> None:
    bomb = CODINGS[name](bytes(100_000_000))
    tracemalloc.start()
    try:
        assert fault(bomb, name) == Kind.TOO_LARGE
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


@given(body=st.binary(max_size=300), name=st.sampled_from(sorted(CODINGS)), whole=st.booleans())
def test_nonsense_is_decoded_or_refused_and_never_crashes(body: bytes, name: str, *, whole: bool) -> None:
    mangled = body if whole else CODINGS[name](TEXT)[:20] + body
    with suppress(Fault):
        assert len(decode(mangled, name, LIMIT)) <= LIMIT
