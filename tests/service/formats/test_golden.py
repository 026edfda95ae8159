"""What each format makes of one release and of several, to be read by people."""

import pytest

from tests.service.formats.golden import GOLDEN, printed

PRINTED = dict(printed())


@pytest.mark.parametrize("name", PRINTED)
def test_a_format_prints_what_it_printed_when_somebody_looked(name: str) -> None:
    golden = (GOLDEN / name).read_bytes().decode()

    assert PRINTED[name] == golden, (
        "if it is meant, run: python -m tests.service.formats.golden; and read what changed"
    )


def test_no_file_is_kept_that_no_format_prints() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == PRINTED.keys()
