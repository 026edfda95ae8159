"""What may become of a call to GitHub, each with what to do next."""

from datetime import datetime

from domain.errors import ShipledgerError


class GitHubError(ShipledgerError):
    """GitHub did not do what it was asked for; `status` is its answer's, 0 where there was none."""

    def __init__(self, sentence: str, *, status: int = 0) -> None:
        super().__init__(sentence)
        self.status = status


class Gone(GitHubError):
    """It is not there, or we may not see it: GitHub does not say which."""


class Denied(GitHubError):
    """We are not who may do this: a token that expired, or a permission that is missing."""


class RateLimited(GitHubError):
    """GitHub wants no more of us before `until`; nothing was done."""

    def __init__(self, sentence: str, *, until: datetime, status: int = 0) -> None:
        super().__init__(sentence, status=status)
        self.until = until


class Unreachable(GitHubError):
    """Nobody answered, or what answered was not GitHub; for a read, to ask again is right."""


class Unclear(GitHubError):
    """A write was sent and its answer lost: look whether it was done before it is sent again."""


class Rejected(GitHubError):
    """GitHub understood and refused; `codes` are its own words, such as `already_exists`."""

    def __init__(self, sentence: str, *, status: int, codes: tuple[str, ...] = ()) -> None:
        super().__init__(sentence, status=status)
        self.codes = codes
