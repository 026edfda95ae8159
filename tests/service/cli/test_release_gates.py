"""A release at its gates, by commands: asked, signed off, waived, and never silently passed."""

import hashlib
import json
from pathlib import Path

from tests.service.cli.conftest import Shell

SHOP, TAG = "harbour/checkout", "v1.7.0"
WHY = ("--reason", "It was tried on a till.")
POLICY = """
gates:
  - {name: UAT, sign-off: {attachments: 1}}
  - {name: load, checks: k6, environments: [production]}
"""


def test_a_release_goes_through_its_gates(demo: Shell, tmp_path: Path) -> None:
    place = ("-e", "production")
    assert (
        demo("release", "why", SHOP, TAG, *place).out == f"Nothing blocks {TAG} into production.\n"
    )
    assert demo("release", "status", SHOP, TAG).code == 0
    file = tmp_path / ".shipledger.yml"
    file.write_text(POLICY)
    demo("notes", "settings", SHOP, file, "--as", ".shipledger.yml", *WHY)

    said = demo("release", "why", SHOP, TAG, *place)
    assert "1. gate «UAT» is pending: nobody has signed it off yet" in said.out
    assert "2. gate «load» is pending: k6 did not report yet" in said.out
    assert demo("release", "status", SHOP, TAG, *place).code == 1
    refused = demo("release", "sign-off", SHOP, TAG, "UAT", *WHY)
    assert (refused.code, "wants 1 attachments" in refused.aside) == (1, True)

    demo("release", "sign-off", SHOP, TAG, "UAT", "--attach", file, *WHY)
    demo("release", "waive", SHOP, TAG, "load", "--commit", *place, *WHY)
    found = json.loads(demo("release", "status", SHOP, TAG, *place, "--json").out)
    assert [(one["kind"], one["state"]) for one in found["conditions"]] == [
        ("gate", "passed"),
        ("gate", "waived"),
        ("lock", "passed"),  # of what was taken back once, and is mended in it
    ]
    assert demo("release", "status", SHOP, TAG, *place).code == 0

    demo("release", "waive", SHOP, TAG, "load", "--withdraw", "1", *WHY)
    demo("release", "sign-off", SHOP, TAG, "UAT", "--withdraw", "1", *WHY)
    assert demo("release", "why", SHOP, TAG, *place).out.count("is pending") == 2
    digest = hashlib.sha256(POLICY.encode()).hexdigest()
    assert f"By policy {digest[:12]}." in demo("release", "status", SHOP, TAG).out


def test_a_waiver_without_an_end_is_refused(demo: Shell, tmp_path: Path) -> None:
    file = tmp_path / ".shipledger.yml"
    file.write_text(POLICY)
    demo("notes", "settings", SHOP, file, "--as", ".shipledger.yml", *WHY)

    said = demo("release", "waive", SHOP, TAG, "load", *WHY)
    assert (said.code, "A waiver is no rule" in said.aside) == (1, True)


def test_a_policy_is_checked_before_it_counts(bare: Shell, tmp_path: Path) -> None:
    good, bad, binary = (tmp_path / name for name in ("good.yml", "bad.yml", "binary.yml"))
    good.write_text(POLICY)
    bad.write_text("gates: [{name: a, chekcs: b}]\n")
    binary.write_bytes(b"\xff\xfe")

    assert "is understood: version" in bare("policy", "check", good).out
    said = bare("policy", "check", bad)
    assert (
        said.code,
        "shipledger.yml: gates has no key 'chekcs': did you mean checks?" in said.aside,
    ) == (*(1, True),)
    assert bare("policy", "check", binary).code == 1
