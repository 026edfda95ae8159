"""The shape of `.shipledger.yml`: all that may stand in it, and what it is for."""

from typing import Any

from projections.notes.settings import ANCESTOR, CUMULATIVE, STABLE
from projections.notes.shape import Any_, Flag, Many, Named, Number, Part, Text
from projections.policy.sections import SHAPES

_SERIES = Part(
    {
        "match": Text("a glob on the tag's name; the first series that matches counts", "*"),
        "scheme": Text(
            "how its versions are read: auto, semver, pep440, calver, or a pattern (RE2) with the "
            "groups major, minor, patch and pre",
            "auto",
        ),
        "policy": Text(
            "what a version is compared with: the highest lower one that existed then, where a "
            "final release skips prereleases (stable); always the last final release "
            "(cumulative); or the newest tag in its history, as GitHub does it (ancestor)",
            STABLE,
            choices=(STABLE, CUMULATIVE, ANCESTOR),
        ),
    },
    about="how versions are ordered, and what each is compared with",
)
_COMPONENT = Part(
    {
        "name": Text("what it is called, as in its tags"),
        "tags": Text("a pattern (RE2) of its tags, with one group for the version", pattern=True),
        "paths": Many(Text(), "globs of the files that belong to it"),
        "exclude-paths": Many(Text(), "globs of files that do not, though `paths` names them"),
    },
    required=("name",),
    about="a part of the repository with versions of its own",
)
_SECTION = Part(
    {
        "title": Text("the heading"),
        "labels": Many(Text(), "labels that put a change here; '*' takes what no other took"),
        "labels-mode": Text(
            "how many of the labels it takes", "any", choices=("any", "all", "only", "exactly")
        ),
        "types": Many(Text(), "types of Conventional Commits"),
        "scopes": Many(Text(), "scopes of Conventional Commits"),
        "paths": Many(Text(), "globs of files"),
        "trailers": Many(Text(), "values of GitLab's trailer `Changelog:`"),
        "breaking": Flag("whether breaking changes stand here"),
        "exclude": Part(
            {"labels": Many(Text()), "authors": Many(Text())}, about="what stands elsewhere"
        ),
        "exclusive": Flag(
            "with mode drafter, whether no later section takes the change, too", otherwise=True
        ),
        "collapse-after": Number("how many lines stay visible before the rest is folded away"),
        "internal": Flag("whether only the team reads it"),
        "bump": Text("what it asks of the next version", choices=("major", "minor", "patch")),
    },
    required=("title",),
    about="a heading, and what comes under it",
)
_NOTES = Part(
    {
        "extends": Text("another settings file of the repository, whose settings hold else"),
        "mode": Text(
            "how sections are chosen: by type, then by label (conventional); the first that "
            "matches (github); every one that matches (drafter)",
            choices=("conventional", "github", "drafter"),
        ),
        "lenient": Flag("whether near-Conventional titles count", otherwise=None),
        "series": Many(_SERIES),
        "components": Many(_COMPONENT),
        "sections": Many(_SECTION),
        "exclude": Part(
            {
                "labels": Many(Text()),
                "authors": Many(Text()),
                "paths": Many(Text()),
                "contributors": Many(Text()),
            },
            about="what is left out",
        ),
        "include": Part(
            {"labels": Many(Text()), "paths": Many(Text())}, about="nothing else is listed"
        ),
        "bots": Part(
            {
                "listed": Flag("whether changes by bots are listed", otherwise=None),
                "names": Many(Text(), "accounts that are bots, with or without [bot]"),
            }
        ),
        "dependencies": Text(
            "whether the updates of one dependency become one line", choices=("fold", "list")
        ),
        "backports": Text(
            "whether what another line released before is listed, and says so, or is left out",
            choices=("annotate", "drop"),
        ),
        "versioning": Text("semver, or a pattern of CalVer such as YYYY.0M.MICRO"),
        "order": Text(
            "of the changes in a section",
            choices=("newest", "oldest", "title", "title-descending"),
        ),
        "audiences": Named(
            Part(
                {
                    "internal": Flag("whether they see internal sections"),
                    "hide": Many(Text(), "titles of sections that they do not see"),
                }
            ),
            "readers, by name",
        ),
        "templates": Named(Text(), "templates in Liquid, by name"),
    },
    about="release notes and change logs",
)
_PUBLISH = Part(
    {
        "notes": Flag("whether release notes are written into the releases on GitHub"),
        "readiness": Flag("whether a check says of a release's commit if it is ready"),
        "required": Many(
            Text(),
            "checks that must be green for that, by name or as app/name; without any, all of them",
        ),
        "comments": Flag("whether pull requests and issues are told the release they are in"),
        "prereleases": Flag("whether they are told of prereleases, too"),
        "deployments": Flag("whether deployments that ask for leave are answered by readiness"),
        "commands": Flag("whether comments such as /release status are answered"),
    },
    about="what is said on GitHub",
)
# What the notes' reader understands; the policy's parts have a reader of their own.
_OURS = {
    "notes": _NOTES,
    "publish": _PUBLISH,
    "version": Any_("the version of this file's own form"),
}
SHAPE = Part({**_OURS, **dict.fromkeys(SHAPES, Any_())})


def schema() -> dict[str, Any]:
    """The JSON Schema of the file, for editors that check as one writes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": ".shipledger.yml",
        **Part({**_OURS, **SHAPES}).schema(),
    }
