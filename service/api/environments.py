"""The question of what runs where."""

from projections.observed import Survey, survey
from service.api.asked import Asked, Query
from service.api.guard import Guard
from service.api.questions import Questions
from service.api.reading import Reading
from service.api.shapes import shape


def blueprint(reading: Reading, guard: Guard) -> Questions:
    questions = Questions("environments", guard, description="What runs where.")

    @questions.ask("/repositories/<owner>/<name>/environments", Query, shape(Survey))
    def every_environment(asked: Asked, owner: str, name: str) -> Survey:
        """What runs in each environment, since when and by whom, what is coming, what was found."""
        with reading.repository(owner, name, asked) as view:
            return survey(view)

    return questions
