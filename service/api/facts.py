"""The facts themselves, for whoever wants to see what an answer rests on."""

from marshmallow import fields, validate

from domain.errors import NotFound
from projections.facts import Raw, decision_at, facts_about, facts_at
from service.api.asked import Asked, Page, PageQuery, Query
from service.api.guard import Guard
from service.api.paging import Answer, paged
from service.api.questions import Questions
from service.api.reading import Reading
from service.api.shapes import listing, shape


class Subject(Page, frozen=True, kw_only=True):
    subject: str


class SubjectQuery(PageQuery):
    value = Subject

    subject = fields.String(
        required=True,
        validate=validate.Length(1, 1100),
        metadata={"description": "`tag:v1.2.0`, `pull:12`, `commit:…`, `environment:production`."},
    )


def blueprint(reading: Reading, guard: Guard) -> Questions:
    questions = Questions("facts", guard, description="What was told, by whom, and when.")

    @questions.ask("/repositories/<owner>/<name>/facts", SubjectQuery, listing(Raw, "Facts"))
    def facts_of_subject(asked: Subject, owner: str, name: str) -> Answer:
        """All facts about a subject, in the order in which they were recorded."""
        with reading.repository(owner, name, asked) as view:
            return paged(facts_about(view, asked.subject), asked)

    @questions.ask("/facts/<int(max=9223372036854775807):position>", Query, shape(Raw))
    def fact_at_position(asked: Asked, position: int) -> Raw:
        """The fact, or the decision, that an answer names by its position."""
        with reading.around(position, asked) as view:
            if decision := decision_at(view, position):
                return decision
            for fact in facts_at(view, [position]):
                return fact
        raise NotFound(f"The fact at position {position} happened after the moment of `as_at`.")

    return questions
