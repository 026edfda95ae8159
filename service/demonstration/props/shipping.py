"""Props about shipping: releases, packages, deployments and how they go."""

from dataclasses import dataclass
from datetime import datetime

from service.demonstration.cast import Person


@dataclass(slots=True, kw_only=True)
class Release:
    id: int
    tag: str
    body: str
    author: Person
    target: str
    created_at: datetime
    updated_at: datetime
    prerelease: bool = False
    draft: bool = True
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    name: str
    version: str
    tag: str
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    id: int
    sha: str
    ref: str
    environment: str
    creator: Person
    created_at: datetime
    production: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A status of a deployment."""

    id: int
    deployment: Deployment
    state: str
    description: str
    at: datetime
