"""What a team lets us say on GitHub: the part `publish:` of `.shipledger.yml`, off by default."""

from msgspec import Struct


class Publish(Struct, frozen=True):
    """`required` are the checks that must be green: by name, or as `app/name`; none means all."""

    notes: bool = False
    readiness: bool = False
    required: tuple[str, ...] = ()
    comments: bool = False
    prereleases: bool = False
    deployments: bool = False
    commands: bool = False
