import random

from hypothesis import given
from hypothesis import strategies as st

from monitor.database import pack, unpack


@given(st.binary(max_size=5000), st.none() | st.binary(max_size=5000))
def test_what_is_packed_comes_back_the_same(data: bytes, base: bytes | None) -> None:
    assert unpack(pack(data, base), len(data), base) == data


def test_a_patch_against_a_similar_page_is_far_smaller_than_the_page_alone() -> None:
    draw = random.Random(1)
    page = b"".join(b"<p>" + draw.randbytes(40).hex().encode() + b"</p>" for _ in range(3000))
    edited = page.replace(page[5000:5050], b"an edited sentence")
    assert len(pack(edited, page)) < len(pack(edited)) / 50
