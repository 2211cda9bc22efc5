"""The acts of the practice: a closed table. What is not in it, nobody may do by a duty."""

from __future__ import annotations

from collections.abc import Mapping

from lms.practice.duties import Act, Duty
from lms.practice.lives import Review

_WRITERS = (Duty.WRITER,)
_REVIEWERS = (Duty.CONTENT_REVIEWER, Duty.FAIRNESS_REVIEWER)
_OFFICERS = (Duty.OFFICER,)
_DECIDERS = (Duty.DECIDER,)
_REGISTRARS = (Duty.REGISTRAR,)
_SEE_QUESTIONS = (*_WRITERS, *_REVIEWERS, *_OFFICERS)
_SEE_PEOPLE = (*_REGISTRARS, *_DECIDERS)

_ALWAYS = ("B6", "B7")
"""Looked at wherever a duty is exercised; B9, whether it is in force, is looked at before."""

# About duties themselves.
APPOINT = Act("appoint", bars=("B1",), fresh=True, by_admin=True, from_shell=True)
END_APPOINTMENT = Act("end appointment", bars=("B1",), fresh=True, by_admin=True, from_shell=True)
SEE_DUTIES = Act("see duties", by_admin=True)
DECLARE = Act("declare interests", by_anyone=True)
SEE_INTERESTS = Act("see interests", by_admin=True)
SEE_AUDIT = Act("see audit", by_admin=True)
SEE_MAILS = Act("see mails", by_admin=True)
SEND_AGAIN = Act("send mail again", by_admin=True)

# A question's life. What one proposes and another confirms has two acts.
SEE_LIFE = Act("see life of question", (*_SEE_QUESTIONS, *_DECIDERS), ("B7",))
SEE_DRAFT = Act("see draft", _SEE_QUESTIONS, ("B7",))
SEE_KEY = Act("see key", _SEE_QUESTIONS, ("B7",))
SEE_FIGURES = Act("see figures", (*_OFFICERS, *_DECIDERS), ("B7",))
PROPOSE = Act("propose", _WRITERS, _ALWAYS)
REVIEW_CONTENT = Act("review content", (Duty.CONTENT_REVIEWER,), ("B2", *_ALWAYS))
REVIEW_FAIRNESS = Act("review fairness", (Duty.FAIRNESS_REVIEWER,), ("B2", *_ALWAYS))
REVIEWS: Mapping[Review, Act] = {Review.CONTENT: REVIEW_CONTENT, Review.FAIRNESS: REVIEW_FAIRNESS}
PILOT = Act("pilot", (*_WRITERS, *_OFFICERS), _ALWAYS)
ACTIVATE = Act("activate", _OFFICERS, _ALWAYS)
CONFIRM_ACTIVATION = Act("confirm activation", _DECIDERS, ("B8", *_ALWAYS), fresh=True)
SUSPEND = Act("suspend question", (*_OFFICERS, *_DECIDERS), _ALWAYS, fresh=True)
REINSTATE = Act("reinstate question", (*_OFFICERS, *_DECIDERS), _ALWAYS, fresh=True)
RETIRE = Act("retire question", (*_OFFICERS, *_DECIDERS), _ALWAYS)
ADOPT = Act("adopt bank", _DECIDERS, _ALWAYS)

# Examinations.
SIT = Act("sit examination", bars=("B5",), by_anyone=True)

SEE_ATTEMPT = Act("see attempt", _REGISTRARS, ("B7",))
GRANT_ATTEMPT = Act("grant attempt", _REGISTRARS, ("B1", *_ALWAYS))
REOPEN_ATTEMPT = Act("reopen attempt", _REGISTRARS, ("B1", *_ALWAYS))
EXTEND_ATTEMPT = Act("extend attempt", _REGISTRARS, ("B1", *_ALWAYS))

# Applications and decisions.
SEE_PEOPLE = Act("see person", _SEE_PEOPLE, ("B7",))
SEE_APPLICATION = Act("see application", _SEE_PEOPLE, ("B7",))
GRANT_ROUTE = Act("grant route", _REGISTRARS, ("B1", *_ALWAYS))
RETURN_APPLICATION = Act("return application", _DECIDERS, ("B1", "B3", *_ALWAYS), fresh=True)
CERTIFY = Act("certify", _DECIDERS, ("B1", "B3", "B8", *_ALWAYS), fresh=True)
REFUSE = Act("refuse", _DECIDERS, ("B1", "B3", "B8", *_ALWAYS), fresh=True)

# Accommodations.
SEE_ACCOMMODATIONS = Act("see accommodations", _REGISTRARS, ("B7",))
GRANT_ACCOMMODATION = Act("grant accommodation", _REGISTRARS, ("B1", *_ALWAYS))
END_ACCOMMODATION = Act("end accommodation", _REGISTRARS, ("B1", *_ALWAYS))
TALK_ABOUT_ACCOMMODATION = Act("talk about accommodation", _REGISTRARS, ("B1", *_ALWAYS))
REFUSE_ACCOMMODATION = Act("refuse accommodation", _REGISTRARS, ("B1", *_ALWAYS))
CONFIRM_REFUSED_ACCOMMODATION = Act("confirm refused accommodation", _SEE_PEOPLE, ("B1", "B8", *_ALWAYS), fresh=True)

# Certificates of a scheme.
SEE_CERTIFICATES = Act("see certificates", _SEE_PEOPLE, ("B7",))
CORRECT_CERTIFICATE = Act("correct certificate", _REGISTRARS, ("B1", *_ALWAYS), fresh=True)
SUSPEND_CERTIFICATE = Act("suspend certificate", _SEE_PEOPLE, ("B1", *_ALWAYS), fresh=True)
REINSTATE_CERTIFICATE = Act("reinstate certificate", _DECIDERS, ("B1", *_ALWAYS), fresh=True)
# To propose changes nothing, so the operator of the machine may do it in somebody's name; to confirm takes a browser.
REVOKE_CERTIFICATE = Act("revoke certificate", _REGISTRARS, ("B1", *_ALWAYS), fresh=True, from_shell=True)
CONFIRM_REVOCATION = Act("confirm revocation", _DECIDERS, ("B1", "B8", *_ALWAYS), fresh=True)
AWARD = Act("award certificate", _REGISTRARS, ("B1", *_ALWAYS), fresh=True, from_shell=True)
CONFIRM_AWARD = Act("confirm award", _DECIDERS, ("B1", "B3", "B8", *_ALWAYS), fresh=True)

ACTS: dict[str, Act] = {act.name: act for act in list(vars().values()) if isinstance(act, Act)}
