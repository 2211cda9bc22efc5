"""How values read on a page: dates, shares, spans of time, and the address of what a path names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from fractions import Fraction

from flask import Flask, url_for
from markupsafe import Markup

from lms.content.kinds import KINDS
from lms.content.reading.languages import name_of
from lms.content.reading.targets import CERTIFICATES, target_of
from lms.credentials.dates import in_words, moment_in_words, zone_of
from lms.credentials.wording import WORDS, kind_in_words
from lms.progress.gates import ACCOUNT
from lms.progress.requirements import REQUIREMENTS
from lms.questions import amounts
from lms.questions.worded import drawn
from lms.web.drawing.tables import with_roles
from lms.web.edge import current
from lms.wording.months import Month
from lms.wording.phrases import _, listed
from lms.wording.tongues import Tongue

PATHS = {
    "awareness": _("Community awareness and education"),
    "legislation": _("Legislative advocacy"),
    "creator": _("Digital creator"),
    "collaborator": _("Healthcare collaborator"),
}
# What a browser says of itself, the more telling signs first: Edge calls itself Chrome too, and Chrome Safari.
BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("OPR", "Opera"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", _("an iPhone")),
    ("iPad", _("an iPad")),
    ("Windows", "Windows"),
    ("Mac OS", _("a Mac")),
    ("Linux", "Linux"),
)
_DAY_IN_CELL = re.compile(r"(?<=>)\d{4}-\d\d-\d\d(?=</td>)", re.ASCII)
_HEADING = re.compile(r"<(/?)h([1-6])[^>]*>")
RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})
LEVELS = {"new": _("New to leading"), "practising": _("Practising"), "experienced": _("Experienced")}


def install(app: Flask) -> None:
    """Make the filters known to templates."""
    app.jinja_env.filters.update(
        day=day,
        in_code=in_code,
        clock=clock,
        when=when,
        percent=percent,
        exactly_percent=amounts.exact_percent,
        span_of_time=amounts.span,
        demoted=demoted,
        minutes=amounts.about,
        exactly=amounts.minutes,
        left=amounts.left,
        address=address,
        counted=amounts.counted,
        lessons=amounts.lessons,
        device=device,
        direction=direction,
        tongue=lambda code: Tongue(code, name_of(code)),
        shown=shown,
        tables=lambda html: Markup(with_roles(html)),  # noqa: S704
        pair=lambda choice: (choice.key, choice.html),
        plain=plain,
        status_word=lambda status: WORDS[status],
        path_name=lambda path: ways().get(path, path),
        listed=listed,
        kind_in_words=kind_in_words,
        level_name=lambda level: LEVELS.get(level, level),
        month=Month,
        days=days,
    )
    app.jinja_env.globals.update(ways=ways, way_of=way_of)


def ways() -> Mapping[str, str]:
    """The titles of the paths that things can be for, by id: of those that the site describes, else of the four."""
    described = KINDS.ways(current.reading().catalog())
    return {id: thing.title for id, (_kind, thing) in described.items()} or PATHS


def way_of(id: str) -> tuple[str, str]:
    """Where a path has its page, and the language of its title; both empty for one that the site does not describe."""
    described = KINDS.ways(current.reading().catalog()).get(id)
    page = described[0].page if described else None
    return ("", "") if described is None or page is None else (page.address_of(id), described[1].language)


def in_code(text: str) -> Markup:
    """What a finding says, with what stands between backticks as code."""
    pieces = text.split("`")
    whole = pieces if len(pieces) % 2 else [text]
    return Markup("").join(Markup("<code>{}</code>").format(one) if n % 2 else one for n, one in enumerate(whole))


def day(moment: date | datetime | None, zone: str = "") -> str:
    """5 March 2027."""
    return "" if moment is None else in_words(moment, zone=zone_of(zone))


def days(html: str, language: str) -> str:
    """The same with each day that fills a cell of a table as people write it in this language."""

    def written(day: re.Match[str]) -> str:
        return Markup('<time datetime="{}">{}</time>').format(day[0], in_words(date.fromisoformat(day[0]), language))

    return _DAY_IN_CELL.sub(written, html)


def clock(moment: datetime) -> Markup:
    """14:02 UTC; a script of ours puts the time of the reader's own place instead."""
    at = moment.astimezone(UTC)
    return Markup('<time datetime="{}" data-local="clock">{:%H:%M} UTC</time>').format(
        at.isoformat(timespec="seconds"), at
    )


def when(moment: datetime) -> Markup:
    """5 March 2027 at 14:02 UTC; a script of ours puts the time of the reader's own place instead."""
    at = moment.astimezone(UTC)
    words = current.said(moment_in_words(at))
    return Markup('<time datetime="{}" data-local="moment">{}</time>').format(at.isoformat(timespec="seconds"), words)


def percent(share: Fraction | None, needed: Fraction | None = None) -> str:
    """75%; nothing for a share that is not told. `needed` is the mark that stands beside it."""
    return "" if share is None else amounts.percent(share, needed)


def device(agent: str) -> str:
    """A browser as its owner would call it: Firefox on Android."""
    browser = next((name for sign, name in BROWSERS if sign in agent), _("A browser"))
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    return _("%(browser)s on %(system)s", browser=browser, system=system) if system else browser


def direction(language: str) -> str:
    """The way a language is written: rtl or ltr."""
    return "rtl" if language.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def plain(html: str) -> str:
    """HTML as text, for the places that take nothing else, such as the entries of a list box."""
    return Markup(html).striptags()  # noqa: S704


def demoted(html: str) -> str:
    """HTML of an author's within a part of ours: its headings are a step lower, and lead nowhere."""
    return _HEADING.sub(lambda found: f"<{found[1]}h{min(6, int(found[2]) + 1)}>", html)


def shown(html: str) -> Markup:
    """HTML of an author's on a page: words of ours in it say in which language they are, and tables what they are."""
    code = current.language().code
    return Markup(with_roles(drawn(html, lambda words: f'<bdi lang="{code}">{words}</bdi>', current.said)))  # noqa: S704


def address(path: str) -> str:
    """The page of what a path such as `courses/foundations#voice` names; the home page for what has none of its own."""
    if path == ACCOUNT:
        return url_for("accounts.account")
    target = target_of(path)
    if target.family == CERTIFICATES:
        return url_for("certificates.mine")
    kind = REQUIREMENTS.of_target(target)
    if kind is not None:
        return kind.address(target)
    pages = (one.page for one in KINDS.values() if one.family == target.family and one.page is not None)
    page = next(pages, None) if target.id else None
    return url_for("home.home") if page is None else page.address_of(target.id)
