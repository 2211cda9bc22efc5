"""The way into a profile on LinkedIn: its own form, filled in. Nothing is sent before the holder follows the link."""

from __future__ import annotations

from urllib.parse import urlencode

from lms.credentials.dates import zone_of
from lms.credentials.model import Claims

FORM = "https://www.linkedin.com/profile/add"


def linkedin_address(claims: Claims) -> str:
    """Where LinkedIn's own form begins, filled in: the number, the days, and the address where anyone can check it."""
    zone = zone_of(claims.zone)
    issued = claims.issued.astimezone(zone)
    fields: dict[str, str | int] = {
        "startTask": "CERTIFICATION_NAME",
        "name": claims.title,
        "organizationName": claims.issuer.name,
        "issueYear": issued.year,
        "issueMonth": issued.month,
        "certUrl": claims.verify_url,
        "certId": claims.serial,
    }
    if claims.expires is not None:
        last = claims.expires.astimezone(zone)
        fields |= {"expirationYear": last.year, "expirationMonth": last.month}
    return f"{FORM}?{urlencode(fields)}"
