"""The meters of several processes are told as one."""

import os
import subprocess
import sys
from pathlib import Path

COUNT = """
from prometheus_client.registry import Collector
from service.metrics import Meters
class Gauges(Collector):
    def collect(self):
        return []
meters = Meters(["push"])
meters.delivery("push", "recorded", facts=2)
meters.request("webhooks.github", 202, seconds=0.002)
print(meters.text(Gauges()).decode())
"""


def counted(shared: Path) -> str:
    """What a process tells after it has counted one delivery."""
    return subprocess.run(
        [sys.executable, "-c", COUNT],
        env={**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(shared)},
        cwd=Path(__file__).parents[2],
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def test_every_process_tells_what_all_have_counted(tmp_path: Path) -> None:
    counted(tmp_path)
    text = counted(tmp_path)

    assert 'shipledger_deliveries_total{event="push",outcome="recorded"} 2.0' in text
    assert "shipledger_facts_total 4.0" in text
    assert 'le="0.0025",operation="webhooks.github"} 2.0' in text
