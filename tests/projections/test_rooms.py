"""The rooms of the house of answers are all on its door."""

import pkgutil
import re

import projections


def test_every_file_is_named_at_the_door() -> None:
    named = set(re.findall(r"\w+", projections.__doc__ or ""))
    rooms = {module.name for module in pkgutil.iter_modules(projections.__path__)}

    assert rooms - named == set()
