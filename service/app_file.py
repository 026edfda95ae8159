"""The App's file: its number and its private key, readable by nobody but who runs Shipledger.

The key is no part of the ledger: a backup of the ledger would hand it on.
"""

import os
from pathlib import Path
from typing import Final

import msgspec

MODE: Final = 0o600


class KeptApp(msgspec.Struct, frozen=True):
    """`made_of` tells from which code of GitHub's it was made, without telling the code."""

    id: int
    private_key: str
    name: str = ""
    url: str = ""
    made_of: str = ""


def read(path: Path) -> KeptApp | None:
    """None where no App was connected; raises `ValueError` where the file cannot be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=KeptApp)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as error:
        raise ValueError(
            f"the App's file {path} cannot be read ({error}): give it back to who runs Shipledger,"
            " or take it away and connect anew"
        ) from error


def write(path: Path, app: KeptApp) -> None:
    """All of it, or what was there before; the key is on the disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE), "wb") as file:
        file.write(msgspec.json.encode(app))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def may_be_written(path: Path) -> bool:
    """Asked before GitHub is: what it tells of a new App it tells once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.access(path.parent, os.W_OK) and not path.is_dir()


def is_private(path: Path) -> bool:
    """Whether nobody else on this machine may read it."""
    return path.stat().st_mode & 0o077 == 0
