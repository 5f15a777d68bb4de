from __future__ import annotations

from hashlib import sha256

import pytest

from monitor.config.passwords import PASSWORD_HASH, hashed, is_right

PASSWORD = "eleven herons by the weir é"


def test_a_hash_tells_nothing_and_knows_its_password_again() -> None:
    kept = hashed(PASSWORD)
    assert PASSWORD_HASH.fullmatch(kept)
    assert kept != hashed(PASSWORD)
    assert is_right(PASSWORD, kept)
    assert not is_right(PASSWORD.upper(), kept)
    assert not is_right(kept, kept)


@pytest.mark.parametrize("kept", [PASSWORD, f"sha256:{sha256(PASSWORD.encode()).hexdigest()}"])
def test_so_does_what_is_kept_otherwise(kept: str) -> None:
    assert is_right(PASSWORD, kept)
    assert not is_right("", kept)
    assert not is_right(PASSWORD[:-1], kept)
