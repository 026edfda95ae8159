"""Branches, tags and their commits; pushing them, and what GitHub says and does not say of it.

GitHub's documentation of `push` and `create`: more than three tags pushed at once cause no event,
and neither do more than three deleted at once.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tests.github.accounts import Account
from tests.github.commit_shapes import pushed
from tests.github.git import Draft, Git, Signature

if TYPE_CHECKING:
    from datetime import datetime

    from tests.github.hub import Hub
    from tests.github.repository import Repository

ZERO = "0" * 40
TOO_MANY = 3
# A push tells at most so many of its commits.
TOLD = 2048


class Commits:
    hub: "Hub"
    git: Git
    default_branch: str
    pushed_at: "datetime"
    api: str
    html: str

    # --- what stands where ---

    def head(self, branch: str | None = None) -> str:
        return self.git.refs[f"refs/heads/{branch or self.default_branch}"]

    def resolve(self, name: str) -> str | None:
        """The commit that a branch, a tag, a full ref or an id stands for."""
        for ref in (name, f"refs/heads/{name}", f"refs/tags/{name}", f"refs/{name}"):
            if ref in self.git.refs:
                return self.git.peel(self.git.refs[ref])
        known = len(name) >= 7 and self.git.kind(name) == "commit"
        return self.git.peel(name) if known else None

    def signature(self, by: str) -> Signature:
        account = self.hub.account(by)
        return Signature(account.login, account.email, self.hub.clock())

    # --- branches ---

    def commit(
        self,
        message: str,
        *,
        branch: str | None = None,
        files: Mapping[str, str] | None = None,
        by: str = "ada",
        quiet: bool = False,
    ) -> str:
        """Push one commit; by default it writes a file that no other commit touches."""
        return self.push(branch, message, files=files, by=by, quiet=quiet)[-1]

    def push(
        self,
        branch: str | None,
        *messages: str,
        onto: str | None = None,
        files: Mapping[str, str] | None = None,
        by: str = "ada",
        quiet: bool = False,
    ) -> list[str]:
        """Push commits together, one for each message; `onto` another commit is a forced push."""
        self.hub.clock.tick()
        ref = f"refs/heads/{branch or self.default_branch}"
        start = onto or self.git.refs.get(ref) or self._tip()
        drafts = [self._draft(ref, text, by, files) for text in messages]
        first: Sequence[str | int] = (start,) if start else ()
        parents = [first, *([number] for number in range(len(drafts) - 1))]
        drafts = [_with(draft, it) for draft, it in zip(drafts, parents, strict=True)]
        return self.advance(ref, drafts, by, quiet=quiet)

    def advance(
        self, ref: str, drafts: Sequence[Draft], by: str, *, quiet: bool = False
    ) -> list[str]:
        before = self.git.refs.get(ref, ZERO)
        written = self.git.write(*drafts)
        if not quiet:
            self.tell_push(ref, before, written[-1], by)
        return written

    def force_push(self, branch: str, onto: str, *messages: str, by: str = "ada") -> str:
        """Let a branch stand on another commit, with new commits on it or none."""
        if messages:
            return self.push(branch, *messages, onto=onto, by=by)[-1]
        return self.move(f"refs/heads/{branch}", onto, by=by)

    def branch(self, name: str, at: str | None = None, *, by: str = "ada") -> str:
        return self.move(f"refs/heads/{name}", at or self.head(), by=by)

    def delete_branch(self, name: str, *, by: str = "ada") -> None:
        self._remove(f"refs/heads/{name}", by, quiet=False)

    def move(self, ref: str, sha: str, *, by: str = "ada", quiet: bool = False) -> str:
        """Let any ref stand elsewhere, or come into being."""
        self.hub.clock.tick()
        before = self.git.refs.get(ref, ZERO)
        self.git.point(ref, sha)
        if not quiet:
            self.tell_push(ref, before, sha, by)
        return sha

    def _tip(self) -> str | None:
        return self.git.refs.get(f"refs/heads/{self.default_branch}")

    def _draft(self, ref: str, message: str, by: str, files: Mapping[str, str] | None) -> Draft:
        name = f"src/{self.hub.next('file')}.txt"
        written = {name: message + "\n"} if files is None else files
        who = self.signature(by)
        return Draft(ref, message, who, who, files=written)

    # --- tags ---

    def tag(
        self,
        name: str,
        at: str | None = None,
        *,
        message: str | None = None,
        by: str = "ada",
        quiet: bool = False,
    ) -> str:
        """Push a tag, annotated where it has a message; one that exists is moved."""
        sha = at or self.head()
        target = (
            sha if message is None else self.git.annotate(name, sha, message, self.signature(by))
        )
        self.move(f"refs/tags/{name}", target, by=by, quiet=quiet)
        return sha

    def push_tags(self, *names: str, at: str | None = None, by: str = "ada") -> None:
        """`git push --tags`: of more than three, GitHub says nothing."""
        for name in names:
            self.tag(name, at, by=by, quiet=len(names) > TOO_MANY)

    def delete_tags(self, *names: str, by: str = "ada") -> None:
        for name in names:
            self._remove(f"refs/tags/{name}", by, quiet=len(names) > TOO_MANY)

    def _remove(self, ref: str, by: str, *, quiet: bool) -> None:
        self.hub.clock.tick()
        before = self.git.remove(ref)
        if not quiet:
            self.tell_push(ref, before, ZERO, by)

    # --- what is told ---

    def tell_push(self: "Repository", ref: str, before: str, after: str, by: str) -> None:
        self.pushed_at = self.hub.clock()
        if ref.startswith(("refs/heads/", "refs/tags/")):
            told = _pushed(self, ref, before, after, self.hub.account(by))
            if ZERO in (before, after):
                self.tell(
                    "create" if before == ZERO else "delete", by, **_announced(self, ref, before)
                )
            self.tell("push", by, **told)
        if ref.startswith("refs/heads/"):
            self.synchronize(ref.removeprefix("refs/heads/"), before, after, by)


def _with(draft: Draft, parents: Sequence[str | int]) -> Draft:
    return Draft(draft.ref, draft.message, draft.author, draft.committer, parents, draft.files)


def _announced(repo: "Repository", ref: str, before: str) -> dict[str, Any]:
    """`create` and `delete` name the ref shortly, and no commit."""
    kind, name = ref.removeprefix("refs/").split("/", 1)
    told: dict[str, Any] = {"ref": name, "ref_type": {"heads": "branch", "tags": "tag"}[kind]}
    if before == ZERO:
        told |= {"master_branch": repo.default_branch, "description": None}
    return told | {"pusher_type": "user"}


def _pushed(repo: "Repository", ref: str, before: str, after: str, by: Account) -> dict[str, Any]:
    git, gone, new = repo.git, after == ZERO, before == ZERO
    tip = None if gone else git.peel(after)
    listed: list[str] = []
    if tip and ref.startswith("refs/heads/"):
        others = [f"^{sha}" for name, sha in git.refs.items() if name != ref and "/heads/" in name]
        listed = git.walk("--reverse", tip, *([f"^{before}"] if not new else others))
    old = None if new else git.peel(before)
    forced = bool(tip and old and not git.has(old, tip))
    span = tip[:12] if new and tip else f"{before[:12]}...{after[:12]}"
    return {
        "ref": ref,
        "before": before,
        "after": after,
        "created": new,
        "deleted": gone,
        "forced": forced,
        "base_ref": _base(repo, ref, tip) if new else None,
        "compare": f"{repo.html}/compare/{span}",
        "commits": pushed(repo, listed[:TOLD]),
        "head_commit": pushed(repo, [tip])[0] if tip else None,
        "pusher": {"name": by.login, "email": by.email},
    }


def _base(repo: "Repository", ref: str, tip: str | None) -> str | None:
    """A new ref on the tip of a branch says which."""
    main = f"refs/heads/{repo.default_branch}"
    return main if ref != main and tip == repo.git.refs.get(main) else None
