"""The hub's repositories are git's own: true ids, true ancestry, written by `git fast-import`.

The repository is bare and lies in a directory of the test, so a story can also clone it. One call
of git writes one commit or ten thousand; what git wrote never changes, and is read once.
"""

import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"


@dataclass(frozen=True)
class Signature:
    name: str
    email: str
    at: datetime

    def __str__(self) -> str:
        return f"{self.name} <{self.email}> {int(self.at.timestamp())} +0000"


@dataclass(frozen=True)
class Commit:
    sha: str
    tree: str
    parents: tuple[str, ...]
    message: str
    author: Signature
    committer: Signature


@dataclass(frozen=True)
class Change:
    """A file between two commits; `blob` is None where it went away."""

    path: str
    blob: str | None
    status: str


@dataclass(frozen=True)
class Draft:
    """A commit to be written: its parents are ids, or places of earlier drafts in the same call."""

    ref: str
    message: str
    author: Signature
    committer: Signature
    parents: Sequence[str | int] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    changes: Sequence[Change] = ()

    def stream(self, mark: int) -> str:
        lines = [f"commit {self.ref}", f"mark :{mark}"]
        lines += [f"author {self.author}", f"committer {self.committer}", _data(self.message)]
        for word, parent in zip(_words(), self.parents, strict=False):
            lines.append(f"{word} {parent if isinstance(parent, str) else f':{parent + 1}'}")
        for path, text in self.files.items():
            lines += [f"M 100644 inline {path}", _data(text)]
        for change in self.changes:
            made = f"M 100644 {change.blob} {change.path}"
            lines.append(made if change.blob else f"D {change.path}")
        return "\n".join([*lines, f"get-mark :{mark}", ""])


def _words() -> Iterable[str]:
    yield "from"
    while True:
        yield "merge"


def _data(text: str) -> str:
    return f"data {len(text.encode())}\n{text}"


class Git:
    def __init__(self, place: Path) -> None:
        self.place = place
        self.refs: dict[str, str] = {}
        self._read: dict[str, Commit] = {}
        subprocess.run(
            ["git", "init", "-q", "--bare", "-b", "main", place], check=True, capture_output=True
        )

    def run(self, *words: str, given: str = "") -> str:
        done = subprocess.run(
            ["git", *words], cwd=self.place, input=given.encode(), check=True, capture_output=True
        )
        return done.stdout.decode()

    def write(self, *drafts: Draft) -> list[str]:
        """Write commits and move their refs there, whatever stood there before."""
        stream = "".join(draft.stream(mark) for mark, draft in enumerate(drafts, 1))
        written = self.run("fast-import", "--quiet", "--force", given=stream).split()
        for draft, sha in zip(drafts, written, strict=True):
            self.refs[draft.ref] = sha
        return written

    def point(self, ref: str, sha: str) -> None:
        self.run("update-ref", ref, sha)
        self.refs[ref] = sha

    def remove(self, ref: str) -> str:
        self.run("update-ref", "-d", ref)
        return self.refs.pop(ref)

    def annotate(self, name: str, sha: str, message: str, tagger: Signature) -> str:
        """Make a tag object, and no ref yet."""
        text = f"object {sha}\ntype commit\ntag {name}\ntagger {tagger}\n\n{message}\n"
        return self.run("mktag", given=text).strip()

    def kind(self, sha: str) -> str:
        """`commit`, `tag`, …, or nothing at all where git does not have it."""
        told = self.run("cat-file", "--batch-check=%(objecttype)", given=sha).strip()
        return "" if told.endswith(("missing", "ambiguous")) else told

    def peel(self, sha: str) -> str:
        """The commit that an annotated tag, or a tag of a tag, stands for."""
        return sha if sha in self._read else self.run("rev-parse", f"{sha}^{{commit}}").strip()

    def tag_object(self, sha: str) -> str:
        return self.run("cat-file", "tag", sha)

    def read(self, shas: Iterable[str]) -> list[Commit]:
        wanted = list(shas)
        missing = [sha for sha in dict.fromkeys(wanted) if sha not in self._read]
        if missing:
            out = subprocess.run(
                ["git", "cat-file", "--batch"],
                cwd=self.place,
                input="\n".join(missing).encode(),
                check=True,
                capture_output=True,
            ).stdout
            self._read |= {commit.sha: commit for commit in _commits(out)}
        return [self._read[sha] for sha in wanted]

    def one(self, sha: str) -> Commit:
        return self.read([sha])[0]

    def walk(self, *words: str) -> list[str]:
        """`rev-list`, newest first unless asked otherwise."""
        return self.run("rev-list", *words).split()

    def between(self, base: str, head: str) -> list[str]:
        """What head has and base has not, oldest first, as GitHub's compare lists it."""
        return self.walk("--reverse", f"{base}..{head}")

    def fork_point(self, one: str, other: str) -> str:
        return self.run("merge-base", one, other).strip()

    def has(self, ancestor: str, sha: str) -> bool:
        asked = ["git", "merge-base", "--is-ancestor", ancestor, sha]
        return subprocess.run(asked, cwd=self.place, check=False).returncode == 0

    def changes(self, before: str, after: str) -> list[Change]:
        told = self.run("diff-tree", "-r", "--no-renames", "--raw", "-z", before, after)
        parts = told.split("\0")[:-1]
        return [_change(raw, path) for raw, path in zip(parts[::2], parts[1::2], strict=True)]

    def touched(self, shas: Sequence[str]) -> dict[str, list[Change]]:
        """What each commit changes against its first parent, in one call for all of them."""
        how = ("-r", "--root", "--no-renames", "--diff-merges=first-parent", "--raw")
        told: dict[str, list[Change]] = {sha: [] for sha in shas}
        here: list[Change] = []
        given = "".join(f"{sha}\n" for sha in shas)
        for line in self.run("diff-tree", "--stdin", *how, given=given).splitlines():
            if line.startswith(":"):
                here.append(_change(*line.split("\t")))
            else:
                here = told[line]
        return told

    def counted(self, before: str, after: str) -> dict[str, tuple[int, int]]:
        """Lines added and taken away, by file."""
        rows = self.run("diff-tree", "-r", "--no-renames", "--numstat", before, after).splitlines()
        cells = [row.split("\t") for row in rows]
        return {path: (int(more), int(less)) for more, less, path in cells if more != "-"}

    def files(self, sha: str) -> dict[str, str]:
        """Each file's blob, by its path."""
        rows = self.run("ls-tree", "-r", sha).splitlines()
        return {path: meta.split()[2] for meta, path in (row.split("\t") for row in rows)}

    def blob(self, sha: str) -> str:
        return self.run("cat-file", "blob", sha)


def _change(raw: str, path: str) -> Change:
    *_, blob, letter = raw.split()
    words = {"A": "added", "D": "removed", "M": "modified", "T": "changed"}
    return Change(path, None if letter == "D" else blob, words[letter])


def _commits(out: bytes) -> Iterable[Commit]:
    """Read what `cat-file --batch` printed."""
    while out:
        head, _, out = out.partition(b"\n")
        sha, _, size = head.decode().split()
        body, out = out[: int(size)].decode(), out[int(size) + 1 :]
        fields, _, message = body.partition("\n\n")
        rows = [row.partition(" ")[::2] for row in fields.splitlines()]
        by = dict(rows)
        parents = tuple(value for key, value in rows if key == "parent")
        author, committer = _signature(by["author"]), _signature(by["committer"])
        yield Commit(sha, by["tree"], parents, message, author, committer)


def _signature(text: str) -> Signature:
    who, _, when = text.rpartition("> ")
    name, _, email = who.partition(" <")
    return Signature(name, email, datetime.fromtimestamp(int(when.split()[0]), UTC))
