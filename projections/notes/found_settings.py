"""The settings that hold: the team's own files, else those of other tools, else the defaults."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import import_module

from msgspec import Struct
from msgspec.structs import replace

from domain import subject
from domain.configuration import FileObserved
from domain.fact import Told, latest
from projections.notes.settings import Settings
from projections.view import View

OURS = (".shipledger.yml", ".shipledger.yaml", ".github/shipledger.yml")


def _reader(module: str, name: str) -> Callable[[str, str], Settings]:
    """Loaded where there is a file of its kind: most repositories have one of them, or none."""

    def reading(path: str, content: str) -> Settings:
        settings: Settings = getattr(import_module(f"projections.notes.{module}"), name)(
            path, content
        )
        return settings

    return reading


_github = _reader("read_github", "read_github")
_drafter = _reader("read_drafter", "read_drafter")
_please = _reader("read_please", "read_please")

# The files of other tools, the one that counts first.
OTHERS: Mapping[str, Callable[[str, str], Settings]] = {
    ".github/release.yml": _github,
    ".github/release.yaml": _github,
    ".github/release-drafter.yml": _drafter,
    ".github/release-drafter.yaml": _drafter,
    "release-please-config.json": _please,
    ".github/release-please-config.json": _please,
    ".release-please-manifest.json": _reader("read_please", "read_manifest"),
}

# All files that are looked for, in the order in which they count.
PATHS = (*OURS, *OTHERS)


class _File(Struct, frozen=True):
    content: str
    source: str
    ref: str


def settings_of(view: View) -> Settings:
    """The settings at the view's moment; `source` says which file they are from."""
    return settled(files_of(view))


def files_of(view: View) -> dict[str, "_File"]:
    """By path: those that people gave to the ledger before those that the repository holds."""
    uploaded = view.notebook().files
    observed = observed_files(view)
    files = {path: _observed(fact) for path, fact in observed.items()}
    return files | {
        path: _File(one.content, f"{path}, given by {one.by}", "") for path, one in uploaded.items()
    }


def _observed(fact: FileObserved) -> _File:
    return _File(fact.content, f"{fact.path} at {fact.sha[:7]}", fact.sha)


def observed_files(view: View) -> dict[str, FileObserved]:
    """By path, those that the repository holds, as they were last observed."""
    told: dict[str, list[Told]] = {}
    for one in view.about(*map(subject.file, PATHS)):
        if isinstance(one.fact, FileObserved):
            told.setdefault(one.fact.path, []).append(one)
    found = (last.fact for some in told.values() if (last := latest(some)))
    return {fact.path: fact for fact in found if isinstance(fact, FileObserved) and not fact.gone}


def settings_in(name: str, content: str) -> Settings:
    """The settings of one file alone, which is read as its name says; else as one of ours."""
    paths = (path for path in PATHS if path.rpartition("/")[2] == name.rpartition("/")[2])
    return settled({next(paths, OURS[0]): _File(content, name, "")})


def settled(files: Mapping[str, "_File"]) -> Settings:
    """The first file of `PATHS` that there is, with the one that it extends under it."""
    path = next((path for path in PATHS if path in files), None)
    if path is None:
        return Settings()
    if path not in OURS:
        return _of_others(path, files[path])
    own, extends = _ours(path, files[path].content)
    own = replace(own, source=files[path].source, ref=files[path].ref)
    if not extends:
        return own
    if extends not in OTHERS or extends not in files:
        known = ", ".join(one for one in OTHERS if one in files) or "none is known here"
        wrong = f"{path}: notes.extends names {extends}, and can name: {known}"
        return replace(own, problems=(*own.problems, wrong))
    from projections.notes.read_shipledger import extended  # noqa: PLC0415 - as `_reader` says

    return extended(own, _of_others(extends, files[extends]))


def _of_others(path: str, file: _File) -> Settings:
    return replace(_theirs(path, file.content), source=file.source, ref=file.ref)


# Files change rarely, and questions come often.
@lru_cache(maxsize=64)
def _ours(path: str, content: str) -> tuple[Settings, str]:
    from projections.notes.read_shipledger import read_shipledger  # noqa: PLC0415 - the same

    return read_shipledger(path, content)


@lru_cache(maxsize=64)
def _theirs(path: str, content: str) -> Settings:
    return OTHERS[path](path, content)
