"""The decisions about release notes: to read them, to make them, and to try them first."""

from datetime import datetime
from typing import Any

from marshmallow import fields, validate
from msgspec import Struct
from msgspec.structs import replace

from domain import edit
from domain.token import WRITE_NOTES
from projections.notes.edits import Decided, UploadedFile
from projections.notes.found_settings import settings_of
from projections.notes.settings import Settings
from service import deciding
from service.api.asked import Asked, AsOf, Page, PageQuery, Query
from service.api.bodies import BaseBody, EditBody, PreviewBody, SettingsBody, YankBody, wanted
from service.api.guard import Guard
from service.api.notes import COMPONENT, FormQuery, Printable
from service.api.paging import Answer, paged
from service.api.questions import Questions
from service.api.reading import Reading
from service.api.settling import Settlement, Settling, Standing, standing, steps_of, tagged
from service.api.shapes import listing, shape
from service.comparing import Compared, asking, compared
from service.notebook import Notebooks
from service.printing import Form, chosen

MARKDOWN = "markdown"


class SettingsInForce(Struct, frozen=True):
    """The settings that notes are made by, what of them was uploaded, and what is wrong there."""

    settings: Settings
    uploaded: tuple[UploadedFile, ...]
    problems: tuple[str, ...]


class TwoTimes(Printable, frozen=True, kw_only=True):
    and_: int | datetime
    tag: str = ""
    component: str = ""


class TwoTimesQuery(FormQuery):
    value = TwoTimes

    and_ = AsOf(
        data_key="and",
        required=True,
        metadata={"description": "The later position or moment; `as_of` is the former one."},
    )
    tag = fields.String(
        validate=validate.Length(max=1024), metadata={"description": "Of this release's notes."}
    )
    component = COMPONENT


def blueprint(reading: Reading, guard: Guard, notebooks: Notebooks) -> Questions:
    questions = Questions(
        "notebook",
        guard,
        prefix="/repositories/<owner>/<name>/notes",
        description="What people decide about release notes.",
    )
    _reads(questions, reading)
    _decides(questions, Settling(reading, notebooks))
    return questions


def _reads(questions: Questions, reading: Reading) -> None:
    @questions.ask("/edits", Query, shape(Standing))
    def decisions(asked: Asked, owner: str, name: str) -> Standing:
        """What people decided that stands; its ETag is what `If-Match` of a decision wants."""
        with reading.repository(owner, name, asked) as view:
            notebook = view.notebook()
            tagged(notebook)
            return standing(notebook)

    @questions.ask("/history", PageQuery, listing(Decided, "Decisions"))
    def history(asked: Page, owner: str, name: str) -> Answer:
        """Every decision with who, when and why, the newest first."""
        with reading.repository(owner, name, asked) as view:
            return paged(view.notebook().history[::-1], asked)

    @questions.ask("/settings", Query, shape(SettingsInForce))
    def settings(asked: Asked, owner: str, name: str) -> SettingsInForce:
        """The settings in force, where they are from, and what of them cannot be read."""
        with reading.repository(owner, name, asked) as view:
            found = settings_of(view)
            return SettingsInForce(found, tuple(view.notebook().files.values()), found.problems)

    @questions.ask("/diff", TwoTimesQuery, shape(Compared))
    def rendered_twice(asked: TwoTimes, owner: str, name: str) -> Compared:
        """How the notes of a release, or of what is unreleased, differ between two times.

        Printed in Markdown, unless `format` says otherwise.
        """
        form = Form(chosen(asked.format_ or MARKDOWN), asked.audience, asked.template)
        other = replace(asked, as_of=asked.and_)
        with reading.twice(owner, name, asked, other) as (one, two):
            ask = asking(asked.tag, asked.component)
            return compared(ask(one), ask(two), form)


def _decides(questions: Questions, desk: Settling) -> None:
    @questions.settle("/edits", EditBody, shape(Settlement), scope=WRITE_NOTES, method="POST")
    def decide_on_change(_: object, body: dict[str, Any], owner: str, name: str) -> Settlement:
        """Give a change's line another title, text, section or place; hide, show or highlight it.

        All that the body says is decided at once, or nothing is. It is safe to repeat: what stands
        already is passed over, so the same body twice is answered 200 with `changed: false`, and no
        `Idempotency-Key` is needed. `If-Match` refuses with 412 where somebody decided meanwhile.
        """
        with desk.opened(owner, name) as view:
            key = deciding.known_change(view, body["change"])
            steps = list(deciding.of_change(key, wanted(body)))
        return desk.settle(owner, name, body["reason"], steps, key)

    @questions.settle("/bases", BaseBody, shape(Settlement), scope=WRITE_NOTES, method="POST")
    def decide_on_base(_: object, body: dict[str, Any], owner: str, name: str) -> Settlement:
        """Choose what a release is compared with, or let the rules find it again.

        The same twice is answered 200 with `changed: false`.
        """
        with desk.opened(owner, name) as view:
            named = deciding.known_tag(view, body["tag"])
            base = body["base"] and deciding.known_tag(view, body["base"])
        return desk.settle(owner, name, body["reason"], [deciding.of_base(named, base)], named)

    @questions.settle("/yanks", YankBody, shape(Settlement), scope=WRITE_NOTES, method="POST")
    def decide_on_yank(_: object, body: dict[str, Any], owner: str, name: str) -> Settlement:
        """Tell readers not to use a release, or that they may again.

        The same twice is answered 200 with `changed: false`; the first reason stays.
        """
        with desk.opened(owner, name) as view:
            named = deciding.known_tag(view, body["tag"])
        step = deciding.of_yank(named, yanked=body["yanked"])
        return desk.settle(owner, name, body["reason"], [step], named)

    @questions.settle("/settings", SettingsBody, shape(Settlement), scope=WRITE_NOTES, method="PUT")
    def upload_settings(_: object, body: dict[str, Any], owner: str, name: str) -> Settlement:
        """Upload a file of settings, which goes before the repository's own, or withdraw it.

        A file that cannot be read is refused, and `errors` says where. The same twice is answered
        200 with `changed: false`.
        """
        step = deciding.of_settings(body["path"], body["content"])
        desk.prove_readable(owner, name, body["reason"], step)
        return desk.settle(owner, name, body["reason"], [step], edit.path(body["path"]))

    @questions.settle("/preview", PreviewBody, shape(Compared), scope=WRITE_NOTES, method="POST")
    def preview(_: object, body: dict[str, Any], owner: str, name: str) -> Compared:
        """How notes would read with these edits, bases or settings, and what would differ.

        Nothing is recorded.
        """
        form = Form(chosen(body["format"]), body["audience"], body["template"])
        with desk.opened(owner, name) as view:
            tried = desk.tried(view, "a preview", list(steps_of(view, body)))
            ask = asking(body.get("tag", ""), body.get("component", ""))
            return compared(ask(view), ask(tried), form)
