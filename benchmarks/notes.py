"""Change logs of real clones against `git log` and git-cliff."""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.table import Figure, timed

TITLE = "Change logs of clones: all releases, branches and tags, to Markdown in a file"
CORPORA = Path(
    os.environ.get("SHIPLEDGER_CORPORA", Path(__file__).parents[2] / "shared" / "corpora")
)
# Where `pip install git-cliff==2.14.2 --target DIR` was done; else it is done anew each time.
GIT_CLIFF = os.environ.get("SHIPLEDGER_GIT_CLIFF", "")
VERSION = "2.14.2"

HISTORIES = ("semantic-pr", "git-cliff", "flask", "pydantic", "vite", "rails")
AGAINST_GIT_CLIFF = frozenset(HISTORIES) - {"semantic-pr"}
FIELDS = "--format=%H%n%P%n%an%n%ae%n%at%n%ct%n%B"
LONG = frozenset({"vite", "rails"})
ROUNDS = 3
START_UP = 0.3  # seconds
SHIPLEDGER = (sys.executable, "-c", "from service.cli.main import main; main()")

Deed = Callable[[], None]


def measure() -> Iterator[Figure]:
    unpack = CORPORA / "histories" / "unpack.sh"
    if not unpack.is_file():
        yield Figure("skipped: set SHIPLEDGER_CORPORA to the folder of real histories", "")
        return
    with tempfile.TemporaryDirectory() as folder:
        cliff, why_not = git_cliff(Path(folder) / "tools")
        for name in HISTORIES:
            clone = Path(folder) / f"{name}.git"
            subprocess.run([unpack, name, clone], check=True)
            yield from of_clone(name, clone, cliff)
        yield Figure("memory at most, in either of the two processes (rails)", *memory(clone))
        if cliff is None:
            yield Figure("git-cliff", f"skipped: {why_not}")


def git_cliff(tools: Path) -> tuple[Path | None, str]:
    """The program, and where there is none why not. It is no part of what is installed."""
    place = Path(GIT_CLIFF) if GIT_CLIFF else tools
    program = place / "bin" / "git-cliff"
    if not program.is_file():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", f"git-cliff=={VERSION}"]
        done = subprocess.run(
            [*pip, "--target", place], check=False, capture_output=True, text=True
        )
        if done.returncode:
            return None, f"pip could not install git-cliff: {done.stderr.strip()[-100:]}"
    said = subprocess.run([program, "--version"], check=False, capture_output=True, text=True)
    if VERSION not in said.stdout:
        return None, f"{program} is not version {VERSION}"
    return program, ""


def of_clone(name: str, clone: Path, cliff: Path | None) -> Iterator[Figure]:
    """The medians of rounds in which all take turns, each in new processes.

    Of what takes minutes there is one round, without another one before it.
    """
    output = clone.with_suffix(".md")
    deeds: dict[str, Deed] = {
        "log": lambda: git_log(clone),
        "ours": lambda: change_log(clone, output),
    }
    if cliff is not None and name in AGAINST_GIT_CLIFF:
        deeds["cliff"] = lambda: git_cliff_log(cliff, clone, output)
    seconds = medians(deeds, rounds=1 if name in LONG else ROUNDS)
    log, ours = seconds["log"], seconds["ours"]
    allowed = 4 * log + START_UP
    times = max(0.0, ours - START_UP) / log
    yield Figure(
        f"{name}: {ours:.2f} s",
        f"{times:.1f} × `git log` of all refs ({log:.2f} s) and {START_UP} s",
        "at most 4 ×, aiming at 2",
        ours <= allowed,
    )
    if "cliff" in seconds:
        share = ours / seconds["cliff"]
        yield Figure(
            f"{name}: beside git-cliff {VERSION}, of the releases of HEAD alone",
            f"{share:.2f} of {seconds['cliff']:.2f} s",
            "at most 0.2",
            share <= 0.2,
        )


def medians(deeds: dict[str, Deed], *, rounds: int) -> dict[str, float]:
    for name, deed in deeds.items():
        # git-cliff's first time is no slower than its second.
        if name == "log" or (name == "ours" and rounds > 1):
            deed()
    found: dict[str, list[float]] = {name: [] for name in deeds}
    for _ in range(rounds):
        for name, deed in deeds.items():
            found[name].append(timed(deed))
    return {name: statistics.median(some) for name, some in found.items()}


def git_log(clone: Path) -> None:
    command = ["git", f"--git-dir={clone}", "log", "--all", "-z", FIELDS]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def change_log(clone: Path, output: Path) -> None:
    output.unlink(missing_ok=True)
    command = [*SHIPLEDGER, "changelog", clone, "--all", "--unreleased", "-o", output]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def git_cliff_log(program: Path, clone: Path, output: Path) -> None:
    command = [program, "--offline", "--repository", clone, "--output", output]
    with tempfile.TemporaryDirectory() as nowhere:  # it would read a cliff.toml where it is begun
        subprocess.run(command, check=True, cwd=nowhere, stderr=subprocess.DEVNULL)


def memory(clone: Path) -> tuple[str, str, bool]:
    """The most that was resident at once, by the system's own account of each process."""
    script = (
        "import os, resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], check=True, stderr=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    output = clone.with_suffix(".md")
    command = [sys.executable, "-c", script, *SHIPLEDGER, "changelog", clone, "--all", "-o", output]
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    megabytes = int(said.stdout) / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return f"{megabytes:.0f} MB", "≤ 300 MB", megabytes <= 300
