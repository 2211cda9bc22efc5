"""The search, for programs."""

from __future__ import annotations

from flask import Response

from lms.questions.quiz import Json
from lms.services.learning import searching
from lms.services.learning.searching import Hit
from lms.web.api.blueprint import api
from lms.web.api.values import answer, in_language
from lms.web.edge import current, policies


@api.get("/search")
@policies.anyone()
def search() -> Response:
    context = current.reading()
    language = context.catalog().language
    asked, after = current.argument("q"), current.argument("after")
    found = searching.search(context, current.person(), asked, language or current.language().code, after)
    hits: list[Json] = [_hit_json(one) for one in found.hits]
    return answer({"count": found.count, "hits": hits, "after": found.after or None}, headers=in_language(language))


def _hit_json(one: Hit) -> dict[str, Json]:
    return {
        "address": one.address,
        "title": "".join(piece.text for piece in one.title),
        "excerpt": "".join(piece.text for piece in one.excerpt),
        "language": one.language,
    }
