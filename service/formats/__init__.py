"""The formats of notes: pure functions from `projections.notes.answer.Notes` to text.

A format is a file here and a line in the table of `service.formats.table`. Libraries that take long
to load are imported by the format that needs them, when it is asked for.
"""

from service.formats.options import INTERNAL, PUBLIC, Options
from service.formats.table import FORMATS, Format, render

__all__ = ["FORMATS", "INTERNAL", "PUBLIC", "Format", "Options", "render"]
