"""Passwords and tokens: kept as they are, or as a hash that says how it was made."""

from __future__ import annotations

import re
from hashlib import scrypt, sha256
from hmac import compare_digest
from secrets import token_bytes

LEAST_PASSWORD = 12  # characters
COST = 15  # the binary logarithm of scrypt's: a tenth of a second and 32 MiB
MOST_MEMORY = 2**29  # bytes
PASSWORD_HASH = re.compile(r"scrypt:(?P<cost>1[0-8]):(?P<salt>[0-9a-f]{32}):(?P<hash>[0-9a-f]{64})")
TOKEN_HASH = re.compile(r"sha256:(?P<hash>[0-9a-f]{64})")


def hashed(password: str) -> str:
    """A password as the configuration may keep it: whoever reads it there cannot use it."""
    salt = token_bytes(16)
    return f"scrypt:{COST}:{salt.hex()}:{stretched(password, salt, COST).hex()}"


def is_right(given: str, kept: str) -> bool:
    """Whether what somebody gives is what is kept."""
    if found := PASSWORD_HASH.fullmatch(kept):
        made = stretched(given, bytes.fromhex(found["salt"]), int(found["cost"]))
        return compare_digest(made, bytes.fromhex(found["hash"]))
    if found := TOKEN_HASH.fullmatch(kept):  # a token has more to guess than any computer can, a password has not
        return compare_digest(sha256(given.encode()).hexdigest(), found["hash"])
    return compare_digest(given.encode(), kept.encode())


def stretched(secret: str, salt: bytes, cost: int = COST) -> bytes:
    """A key made from a secret, slowly, so that guessing it takes long."""
    return scrypt(secret.encode(), salt=salt, n=2**cost, r=8, p=1, maxmem=MOST_MEMORY, dklen=32)
