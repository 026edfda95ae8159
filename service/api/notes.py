"""The questions about release notes: what a range means for those who read about it."""

from collections.abc import Callable
from typing import Any, ClassVar, Final

from flask import Response, request
from marshmallow import fields, validate

from projections.notes import asked as noted
from projections.notes.asked import Noted
from projections.notes.trace import Trace, why
from service.api.asked import CURSOR, Asked, Query
from service.api.guard import Guard
from service.api.kept import Kept, Said
from service.api.paging import listed, place
from service.api.questions import Questions
from service.api.reading import Reading
from service.api.shapes import shape
from service.api.traces import trace
from service.comparing import asking
from service.formats.options import PUBLIC
from service.formats.table import FORMATS
from service.printing import Form, by_media_type, chosen, printed

FOR_EVER: Final = "private, max-age=31536000, immutable"
NOTHING_RUNS: Final = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"
NO_LONGER: Final = "private, no-cache"
ATOM: Final = "atom"
IN_A_FEED: Final = 30
MOST: Final = 100
_END = validate.Length(1, 1024)
_NAME = validate.Length(max=1024)
_HINT = "A tag, branch, commit or moment; `tag:`, `branch:`, `commit:` or `at:` before it says so."
CONTENT: Final = {
    kind: {"schema": {"type": "object" if kind.endswith("json") else "string"}}
    for kind in by_media_type()
}


class Printable(Asked, frozen=True, kw_only=True):
    """`format_` goes before what `Accept` says."""

    format_: str = ""
    audience: str = PUBLIC
    template: str = ""

    @property
    def form(self) -> Form:
        """Raises `NotAcceptable` where nothing of the kind is printed."""
        name = chosen(self.format_, request.accept_mimetypes)
        return Form(name, self.audience, self.template)


class FormQuery(Query):
    value: ClassVar[type[Any]] = Printable

    format_ = fields.String(
        data_key="format",
        validate=_NAME,
        metadata={
            "description": f"One of {', '.join(FORMATS)}; else what `Accept` prefers, else json."
        },
    )
    audience = fields.String(
        validate=_NAME,
        metadata={"description": "public, internal, or one of the team's own; public by default."},
    )
    template = fields.String(
        validate=_NAME, metadata={"description": "A Liquid template of the settings, by its name."}
    )


class Between(Printable, frozen=True, kw_only=True):
    from_: str
    to: str
    component: str = ""


COMPONENT = fields.String(
    validate=_NAME, metadata={"description": "A part with versions of its own; else the whole."}
)


class BetweenQuery(FormQuery):
    value = Between

    from_ = fields.String(
        data_key="from", required=True, validate=_END, metadata={"description": _HINT}
    )
    to = fields.String(required=True, validate=_END, metadata={"description": _HINT})
    component = COMPONENT


class OfComponent(Printable, frozen=True, kw_only=True):
    component: str = ""


class OfComponentQuery(FormQuery):
    value = OfComponent

    component = COMPONENT


class Candidate(Printable, frozen=True, kw_only=True):
    candidate: str


class CandidateQuery(FormQuery):
    value = Candidate

    candidate = fields.String(
        required=True,
        validate=_END,
        metadata={"description": "What would go there: an environment, tag, branch or commit."},
    )


class Why(Asked, frozen=True, kw_only=True):
    change: str
    tag: str = ""
    component: str = ""


class WhyQuery(Query):
    value = Why

    change = fields.String(
        required=True,
        validate=_END,
        metadata={"description": "A pull request's number, or a commit's SHA or its beginning."},
    )
    tag = fields.String(
        validate=_NAME, metadata={"description": "In the notes of this release; else unreleased."}
    )
    component = COMPONENT


class PageOfAll(OfComponent, frozen=True, kw_only=True):
    limit: int = 20
    cursor: str | None = None


class PageOfAllQuery(OfComponentQuery):
    value = PageOfAll

    limit = fields.Integer(
        validate=validate.Range(1, MOST),
        metadata={"description": "The most releases to answer with.", "default": 20},
    )
    cursor = CURSOR


def blueprint(reading: Reading, guard: Guard) -> Questions:
    questions = Questions(
        "notes",
        guard,
        prefix="/repositories/<owner>/<name>",
        description="Release notes, in every form that we print.",
    )
    kept = Kept()

    def answer(make: Callable[[], Noted], form: Form) -> Response:
        return dressed(kept.recall(lambda: said(make(), form)))

    @questions.offer("/releases/<path:tag>/notes", FormQuery, CONTENT)
    def notes_of_release(asked: Printable, owner: str, name: str, tag: str) -> Response:
        """The notes of one release, compared with the one before it."""
        form = asked.form
        with reading.repository(owner, name, asked, variant=form.format) as view:
            return answer(lambda: noted.of_release(view, tag, pinned=trace().settled), form)

    @questions.offer("/notes", BetweenQuery, CONTENT)
    def notes_between(asked: Between, owner: str, name: str) -> Response:
        """The notes of what `to` has and `from` has not, on any line."""
        form = asked.form
        with reading.repository(owner, name, asked, variant=form.format) as view:
            ends = asked.from_, asked.to, asked.component
            return answer(lambda: noted.of_range(view, *ends, pinned=trace().settled), form)

    @questions.offer("/notes/unreleased", OfComponentQuery, CONTENT)
    def notes_of_unreleased(asked: OfComponent, owner: str, name: str) -> Response:
        """The notes of what no release has yet, with the version that it asks for."""
        form = asked.form
        with reading.repository(owner, name, asked, variant=form.format) as view:
            return answer(lambda: noted.of_unreleased(view, asked.component), form)

    @questions.offer("/environments/<path:environment>/notes", CandidateQuery, CONTENT)
    def notes_for_environment(
        asked: Candidate, owner: str, name: str, environment: str
    ) -> Response:
        """The notes of what an environment would get."""
        form = asked.form
        with reading.repository(owner, name, asked, variant=form.format) as view:
            return answer(lambda: noted.of_environment(view, environment, asked.candidate), form)

    @questions.ask("/notes/why", WhyQuery, shape(Trace))
    def why_listed(asked: Why, owner: str, name: str) -> Trace:
        """Why a change is listed in the notes of a release, or of the unreleased, or is not."""
        with reading.repository(owner, name, asked) as view:
            (made,) = asking(asked.tag, asked.component)(view).notes
            return why(made, asked.change, view)

    @questions.offer("/changelog-file", PageOfAllQuery, CONTENT)
    def changelog_file(asked: PageOfAll, owner: str, name: str) -> Response:
        """All releases of a component, the newest first, with what is unreleased before them.

        They come in pages: `Link` leads to the older ones, as of the same position.
        """
        start = place(asked.cursor, int) or 0
        form = asked.form
        with reading.repository(owner, name, asked, variant=form.format) as view:
            found = noted.of_all(view, asked.component, start=start, limit=asked.limit)
        response = dressed(said(found, form))
        _, headers = listed((), start + asked.limit if found.more else None)
        response.headers.extend(headers)
        return response

    @questions.offer(
        "/feed", OfComponentQuery, {FORMATS[ATOM].media_type: CONTENT[FORMATS[ATOM].media_type]}
    )
    def feed(asked: OfComponent, owner: str, name: str) -> Response:
        """The newest releases as an Atom feed, for whoever wants to hear of the next one."""
        form = Form(ATOM, asked.audience, asked.template)
        with reading.repository(owner, name, asked) as view:
            found = noted.of_all(view, asked.component, limit=IN_A_FEED, unreleased=False)
            return dressed(said(found, form))

    return questions


def said(found: Noted, form: Form) -> Said:
    """The notes in the form that the request prefers."""
    made = printed(found, form)
    return Said(made.text.encode(), made.format.media_type, all(one.fixed for one in found.notes))


def dressed(answer: Said) -> Response:
    """The answer with how long it is good for."""
    response = Response(answer.body, mimetype=answer.media_type)
    fixed = trace().settled and answer.fixed
    response.headers["Cache-Control"] = FOR_EVER if fixed else NO_LONGER
    response.headers["Vary"] = "Accept"
    # Somebody else's words stand in it: whatever they are taken for, nothing runs or loads.
    response.headers["Content-Security-Policy"] = NOTHING_RUNS
    return response
