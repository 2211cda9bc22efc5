"""What stands under a scheme: the examination that it names, and the banks that this draws from."""

from __future__ import annotations

from collections.abc import Collection

from lms.content.reading.model import Assessment, Catalog


def schemes_of(catalog: Catalog, assessment: Assessment) -> tuple[str, ...]:
    """The certifications whose scheme names this examination; none where it is drawn as its author writes it."""
    schemes = catalog.original.schemes
    return tuple(sorted(id for id, scheme in schemes.items() if scheme.examination == assessment.path))


def banks_under(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """The banks that an examination under a scheme draws from, each with those certifications."""
    found: dict[str, set[str]] = {}
    for assessment in catalog.original.assessments.values():
        schemes = schemes_of(catalog, assessment)
        for bank in banks_of(assessment) if schemes else ():
            found.setdefault(bank, set()).update(schemes)
    return {bank: tuple(sorted(schemes)) for bank, schemes in sorted(found.items())}


def banks_of(assessment: Assessment) -> Collection[str]:
    """The banks that an examination draws from."""
    return {draw.bank for draw in assessment.draw}
