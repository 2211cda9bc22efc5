"""The keys of a scheme file."""

from __future__ import annotations

from lms.content.reading.kind import REQUIREMENT
from lms.sources.tables import (
    SILENCE,
    Day,
    Duration,
    Entry,
    Group,
    Id,
    ListOf,
    Name,
    Share,
    Table,
    Text,
    Whole,
    Word,
)

BY = ("person",)
RENEWED_BY = ("examination",)
ROUTE = Table(
    "route",
    Entry("id", Id("courses"), "its id, which is kept with each application", needed=True),
    Entry(
        "requires",
        ListOf(Name((REQUIREMENT,), "courses/foundations")),
        "courses, lessons, modules and assessments that must be complete or passed",
        otherwise="needed, or `statement`",
    ),
    Entry(
        "statement",
        Text(like="I have led for two years."),
        "a sentence that the candidate signs, and a registrar checks",
        otherwise="needed, or `requires`",
    ),
    slips={"requires": "needs requirement requirements after", "statement": "text declaration says"},
)
DOMAIN = Table(
    "domain",
    Entry("id", Id("ethics"), "its id", needed=True),
    Entry("title", Text(like="Ethics and boundaries"), "its name", otherwise="the id in words"),
    Entry("weight", Share("22%"), "its share of the examination; all together are exactly 100%", needed=True),
    Entry(
        "objectives",
        ListOf(Name(("objective",), "story-consent"), least=1),
        "the objectives that belong to it; each that is examined stands in one domain",
        needed=True,
    ),
    slips={"title": "name", "weight": "share percent percentage", "objectives": "objective goals topics"},
)
ANALYSIS = Table(
    "practice_analysis",
    Entry("date", Day(), "when it was done", needed=True),
    Entry("review_by", Day(), "after this day a check warns"),
    Entry("report", Name(("file",), "practice-analysis.pdf"), "its report, a file beside this one"),
    slips={"date": "day on", "review_by": "review review-date expires", "report": "file document"},
)
DECISION = Table(
    "decision",
    Entry("within", Duration("10 days"), "in what time after a complete application", default="10 days"),
    Entry("by", Word(BY), "who decides", default=BY[0]),
    slips={"within": "time in deadline", "by": "who"},
)
RESULTS = Table(
    "results",
    Entry("hold_first", Whole(0, 1000), "how many results of a new form are checked before they are told", default="0"),
    Entry("hold_at_most", Duration("21 days"), "how long they are held at most"),
    Entry("scale", ListOf(Whole(0, 10_000), single=False, least=3, most=3), "lowest, cut and highest scaled score"),
)
RETAKE = Table(
    "retake",
    Entry("wait", ListOf(Duration()), "times to wait after the first attempt, the second …; the last repeats"),
    Entry("per_year", Whole(1, 100), "how many attempts may begin within 365 days", otherwise="unlimited"),
    slips={"wait": "wait_between waits", "per_year": "per-year attempts yearly"},
)
RENEWAL = Table(
    "renewal",
    Entry("late", Duration("90 days"), "how long after its end a certificate can still be renewed", otherwise="not"),
    Entry("by", ListOf(Word(RENEWED_BY)), "what renews", default=RENEWED_BY[0]),
)
BODY = Table(
    "governance",
    Entry("role", Text(like="Certification committee"), "what it is", needed=True),
    Entry("members", ListOf(Text(like="The Chair")), "who belongs to it"),
    slips={"role": "title name", "members": "member people"},
)
KEYS = Table(
    "scheme",
    Entry("version", Whole(1, 9999), "its number, which is shown; what counts is its text", needed=True),
    Entry(
        "scope", Text(like="Leads responsibly where patients meet."), "what a holder does, in a sentence", needed=True
    ),
    Entry("examination", Name(("assessment",), "assessments/foundations-exam"), "the examination", needed=True),
    Entry(
        "routes",
        ListOf(Group(ROUTE), single=False, least=1),
        "the ways to be admitted; any one of them is enough",
        needed=True,
    ),
    Entry("domains", ListOf(Group(DOMAIN), single=False, least=1), "what is examined, and how much of it", needed=True),
    Entry("practice_analysis", Group(ANALYSIS), "what the domains rest on", otherwise="the handbook says: not yet"),
    Entry("decision", Group(DECISION), "who decides, and in what time", otherwise="a person, within 10 days"),
    Entry("results", Group(RESULTS), "how results are checked and scaled", otherwise="at once, and not scaled"),
    Entry("retake", Group(RETAKE), "when the examination can be taken again", otherwise="as the assessment says"),
    Entry("renewal", Group(RENEWAL), "how it is renewed", otherwise="by the examination, until its last day"),
    Entry("code", Name(("file",), "code-of-conduct.md"), "the code: the file that `agree_to` of credential.md names"),
    Entry("governance", ListOf(Group(BODY), single=False), "who governs the scheme", otherwise="nobody is named"),
    SILENCE,
    slips={
        "version": "number edition",
        "scope": "summary description purpose",
        "examination": "exam assessment assessments",
        "routes": "route eligibility admission",
        "domains": "domain blueprint topics weights",
        "practice_analysis": "analysis job-analysis practice",
        "decision": "decide decisions",
        "retake": "retakes resit",
        "renewal": "renew renewals",
        "code": "agree_to code-of-conduct conduct",
        "governance": "board committee",
    },
)
