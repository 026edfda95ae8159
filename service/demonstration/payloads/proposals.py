"""Payloads about what people want: issues, milestones, pull requests and their reviews."""

from service.demonstration.cast import Repository
from service.demonstration.git import sha
from service.demonstration.payloads import common
from service.demonstration.payloads.common import Payload, account, site, stamp
from service.demonstration.props.proposals import Issue, Pull, Review


def issue(of: Repository, one: Issue) -> Payload:
    return {
        "id": one.id,
        "node_id": f"I_{one.id}",
        "number": one.number,
        "title": one.title,
        "user": account(one.author),
        "labels": [common.label(name) for name in one.labels],
        "state": "closed" if one.closed_at else "open",
        "state_reason": one.reason,
        "locked": False,
        "assignees": [],
        "milestone": common.milestone(of, one.milestone),
        "comments": 0,
        "html_url": site(of, "issues", one.number),
        "created_at": stamp(one.created_at),
        "updated_at": stamp(one.updated_at),
        "closed_at": stamp(one.closed_at),
        "author_association": "MEMBER",
        "body": None,
    }


def pull_request(of: Repository, one: Pull, *, base_sha: str) -> Payload:
    """Until it is merged, `merge_commit_sha` is a trial of GitHub's own, as it really is."""
    return {
        "id": one.id,
        "node_id": f"PR_{one.id}",
        "number": one.number,
        "state": "closed" if one.closed_at else "open",
        "locked": False,
        "title": one.title,
        "user": account(one.author),
        "body": one.body or None,
        "created_at": stamp(one.created_at),
        "updated_at": stamp(one.updated_at),
        "closed_at": stamp(one.closed_at),
        "merged_at": stamp(one.closed_at) if one.merged_by else None,
        "merge_commit_sha": one.merge_commit or sha("trial", one.head.sha, base_sha),
        "assignees": [],
        "requested_reviewers": [],
        "labels": [common.label(name) for name in one.labels],
        "milestone": common.milestone(of, one.milestone),
        "draft": one.draft,
        "head": _end(of, one.branch, one.head.sha),
        "base": _end(of, one.base, base_sha),
        "author_association": "MEMBER",
        "auto_merge": None,
        "merged": one.merged_by is not None,
        "mergeable": None,
        "merged_by": account(one.merged_by) if one.merged_by else None,
        "comments": 0,
        "review_comments": 0,
        "commits": len(one.commits),
        "html_url": site(of, "pull", one.number),
    }


def _end(of: Repository, ref: str, at: str) -> Payload:
    return {
        "label": f"{of.full_name.partition('/')[0]}:{ref}",
        "ref": ref,
        "sha": at,
        "user": common.owner(),
        "repo": common.short_repository(of),
    }


def short_pull_request(of: Repository, one: Pull, *, base_sha: str) -> Payload:
    """The pull request as a review shows it: without what GitHub must look up."""
    looked_up = ("merged", "mergeable", "merged_by", "comments", "review_comments", "commits")
    whole = pull_request(of, one, base_sha=base_sha)
    return {name: value for name, value in whole.items() if name not in looked_up}


def review(of: Repository, one: Review) -> Payload:
    return {
        "id": one.id,
        "node_id": f"PRR_{one.id}",
        "user": account(one.by),
        "body": one.body or None,
        "commit_id": one.pull.head.sha,
        "submitted_at": stamp(one.at),
        "updated_at": stamp(one.at),
        "state": one.state,
        "html_url": site(of, "pull", f"{one.pull.number}#pullrequestreview-{one.id}"),
        "author_association": "MEMBER",
    }
