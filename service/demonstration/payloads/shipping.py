"""Payloads about what leaves the house: releases, packages, deployments and their reviews."""

from service.demonstration.cast import Person, Repository
from service.demonstration.git import sha
from service.demonstration.payloads import common
from service.demonstration.payloads.common import Payload, account, site, stamp
from service.demonstration.props.shipping import Deployment, Package, Progress, Release


def release(of: Repository, one: Release) -> Payload:
    return {
        "id": one.id,
        "node_id": f"RE_{one.id}",
        "tag_name": one.tag,
        "target_commitish": one.target,
        "name": one.tag,
        "draft": one.draft,
        "immutable": False,
        "prerelease": one.prerelease,
        "author": account(one.author),
        "created_at": stamp(one.created_at),
        "updated_at": stamp(one.updated_at),
        "published_at": stamp(one.published_at),
        "assets": [],
        "html_url": site(of, "releases", "tag", one.tag),
        "tarball_url": f"{common.API}/repos/{of.full_name}/tarball/{one.tag}",
        "body": one.body,
    }


def package(of: Repository, one: Package) -> Payload:
    number = int(sha("package", one.name, one.version)[:8], 16)
    return {
        "id": int(sha("package", one.name)[:8], 16),
        "name": one.name,
        "namespace": of.full_name.partition("/")[0],
        "description": of.description,
        "ecosystem": "npm",
        "package_type": "npm",
        "html_url": site(of, "packages", number),
        "created_at": stamp(one.at),
        "updated_at": stamp(one.at),
        "owner": common.owner(),
        "package_version": {
            "id": number,
            "version": one.version,
            "name": one.version,
            "tag_name": one.tag,
            "target_commitish": "main",
            "html_url": site(of, "packages", number),
            "draft": False,
            "prerelease": "-" in one.version,
            "created_at": stamp(one.at),
            "updated_at": stamp(one.at),
            "author": account(one.by),
        },
    }


def deployment(of: Repository, one: Deployment) -> Payload:
    return {
        "id": one.id,
        "node_id": f"DE_{one.id}",
        "url": _url(of, one),
        "sha": one.sha,
        "ref": one.ref,
        "task": "deploy",
        "payload": {},
        "original_environment": one.environment,
        "environment": one.environment,
        "description": None,
        "creator": account(one.creator),
        "created_at": stamp(one.created_at),
        "updated_at": stamp(one.created_at),
        "statuses_url": f"{_url(of, one)}/statuses",
        "transient_environment": False,
        "production_environment": one.production,
    }


def deployment_status(of: Repository, one: Progress) -> Payload:
    whole = one.deployment
    return {
        "id": one.id,
        "node_id": f"DES_{one.id}",
        "url": f"{_url(of, whole)}/statuses/{one.id}",
        "state": one.state,
        "creator": account(whole.creator),
        "description": one.description,
        "environment": whole.environment,
        "environment_url": f"https://{of.name}.{whole.environment}.harbour.example",
        "log_url": site(of, "deployments", whole.id, "log"),
        "target_url": "",
        "created_at": stamp(one.at),
        "updated_at": stamp(one.at),
        "deployment_url": _url(of, whole),
    }


def reviewer(person: Person) -> Payload:
    return {"type": "User", "reviewer": account(person)}


def _url(of: Repository, one: Deployment) -> str:
    return f"{common.API}/repos/{of.full_name}/deployments/{one.id}"
