"""The codes of findings about publications: what is written around the courses."""

from __future__ import annotations

from lms.sources.codes import Code
from lms.sources.diagnostics import Severity

_WARNING = Severity.WARNING

PUBLICATIONS = (
    Code(
        "P201",
        "A gap that nothing fills",
        "In publications, such as pages of the site's own, `{issuer.name}` and its like are filled from "
        "certificates/issuer.md. No other gap is.",
        "Write to {issuer.mail}.",
        "Write to {issuer.email}.",
        "Write one of {issuer.name}, {issuer.url}, {issuer.email} and {issuer.description}, or the words themselves.",
    ),
    Code(
        "P202",
        "A gap that stays empty",
        "The page asks for a fact that certificates/issuer.md does not say.",
        "Write to {issuer.email}.   (and issuer.md has no email)",
        "Write to {issuer.email}.   (and issuer.md has email: certificates@example.org)",
        "Write the fact into certificates/issuer.md, or take the gap out.",
    ),
    Code(
        "P203",
        "A page that people look for",
        "Every site that keeps something of people says what, whom to write to, and how far everybody can use it.",
        "content/pages/ without privacy.md",
        "content/pages/privacy.md",
        "Write the page: `lms content new page privacy`, and so contact and accessibility.",
        _WARNING,
    ),
    Code(
        "P204",
        "A word that asks for a diagnosis",
        "Nobody is asked here what they suffer from, and nothing is sorted by it: such a word is no topic.",
        "topics: [chronic disease]",
        "topics: [appointments]",
        "Name what it helps to do. The text itself may speak of whatever it must.",
    ),
)
