"""A registrar takes the statement of a route: from then on the examination is open by it."""

from __future__ import annotations

from lms.practice import acts
from lms.practice import applications as lives
from lms.practice.applications import Application, Changed
from lms.services.appointing.asking import require
from lms.services.appointing.recording import checked_reason, record
from lms.services.deciding import told
from lms.services.deciding.hands import thing_of
from lms.services.ground.context import Context
from lms.services.ground.person import Person
from lms.services.ground.refusals import Conflict, NotFound
from lms.services.mail import act_mail
from lms.store import applications
from lms.store.locks import hold_account


def grant(context: Context, person: Person, application_id: str, reason: str) -> Application:
    """Take the statement of an application. Who does so again gets what was done; another person, a Conflict."""
    mails: act_mail.Mails = ()
    with context.database.writing() as session:
        application = applications.find(session, application_id)
        if application is not None:
            hold_account(session, application.account)
            application = applications.find(session, application_id, hold=True)
        catalog = context.catalog().original
        thing = thing_of(session, catalog, application, person.id)
        allowed = require(context, session, person, acts.GRANT_ROUTE, thing)
        if application is None:
            raise NotFound("There is no such application.")
        why = checked_reason(reason)
        if application.granted_by == person.id:
            return application
        scheme = catalog.schemes[application.credential]
        route = scheme.route(application.route)
        if route is None or not route.by_registrar:
            raise Conflict("Nothing is stated by this route, so there is nothing to take.")
        change = lives.grant(application, person.id, context.now())
        if not isinstance(change, Changed):
            raise Conflict(change.reason)
        applications.keep(session, change.application)
        details = {"route": application.route, "credential": application.credential}
        subject = f"application:{application.id}"
        record(session, context, person, allowed, acts.GRANT_ROUTE.name, subject, reason=why, details=details)
        examination = f"{context.settings.base_url}/{scheme.examination}"
        mails = told.of_application(session, context, "admitted", change.application, examination=examination)
    act_mail.send(context, mails)
    return change.application
