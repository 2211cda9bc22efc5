"""What our scripts say, by the file that says it: pages bring it along, in their language, as data."""

from __future__ import annotations

import json
from collections.abc import Mapping

from markupsafe import Markup

from lms.web.edge import current
from lms.wording.phrases import _

WORDS: Mapping[str, Mapping[str, str]] = {
    "forms.js": {"show-password": _("Show password")},
    "times.js": {"moment": _("%(day)s at %(time)s", day="{day}", time="{time}")},
    "read-aloud.js": {
        "read": _("Read to me"),
        "stop": _("Stop reading"),
        "go-on": _("Go on reading"),
        "no-voice": _("Your device has no voice for the language of this lesson."),
        "read-all": _("That was the end of this lesson."),
    },
    "copy.js": {
        "copied": _("Copied"),
        "address-copied": _("The address is copied."),
        "address-selected": _("The address is selected. Copy it with your keyboard."),
    },
    "timeleft.js": {
        "time-left": _("%(time)s left", time="{time}"),
        "last-minute": _("Less than a minute left"),
        "time-over": _("The time is over"),
        "time-unknown": _("No answer from the site: the time that is left is not known"),
    },
    "leftovers.js": {
        "elsewhere": _("Something that you wrote is kept in this browser alone, and not saved yet:"),
        "question": _("question %(n)s", n="{n}"),
    },
    "examination.js": {
        "saving": _("Saving …"),
        "saved": _("Saved %(time)s", time="{time}"),
        "taken-back": _("Taken back %(time)s", time="{time}"),
        "not-answered": _("Not answered yet"),
        "is-back": _("The connection is back."),
        "not-saved": _("Not saved."),
        "too-long": _("It is too long. Please shorten it."),
        "go-on-without": _("Go on without it"),
        "not-yet": _("Not saved yet."),
        "then-another": _("Then you can go to another question."),
        "why-offline": _("There is no connection just now."),
        "why-silent": _("The site does not answer just now."),
        "why-signed-out": _("You are signed out."),
        "why-aside": _("This examination was put aside."),
        "why-another": _("Whoever is signed in now did not begin this."),
        "kept-offline": _("What you write is kept in this browser, and saved when the connection is back."),
        "kept-silent": _("What you write is kept in this browser, and saved when it answers again."),
        "kept-signed-out": _("What you write is kept in this browser, and saved when you have signed in."),
        "kept-aside": _("What you write is kept in this browser, and saved when you go on with it."),
        "kept-another": _("What you write is kept in this browser, and saved when you have signed in again."),
        "open-offline": _("Keep this page open: what you write is saved when the connection is back."),
        "open-silent": _("Keep this page open: what you write is saved when it answers again."),
        "open-signed-out": _("Keep this page open: what you write is saved when you have signed in."),
        "open-aside": _("Keep this page open: what you write is saved when you go on with it."),
        "open-another": _("Keep this page open: what you write is saved when you have signed in again."),
        "too-late": _("What you wrote last came too late: it stands here until you leave this page."),
        "ended": _("This examination has ended. Your answers until then are kept."),
        "both": _("This answer was changed in another window or on another device. Both are kept."),
        "see-both": _("See both"),
        "keep-saved": _("Keep what is saved"),
        "before-not-saved": _("What you wrote here before is not saved."),
        "sign-in": _("Sign in"),
        "go-on": _("Go on"),
        "see-result": _("See the result"),
        "handed-in": _("The time is over. What was saved is handed in."),
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
