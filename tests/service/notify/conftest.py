"""A receiver and a mailbox for the tests of notifications."""

from collections.abc import Iterator

import pytest

from tests.service.notify.mailbox import Mailbox, receiving_mail
from tests.service.notify.receiver import Receiver, receiving


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as one:
        yield one


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with receiving_mail() as one:
        yield one
