"""A subject: what a fact is about, spelled one way, so that what was filed can be found."""

from datetime import datetime


def commit(sha: str) -> str:
    """What the commit is and how it came in: its making, its push, the pull merged as it."""
    return f"commit:{sha}"


def picks(sha: str) -> str:
    """The commits that say they were cherry-picked from it."""
    return f"picks:{sha}"


def reversals(sha: str) -> str:
    """The commits that say they revert it."""
    return f"reversals:{sha}"


def bringing(number: int) -> str:
    """The commits whose messages say that they brought the pull request in, or are from it."""
    return f"bringing:{number}"


def checks(sha: str) -> str:
    """What was verified at the commit: checks, suites, statuses, workflow runs, test reports."""
    return f"checks:{sha}"


def shipped(sha: str) -> str:
    """Where the commit was deployed: deployments and their statuses."""
    return f"shipped:{sha}"


def pull(number: int) -> str:
    return f"pull:{number}"


def issue(number: int) -> str:
    return f"issue:{number}"


def labelled(label: str) -> str:
    """Issues that bear, or once bore, the label; GitHub takes «Bug» and «bug» for one."""
    return f"labelled:{label.casefold()}"


def within(milestone: str) -> str:
    """Issues that are, or once were, in the milestone of this title."""
    return f"within:{milestone.casefold()}"


def tag(name: str) -> str:
    """A tag and every GitHub release that bears its name."""
    return f"tag:{name}"


def release(id_: int) -> str:
    """One GitHub release, through all the tag names it had."""
    return f"release:{id_}"


def branch(name: str) -> str:
    return f"branch:{name}"


def environment(name: str) -> str:
    return f"environment:{name}"


def observed(environment: str) -> str:
    """What was found running in the environment, whatever was deployed."""
    return f"observed:{environment}"


def health(environment: str, at: datetime) -> str:
    """The readings of one day in UTC, so that what is old costs nothing to leave aside."""
    return f"health:{environment}:{at:%Y-%m-%d}"


def alerts(environment: str) -> str:
    return f"alerts:{environment}"


def alert(fingerprint: str) -> str:
    return f"alert:{fingerprint}"


def deployment(id_: str) -> str:
    return f"deployment:{id_}"


def component(name: str) -> str:
    return f"component:{name}"


def milestone(number: int) -> str:
    return f"milestone:{number}"


def label(name: str) -> str:
    return f"label:{name}"


def incident(id_: str) -> str:
    return f"incident:{id_}"


def advisory(ghsa: str) -> str:
    return f"advisory:{ghsa}"


def package(name: str) -> str:
    return f"package:{name}"


def file(path: str) -> str:
    """A file of settings, by its path in the repository."""
    return f"file:{path}"


# Six collective subjects, small by nature, so that a whole can be listed without a scan.
IDENTITY = "identity"  # what a repository is called, who owns it, whether it lives
ENVIRONMENTS = "environments"  # the first sight of each environment
BRANCHES = "branches"  # the first sight of each branch
GATES = "gates"  # the deployments that asked an App for leave
ADVISORIES = "advisories"  # the security advisories of the repository
INCIDENTS = "incidents"  # what broke for users, and what is decided about it
