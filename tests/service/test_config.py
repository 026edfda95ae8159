"""The configuration is read once, and what would not be safe is not started."""

from pathlib import Path

import pytest

from service.config import Config, ConfigError, from_environment

SECRET = "sixteen letters or more"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("SHIPLEDGER_") or name in {"DATABASE_URL", "DYNO", "PORT"}:
            monkeypatch.delenv(name)


def given(monkeypatch: pytest.MonkeyPatch, **values: str) -> Config:
    for name, value in values.items():
        monkeypatch.setenv(
            name if name in {"DYNO", "PORT", "DATABASE_URL"} else f"SHIPLEDGER_{name}", value
        )
    return from_environment()


def test_nothing_said_is_a_ledger_beside_the_program_for_this_machine_alone() -> None:
    config = from_environment()

    assert config.database_url.endswith("/data/shipledger.db")
    assert config.bind.startswith("127.0.0.1:")
    assert not config.public_read
    assert config.workers == 1


def test_without_a_secret_no_web_process_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match="an unsigned webhook is never accepted"):
        from_environment().for_the_web()
    assert given(monkeypatch, WEBHOOK_SECRET=SECRET).for_the_web()


@pytest.mark.parametrize("value", ["", " ", ",", "\n"])
def test_an_empty_secret_is_none(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    with pytest.raises(ConfigError, match="WEBHOOK_SECRET"):
        given(monkeypatch, WEBHOOK_SECRET=value).for_the_web()


def test_a_secret_that_can_be_guessed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match="16 characters"):
        given(monkeypatch, WEBHOOK_SECRET=f"{SECRET},short")


@pytest.mark.parametrize("separator", [",", "\n", " ,\n "])
def test_while_a_secret_is_changed_there_are_two(
    monkeypatch: pytest.MonkeyPatch, separator: str
) -> None:
    config = given(monkeypatch, WEBHOOK_SECRET=f"{SECRET}{separator}another {SECRET}")

    assert config.webhook_secrets == (SECRET, f"another {SECRET}")


def test_a_secret_may_lie_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{SECRET}\n")

    config = given(monkeypatch, WEBHOOK_SECRET_FILE=str(tmp_path / "secret"))

    assert config.webhook_secrets == (SECRET,)


def test_a_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match="SHIPLEDGER_WEBHOOK_SECRET_FILE"):
        given(monkeypatch, WEBHOOK_SECRET_FILE="/nowhere/secret")


def test_a_secret_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert SECRET not in repr(given(monkeypatch, WEBHOOK_SECRET=SECRET))


def test_sqlite_has_one_web_process(monkeypatch: pytest.MonkeyPatch) -> None:
    two = given(monkeypatch, WEBHOOK_SECRET=SECRET, WORKERS="2")

    with pytest.raises(ConfigError, match="PostgreSQL"):
        two.for_the_web()
    assert given(monkeypatch, DATABASE_URL="postgresql://db/x").for_the_web().workers == 2


def test_sqlite_is_refused_where_the_disk_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match="gone at the next restart"):
        given(monkeypatch, DYNO="web.1")
    assert given(monkeypatch, ALLOW_EPHEMERAL_DISK="true").sqlite


def test_a_platform_s_database_and_port_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    config = given(monkeypatch, DYNO="web.1", DATABASE_URL="postgres://u:p@db/x", PORT="5000")

    assert config.database_url == "postgresql://u:p@db/x"
    assert config.bind == "0.0.0.0:5000"


WRONG = {
    "DATABASE_URL": "mysql://db/x",
    "WORKERS": "0",
    "THREADS": "many",
    "PUBLIC_READ": "perhaps",
    "LOG_LEVEL": "LOUD",
    "TRUSTED_PROXIES": "-1",
    "DELIVERY_LIMIT_MIB": "0",
}


@pytest.mark.parametrize(("name", "value"), WRONG.items(), ids=WRONG)
def test_what_cannot_be_meant_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"SHIPLEDGER_{name}", value)

    with pytest.raises(ConfigError, match=f"SHIPLEDGER_{name}"):
        from_environment()


def test_prometheus_is_named_with_its_token_in_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert from_environment().prometheus_url == ""
    file = tmp_path / "token"
    file.write_text("a-token\n")
    told = {"PROMETHEUS_URL": "https://prom.example.org/x/", "PROMETHEUS_TOKEN_FILE": str(file)}
    config = given(monkeypatch, **told)
    assert (config.prometheus_url, config.prometheus_token) == (
        *("https://prom.example.org/x", "a-token"),
    )
    assert "a-token" not in repr(config)


def test_a_password_does_not_stand_in_an_address_that_people_see(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(ConfigError, match="SHIPLEDGER_PROMETHEUS_TOKEN"):
        given(monkeypatch, PROMETHEUS_URL="https://me:secret@prom.example.org")
