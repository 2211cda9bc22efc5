"""A certificate that must be held: `certificates/foundations`. It is claimed once all that it rests on is met.

Doors do not ask for one yet; ways lead to it. Who holds it stands with the certificates, and not in what is learned.
"""

from __future__ import annotations

from lms.content.reading.model import Catalog, Credential
from lms.content.reading.targets import CERTIFICATES, Target
from lms.progress.requirement import Requirement
from lms.wording.phrases import _


class CertificateHeld(Requirement):
    name = "certificate"
    family = CERTIFICATES

    def find(self, catalog: Catalog, target: Target) -> Credential | None:
        return catalog.credentials.get(target.id)

    def language(self, catalog: Catalog, target: Target) -> str:
        found = self.find(catalog, target)
        return "" if found is None else found.language

    def not_yet(self, catalog: Catalog, target: Target, title: str) -> str:
        return _("First earn “%(title)s”.", title=title)

    def address(self, target: Target) -> str:
        return "/certificates"

    def before(self, catalog: Catalog, target: Target) -> tuple[str, ...]:
        found = self.find(catalog, target)
        return () if found is None else found.requires


KIND = CertificateHeld()
