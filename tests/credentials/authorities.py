"""An authority for tests: a root, a leaf and a held key. RSA keys take a while to make, so each is made once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from lms.credentials.certificates import make_leaf, make_root
from lms.credentials.seal import PdfSigner, TimeStamps, held_key

START = datetime(2026, 1, 1, tzinfo=UTC)
END_OF_LEAF = datetime(2045, 1, 1, tzinfo=UTC)
END_OF_ROOT = datetime(2055, 1, 1, tzinfo=UTC)
ISSUER, EMAIL = "Example Programme", "certificates@example.org"


@dataclass(frozen=True)
class Authority:
    root: x509.Certificate
    root_key: RSAPrivateKey
    leaf: x509.Certificate
    leaf_key: RSAPrivateKey

    def signer(self, time_stamps: TimeStamps | None = None) -> PdfSigner:
        return held_key(self.leaf_key, self.leaf, [self.root], time_stamps=time_stamps)


@lru_cache(maxsize=8)
def authority(number: int = 1, *, start: datetime = START, end: datetime = END_OF_LEAF, lost_at: str = "") -> Authority:
    """Each number is another authority with other keys under the very same names."""
    root_key, leaf_key = _key(), _key()
    root = make_root(root_key, issuer=ISSUER, number=number, start=START, end=END_OF_ROOT)
    leaf = make_leaf(
        root,
        root_key,
        leaf_key.public_key(),
        issuer=ISSUER,
        email=EMAIL,
        number=number + 100,
        start=start,
        end=end,
        lost_at=lost_at,
    )
    return Authority(root, root_key, leaf, leaf_key)


def _key() -> RSAPrivateKey:
    return rsa.generate_private_key(65537, 3072)
