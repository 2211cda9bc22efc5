"""Who may call what: one row for each endpoint and method, written by hand and held against the app.

`asks` is public (no session is read), anyone, signed in, authors or staff. `path` is an address to try; `{attempt}` is
an attempt of Amal's, and `owned` marks addresses that answer others as if there were nothing. All of the API takes
bearer tokens; `by_token` marks the pages that do. `body` is JSON to send where one is needed to get as far as that.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    method: str
    path: str
    asks: str
    owned: bool = False
    by_token: bool = False
    body: str = ""

    @property
    def scope(self) -> str:
        """What a token must allow: to read, or to act as a learner. No address for staff takes tokens yet."""
        return "read" if self.method == "GET" else "learn"


LESSON = "/courses/listening/quiet"
API = "/api/v1"

TABLE: dict[str, Row] = {
    "home.home": Row("GET", "/", "anyone"),
    "health.alive": Row("GET", "/healthz", "public"),
    "health.ready": Row("GET", "/readyz", "public"),
    "metrics.metrics": Row("GET", "/metrics", "public"),
    "home.robots": Row("GET", "/robots.txt", "public"),
    "static.asset": Row("GET", "/static/any/icon.svg", "public"),
    "static.favicon": Row("GET", "/favicon.ico", "public"),
    "courses.catalogue": Row("GET", "/courses", "anyone"),
    "things.glossary": Row("GET", "/glossary", "anyone"),
    "things.page": Row("GET", "/pages/about", "anyone"),
    "things.page_media": Row("GET", "/pages/media/none.svg", "public"),
    "things.page:about": Row("GET", "/about", "anyone"),
    "things.page:help": Row("GET", "/help", "anyone"),
    "things.page:contact": Row("GET", "/contact", "anyone"),
    "things.page:privacy": Row("GET", "/privacy", "anyone"),
    "things.page:accessibility": Row("GET", "/accessibility", "anyone"),
    "things.page:terms": Row("GET", "/terms", "anyone"),
    "things.page:hard-day": Row("GET", "/hard-day", "public"),
    "courses.course": Row("GET", "/courses/listening", "anyone"),
    "courses.lesson": Row("GET", LESSON, "anyone"),
    "offline.copy": Row("GET", f"{LESSON}/copy", "signed in"),
    "offline.course": Row("GET", "/courses/listening/offline", "signed in"),
    "offline.here": Row("GET", "/offline", "public"),
    "offline.worker": Row("GET", "/offline-worker.js", "public"),
    "courses.media": Row("GET", "/courses/listening/media/none.svg", "public"),
    "assessments.media": Row("GET", "/assessments/media/none.svg", "public"),
    "assessments.bank_media": Row("GET", "/assessments/banks/media/none.svg", "signed in"),
    "courses.answer": Row("POST", f"{LESSON}/quizzes/quiet-one", "signed in"),
    "courses.complete": Row("POST", "/courses/listening/asking/completion", "signed in"),
    "learn.learn": Row("GET", "/learn", "signed in"),
    "learn.notes": Row("GET", "/learn/notes", "signed in"),
    "learn.notes_as_text": Row("GET", "/learn/notes.txt", "signed in"),
    "accounts.register": Row("GET", "/register", "anyone"),
    "accounts.join": Row("POST", "/register", "anyone"),
    "accounts.joined": Row("GET", "/register/done", "anyone"),
    "accounts.login": Row("GET", "/login", "anyone"),
    "accounts.sign_in": Row("POST", "/login", "anyone"),
    "accounts.logout": Row("POST", "/logout", "anyone"),
    "accounts.forgotten": Row("GET", "/reset", "anyone"),
    "accounts.ask_reset": Row("POST", "/reset", "anyone"),
    "accounts.reset": Row("GET", "/reset/any", "anyone"),
    "accounts.set_password": Row("POST", "/reset/any", "anyone"),
    "accounts.confirm": Row("GET", "/confirm/any", "anyone"),
    "accounts.confirm_now": Row("POST", "/confirm/any", "anyone"),
    "accounts.account": Row("GET", "/account", "signed in"),
    "accounts.rename": Row("POST", "/account/name", "signed in"),
    "accounts.change_password": Row("POST", "/account/password", "signed in"),
    "accounts.change_email": Row("POST", "/account/email", "signed in"),
    "accounts.keep_email": Row("POST", "/account/email/end", "signed in"),
    "accounts.new_email": Row("GET", "/email/any", "anyone"),
    "accounts.new_email_now": Row("POST", "/email/any", "signed in"),
    "accounts.undo_email": Row("GET", "/email/undo/any", "anyone"),
    "accounts.undo_email_now": Row("POST", "/email/undo/any", "anyone"),
    "accounts.confirm_again": Row("POST", "/account/confirmation", "signed in"),
    "accounts.end_session": Row("POST", "/account/sessions/none", "signed in"),
    "accounts.end_token": Row("POST", "/account/tokens/none", "signed in"),
    "accounts.end_all_sessions": Row("POST", "/account/sessions", "signed in"),
    "accounts.export": Row("POST", "/account/export", "signed in"),
    "accounts.erase": Row("GET", "/account/erase", "signed in"),
    "accounts.erase_now": Row("POST", "/account/erase", "signed in"),
    "assessments.cover": Row("GET", "/assessments/open", "anyone"),
    "assessments.start": Row("POST", "/assessments/open", "signed in"),
    "assessments.paper": Row("GET", "/attempts/{attempt}", "signed in", owned=True),
    "assessments.check": Row("GET", "/attempts/{attempt}/check", "signed in", owned=True),
    "assessments.keep": Row("POST", "/attempts/{attempt}/answers/1", "signed in", owned=True),
    "assessments.resume": Row("POST", "/attempts/{attempt}/resume", "signed in", owned=True),
    "assessments.submit": Row("POST", "/attempts/{attempt}/submission", "signed in", owned=True),
    "assessments.result": Row("GET", "/attempts/{attempt}/result", "signed in", owned=True),
    "certificates.mine": Row("GET", "/certificates", "signed in"),
    "certificates.claim_form": Row("GET", "/certificates/claim/listener", "signed in"),
    "certificates.claim": Row("POST", "/certificates/claim/listener", "signed in"),
    "certificates.holder": Row("GET", "/certificates/none", "signed in"),
    "certificates.pdf": Row("GET", "/certificates/none.pdf", "signed in", by_token=True),
    "credentials.did": Row("GET", "/.well-known/did.json", "public"),
    "credentials.status_list": Row("GET", "/status/ended-1", "public"),
    "credentials.credential": Row("GET", "/certificates/none/credential.json", "public"),
    "credentials.badge": Row("GET", "/certificates/none/badge.png", "signed in", by_token=True),
    "certificates.erase": Row("GET", "/certificates/none/erase", "signed in"),
    "certificates.erase_now": Row("POST", "/certificates/none/erase", "signed in"),
    "log.checkpoint": Row("GET", "/log/checkpoint", "public"),
    "log.checkpoint_of": Row("GET", "/log/checkpoint/1", "public"),
    "log.seen": Row("GET", "/log/seen/1", "public"),
    "log.stamp": Row("GET", "/log/stamps/1", "public"),
    "log.key": Row("GET", "/log/key", "public"),
    "log.script": Row("GET", "/log/check_log.py", "public"),
    "log.leaves": Row("GET", "/log/leaves/0-0", "public"),
    "log.tile": Row("GET", "/log/tile/0/000.p/1", "public"),
    "log.entries": Row("GET", "/log/tile/entries/000.p/1", "public"),
    "log.newest_inclusion": Row("GET", "/log/proof/inclusion/0", "public"),
    "log.inclusion": Row("GET", "/log/proof/inclusion/0/1", "public"),
    "log.consistency": Row("GET", "/log/proof/consistency/1/1", "public"),
    "certificates.show": Row("POST", "/certificates/none/showing", "signed in"),
    "certificates.share": Row("POST", "/certificates/none/links", "signed in"),
    "certificates.end_link": Row("POST", "/certificates/none/links/none/end", "signed in"),
    "several.form": Row("GET", "/verify/several", "public"),
    "several.check": Row("POST", "/verify/several", "public"),
    "public.registry": Row("GET", "/registry", "public"),
    "public.shared": Row("GET", "/shared/none", "public"),
    "public.issuer": Row("GET", "/.well-known/issuer.pem", "public"),
    "public.lost_keys": Row("GET", "/crl.der", "public"),
    "verify.name": Row("POST", "/verify/none", "public"),
    "verify.form": Row("GET", "/verify", "public"),
    "verify.upload": Row("POST", "/verify", "public"),
    "verify.report": Row("GET", "/verify/none", "public"),
    "staff.overview": Row("GET", "/staff", "authors"),
    "staff.extra_time": Row("GET", "/staff/extra-time", "staff"),
    "staff.certificates": Row("GET", "/staff/certificates", "staff"),
    "api.pages": Row("GET", f"{API}/pages", "anyone"),
    "api.page": Row("GET", f"{API}/pages/about", "anyone"),
    "api.courses": Row("GET", f"{API}/courses", "anyone"),
    "api.course": Row("GET", f"{API}/courses/listening", "anyone"),
    "api.lesson": Row("GET", f"{API}/courses/listening/lessons/quiet", "anyone"),
    "api.complete_lesson": Row("POST", f"{API}/courses/listening/lessons/asking/completion", "signed in"),
    "api.answer_quiz": Row("POST", f"{API}/courses/listening/lessons/quiet/quizzes/quiet-one/answers", "signed in"),
    "api.assessment": Row("GET", f"{API}/assessments/open", "anyone"),
    "api.start": Row("POST", f"{API}/assessments/open/attempts", "signed in"),
    "api.attempt": Row("GET", f"{API}/attempts/{{attempt}}", "signed in", owned=True),
    "api.save_answer": Row(
        "PUT", f"{API}/attempts/{{attempt}}/answers/1", "signed in", True, body='{"answer": null, "seq": 1}'
    ),
    "api.kept_answer": Row("GET", f"{API}/attempts/{{attempt}}/answers/1", "signed in", owned=True),
    "api.mark_question": Row("PUT", f"{API}/attempts/{{attempt}}/marks/1", "signed in", True, body='{"marked": true}'),
    "api.pause": Row("POST", f"{API}/attempts/{{attempt}}/pause", "signed in", owned=True),
    "api.resume": Row("POST", f"{API}/attempts/{{attempt}}/resume", "signed in", owned=True),
    "api.submit": Row("POST", f"{API}/attempts/{{attempt}}/submission", "signed in", owned=True),
    "api.result": Row("GET", f"{API}/attempts/{{attempt}}/result", "signed in", owned=True),
    "api.me": Row("GET", f"{API}/me", "signed in"),
    "api.progress": Row("GET", f"{API}/me/progress", "signed in"),
    "api.my_certificates": Row("GET", f"{API}/me/certificates", "signed in"),
    "api.claim_certificate": Row("POST", f"{API}/me/certificates", "signed in"),
    "api.several_certificates": Row("POST", f"{API}/certificates/reports", "public", body='{"serials": []}'),
    "api.certificate_file": Row("POST", f"{API}/certificates/files", "public"),
    "api.certificate": Row("GET", f"{API}/certificates/none", "public"),
    "api.description": Row("GET", f"{API}/openapi.json", "public"),
}

BENCH = "/workshop"
WORKSHOP: dict[str, Row] = {
    "workshop.overview": Row("GET", BENCH, "workshop"),
    "workshop.findings": Row("GET", f"{BENCH}/findings", "workshop"),
    "workshop.state": Row("GET", f"{BENCH}/state", "workshop"),
    "workshop.course": Row("GET", f"{BENCH}/courses/listening", "workshop"),
    "workshop.lesson": Row("GET", f"{BENCH}{LESSON}", "workshop"),
    "workshop.bank": Row("GET", f"{BENCH}/banks/listening", "workshop"),
    "papers.paper": Row("GET", f"{BENCH}/assessments/exam", "workshop"),
    "trying.of_lesson": Row("GET", f"{BENCH}{LESSON}/try/quiet-one", "workshop"),
    "trying.of_bank": Row("GET", f"{BENCH}/banks/listening/try/bank-1", "workshop"),
    "trying.answer_of_lesson": Row("POST", f"{BENCH}{LESSON}/try/quiet-one", "workshop"),
    "trying.answer_of_bank": Row("POST", f"{BENCH}/banks/listening/try/bank-1", "workshop"),
    "specimens.credential": Row("GET", f"{BENCH}/certificates/listener", "workshop"),
    "specimens.pdf": Row("GET", f"{BENCH}/certificates/listener/specimen.pdf", "workshop"),
    "specimens.picture": Row("GET", f"{BENCH}/certificates/listener/specimen.png", "workshop"),
    "people.choose": Row("GET", f"{BENCH}/learners", "workshop"),
    "people.confirm": Row("GET", f"{BENCH}/learners/certificates.listener/new", "workshop"),
    "people.become": Row("POST", f"{BENCH}/learners/certificates.listener/new", "workshop"),
    "people.later": Row("POST", f"{BENCH}/learners/later", "workshop"),
    "people.leave": Row("POST", f"{BENCH}/learners/leave", "workshop"),
}
"""The rows of an app with a workshop, as `lms content preview` makes it. They are in no other app."""
