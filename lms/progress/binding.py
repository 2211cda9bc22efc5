"""Which assessments are sat by a person, whose tries are counted, rather than by whoever is learning."""

from __future__ import annotations

from lms.content.reading.model import Assessment, Catalog

CERTIFICATION = "certification"


def binds_a_person(catalog: Catalog, assessment: Assessment) -> bool:
    """Whether it limits attempts, or a certification rests on it. A course's check without limits does neither."""
    if assessment.policy.attempts is not None:
        return True
    certifications = (one for one in catalog.credentials.values() if one.kind == CERTIFICATION)
    return any(assessment.path in (*one.requires, *one.renew_with) for one in certifications)
