"""Props about shipping: releases, packages, deployments and how they go."""

from datetime import datetime

from msgspec import Struct

from service.demonstration.cast import Person


class Release(Struct, kw_only=True):
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


class Package(Struct, frozen=True, kw_only=True):
    name: str
    version: str
    tag: str
    by: Person
    at: datetime


class Deployment(Struct, frozen=True, kw_only=True):
    id: int
    sha: str
    ref: str
    environment: str
    creator: Person
    created_at: datetime
    production: bool


class Progress(Struct, frozen=True, kw_only=True):
    """A status of a deployment."""

    id: int
    deployment: Deployment
    state: str
    description: str
    at: datetime
