"""The question of what runs where."""

from projections.environments import Environments, environments
from service.api.asked import Asked, Query
from service.api.guard import Guard
from service.api.questions import Questions
from service.api.reading import Reading
from service.api.shapes import shape


def blueprint(reading: Reading, guard: Guard) -> Questions:
    questions = Questions("environments", guard, description="What runs where.")

    @questions.ask("/repositories/<owner>/<name>/environments", Query, shape(Environments))
    def every_environment(asked: Asked, owner: str, name: str) -> Environments:
        """What runs in each environment, since when and by whom, and what is coming."""
        with reading.repository(owner, name, asked) as view:
            return environments(view)

    return questions
