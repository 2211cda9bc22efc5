"""The walk from end to end takes the shortest way that there is."""

from __future__ import annotations

from lms.services.rehearsing.demonstration import demonstrate
from tests.support.site import FILES, House

LISTENER = FILES["certificates/listener/credential.md"]
LONGER = LISTENER.replace("title: Good Listener", "title: All Listening").replace(
    "requires: [", "requires: [assessments/open, "
)
COURSE_ALONE = (
    "---\ntitle: Listened\nkind: course-certificate\nrequires: [assessments/open]\n---\nThe holder was here.\n"
)


def test_the_demonstration_earns_the_certification_with_the_shortest_way(house: House) -> None:
    # By the alphabet each of the two would come before it; the one by two examinations, the other by no course.
    house.serve(
        {
            "certificates/all/credential.md": LONGER,
            "certificates/all/conduct.md": FILES["certificates/listener/conduct.md"],
            "certificates/heard/credential.md": COURSE_ALONE,
        }
    )
    told: list[str] = []
    demonstrated = demonstrate(house.context, told.append)
    assert told[0].endswith("sets out for “Good Listener”.")
    assert len(told) == len(("the start", "quiet", "asking", "silence", "the examination"))
    assert demonstrated.pdf.is_file()
