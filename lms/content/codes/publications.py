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
    Code(
        "P205",
        "A step that leads nowhere",
        "The steps of a path lead to other pages of the site, and to those that everybody can open.",
        "steps: [paths/creator]   (in paths/creator.md)",
        "steps: [courses/foundations]",
        "Take the step out, or `draft` out of what it leads to. A path that is a draft itself may lead to drafts.",
    ),
    Code(
        "P206",
        "A month that is not clear",
        "A resource is of one month: the name of its file and `month` say the same. No id reads as a month, since each "
        "month has a page of that name.",
        "month: 2027-04   (in 2027-03-visit.md)",
        "month: 2027-03   (in 2027-03-visit.md)",
        "Keep one of the two; give it an id of words.",
    ),
    Code(
        "P207",
        "An address that is missing, or out of place",
        "A resource of the kind `link` leads to a page elsewhere by its `address`, which begins with https://. No "
        "other kind has one.",
        "kind: link",
        "kind: link\naddress: https://example.org/guide",
        "Add the address, or choose another kind.",
    ),
    Code(
        "P208",
        "A file that cannot be downloaded",
        "`file` names a file in the folder `media` beside the resource.",
        "file: https://example.org/one-page.pdf",
        "file: media/one-page.pdf",
        "Put the file into content/resources/media, and name it from there.",
    ),
    Code(
        "P209",
        "A page that is too long to print",
        "With `print: yes` a resource is printed on one page, which takes about 500 words.",
        "print: yes   (and six hundred words)",
        "print: yes   (and three hundred words)",
        "Make it shorter, or take `print` out.",
        _WARNING,
    ),
    Code(
        "P210",
        "A path that ends with no endorsement",
        "What stands at the end of a path is an endorsement, which its holder adds to a certification. Another "
        "credential says nothing of having walked it; it can be reached by the steps.",
        "endorsement: certificates/leader   (a certification)",
        "endorsement: certificates/leader-creator   (an endorsement)",
        "Name an endorsement, or take `endorsement` out.",
        _WARNING,
    ),
)
