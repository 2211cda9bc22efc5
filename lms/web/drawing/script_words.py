"""What our scripts say, by the file that says it: pages bring it along, in their language, as data."""

from __future__ import annotations

import json
from collections.abc import Mapping

from markupsafe import Markup

from lms.web.edge import current
from lms.wording.phrases import _

WORDS: Mapping[str, Mapping[str, str]] = {
    "times.js": {"moment": _("%(day)s at %(time)s", day="{day}", time="{time}")},
    "read-aloud.js": {
        "read": _("Read to me"),
        "stop": _("Stop reading"),
        "go-on": _("Go on reading"),
        "no-voice": _("Your device has no voice for the language of this lesson."),
        "read-all": _("That was the end of this lesson."),
    },
    "quiz.js": {
        "unreached": _("Your answer did not arrive. What you wrote is still here: please try again in a moment."),
        "signed-out": _("You are signed out. Keep this page open, sign in on another, and try again here."),
    },
}


def script_words(*files: str) -> Markup:
    """The words of these scripts, where `say` of words.js finds them."""
    words = {name: current.said(text) for file in files for name, text in WORDS[file].items()}
    data = json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")
    return Markup(f'<script type="application/json" data-words>{data}</script>')  # noqa: S704
