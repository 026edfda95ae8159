"""What may be called a name or a SHA: proven when it is decoded."""

import msgspec
import pytest

from domain.fact import Name, Sha


@pytest.mark.parametrize("name", ["v1.2.0", "create-vite@5.0.0", "release/ß 1", "�"])
def test_a_name_is_any_text_that_git_takes(name: str) -> None:
    assert msgspec.json.decode(msgspec.json.encode(name), type=Name) == name


@pytest.mark.parametrize("name", ["", "v1\n", "\tv1", "v\x001", "v1\x7f", "v" * 1025])
def test_a_name_has_no_control_characters(name: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode(name), type=Name)


@pytest.mark.parametrize("sha", ["a" * 39, "A" * 40, "a" * 41, "a" * 40 + "\n", "g" * 40, "main"])
def test_a_sha_is_40_or_64_small_hexadecimal_digits(sha: str) -> None:
    for right in ("a" * 40, "0" * 64):
        assert msgspec.json.decode(msgspec.json.encode(right), type=Sha) == right
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode(sha), type=Sha)
