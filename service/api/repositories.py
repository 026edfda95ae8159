"""The questions about repositories: which there are, and what each is called."""

from domain import subject
from projections.repositories import Repository, repositories, repository
from service.api.asked import Asked, Page, PageQuery, Query
from service.api.guard import Guard
from service.api.paging import Answer, paged
from service.api.questions import Questions
from service.api.reading import Reading
from service.api.shapes import listing, shape


def blueprint(reading: Reading, guard: Guard) -> Questions:
    questions = Questions("repositories", guard, description="Which there are.")

    @questions.ask("/repositories", PageQuery, listing(Repository, "Repositories"))
    def every_repository(asked: Page) -> Answer:
        """All repositories, by name."""
        with reading.everything(asked) as everything:
            told = {view.stream: view.about(subject.IDENTITY) for view in everything.views()}
            return paged(repositories(told), asked)

    @questions.ask("/repositories/<owner>/<name>", Query, shape(Repository))
    def one_repository(asked: Asked, owner: str, name: str) -> Repository:
        """One repository, with all the names that it had."""
        with reading.repository(owner, name, asked) as view:
            return repository(view)

    return questions
