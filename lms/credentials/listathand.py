"""A list of lost keys that is at hand where pyHanko would fetch it: from our own site, which may be this very one."""

from __future__ import annotations

from collections.abc import Iterable

from asn1crypto import crl, x509
from pyhanko_certvalidator.fetchers import CRLFetcher


class ListAtHand(CRLFetcher):
    """Gives the list for our own certificate, and has those for all others fetched."""

    def __init__(self, leaf: x509.Certificate, lost_list: bytes, others: CRLFetcher) -> None:
        self._leaf, self._own, self._others = leaf, crl.CertificateList.load(lost_list), others

    async def fetch(self, cert: x509.Certificate, *, use_deltas: bool | None = None) -> Iterable[crl.CertificateList]:
        if cert.dump() == self._leaf.dump():
            return (self._own,)
        return await self._others.fetch(cert, use_deltas=use_deltas)

    def fetched_crls(self) -> Iterable[crl.CertificateList]:
        return (self._own, *self._others.fetched_crls())

    def fetched_crls_for_cert(self, cert: x509.Certificate) -> Iterable[crl.CertificateList]:
        if cert.dump() == self._leaf.dump():
            return (self._own,)
        return self._others.fetched_crls_for_cert(cert)
