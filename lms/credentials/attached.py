"""Files that travel inside the PDF: the credential for machines, and the receipt of the log."""

from __future__ import annotations

from dataclasses import dataclass

CREDENTIAL = "openbadgecredential.json"
RECEIPT = "receipt.json"


@dataclass(frozen=True, slots=True)
class Attached:
    """One file inside the PDF, as its data: what the page says, said for machines."""

    name: str
    content: bytes
    description: str


def credential_file(content: bytes) -> Attached:
    return Attached(CREDENTIAL, content, "This certificate as an Open Badges 3.0 credential")


def receipt_file(content: bytes) -> Attached:
    return Attached(RECEIPT, content, "The receipt of the public log in which this certificate was entered")
