"""Files of settings, as the ledger remembers them."""

from datetime import UTC, datetime

from domain.configuration import FileObserved


def test_a_file_is_found_again_by_its_path() -> None:
    at = datetime(2026, 3, 14, tzinfo=UTC)
    fact = FileObserved(at=at, via="git:1", path=".shipledger.yml", content="", sha="a" * 40)
    assert fact.about() == ("file:.shipledger.yml",)
