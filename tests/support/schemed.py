"""A certification under a scheme, to be laid over the small site: it rests on the listening examination."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent

from tests.support.site import FILES

SCHEME_FILE = "certificates/guide/scheme.md"
SCHEME = dedent(
    """\
    ---
    version: 1
    scope: Listens where others need to be heard.
    examination: assessments/exam
    routes:
      - id: courses
        requires: [courses/listening]
      - id: experience
        statement: I have listened to people for two years.
    domains:
      - id: listening
        title: Listening to the end
        weight: 100%
        objectives: [listening]
    decision: {within: 10 days}
    retake: {wait: [2 hours, 2 days], per_year: 2}
    code: conduct.md
    governance:
      - role: The committee
        members: [The Chair]
    silence:
      P109: In tests nobody peeks.
      P110: The pass mark is a policy.
    ---
    Rest well before you come.
    """
)
SCHEMED: Mapping[str, str] = {
    "certificates/guide/credential.md": dedent(
        """\
        ---
        title: Certified Guide
        kind: certification
        requires: [courses/listening, assessments/exam]
        valid_for: 3 years
        agree_to: conduct.md
        renew_with: [assessments/exam]
        signed_by:
          - name: The Chair
            role: Chair of the council
        says_not: It is not a clinical qualification.
        ---
        The holder finished the course and passed the examination.
        """
    ),
    "certificates/guide/conduct.md": "# Code of conduct of guides\n\nI will guide.\n",
    "certificates/guide/certificate.html": FILES["certificates/listener/certificate.html"],
    "certificates/guide/certificate.css": FILES["certificates/listener/certificate.css"],
    SCHEME_FILE: SCHEME,
}
