"""The web process does not start where it would not be safe, and says why in one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
SECRET = "a secret of this test alone"


def start(**settings: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if "SHIPLEDGER" not in name}
    return subprocess.run(
        [sys.executable, "-m", "gunicorn", "-c", "python:service.gunicorn", "service.app:serve()"],
        env={**clean, **{f"SHIPLEDGER_{name}": value for name, value in settings.items()}},
        cwd=CHECKOUT,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({}, "an unsigned webhook is never accepted"),
        ({"WEBHOOK_SECRET": SECRET, "WORKERS": "4"}, "for more of them use PostgreSQL"),
        ({"WEBHOOK_SECRET": SECRET}, "shipledger migrate"),
    ],
    ids=["without a secret", "with four workers on SQLite", "without tables"],
)
def test_it_stops_with_a_sentence(tmp_path: Path, settings: dict[str, str], why: str) -> None:
    (tmp_path / "ledger.db").touch()

    ended = start(DATABASE_URL=f"sqlite:///{tmp_path}/ledger.db", BIND="127.0.0.1:0", **settings)

    assert ended.returncode != 0
    assert why in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stderr.count("\n") <= 2
