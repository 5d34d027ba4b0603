"""The settings, and the only reader of the environment. Each is explained in `.env.example` and OPERATIONS.md."""

import re
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, HttpUrl, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from storage.postgres_server import schema_of

CHECKOUT = Path(__file__).resolve().parent.parent
TELEGRAM = "https://api.telegram.org"
TOKEN_SHAPE = re.compile(r"\d{5,20}:[A-Za-z0-9_-]{30,60}")
DRIVERS = ("sqlite", "postgresql+psycopg")
PROXY_SHAPE = re.compile(r"(http|socks5)://\S+:\d{1,5}/?")


class SettingsWrong(Exception):
    """One or more settings cannot be used; `sentences` says which and what to write instead."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def _token(value: SecretStr) -> SecretStr:
    if not TOKEN_SHAPE.fullmatch(value.get_secret_value()):
        raise ValueError("is not a bot token. Copy it whole from @BotFather: digits, a colon, 35 letters")
    return value


def _proxy(value: SecretStr) -> SecretStr:
    if not PROXY_SHAPE.fullmatch(value.get_secret_value()):
        raise ValueError("is not a proxy address. Write http://host:port or socks5://user:password@host:port")
    return value


def _addresses(value: str) -> str:
    for address in filter(None, map(str.strip, value.split(","))):
        try:
            ip_address(address)
        except ValueError:
            raise ValueError("may hold addresses only, with commas between: 127.0.0.1,10.0.0.2") from None
    return value


class Settings(BaseSettings):
    """Typed and checked when the program starts. Paths are as given; `folder` holds keys and the database."""

    model_config = SettingsConfigDict(
        env_prefix="AMANA_", env_file=".env", env_ignore_empty=True, extra="forbid", frozen=True
    )

    token: Annotated[SecretStr, AfterValidator(_token)] | None = None
    api_url: HttpUrl = HttpUrl(TELEGRAM)
    proxy: Annotated[SecretStr, AfterValidator(_proxy)] | None = None
    folder: Path = Path("amana-data")
    database_url: SecretStr | None = None
    runtime_key: Path | None = None
    content: Path = CHECKOUT / "content"
    desk_host: str = "127.0.0.1"
    desk_port: Annotated[int, Field(ge=0, le=65535)] = 8477
    desk_lock_minutes: Annotated[int, Field(ge=1, le=60)] = 15
    desk_over_tls: bool = False
    desk_hosts: str = ""
    desk_proxies: Annotated[str, AfterValidator(_addresses)] = ""
    health_port: Annotated[int, Field(ge=1, le=65535)] | None = None
    health_host: str = "127.0.0.1"
    backup_folder: Path | None = None
    backup_hours: Annotated[int, Field(ge=0, le=168)] = 24
    backup_days: Annotated[int, Field(ge=1, le=60)] = 7
    backup_weeks: Annotated[int, Field(ge=0, le=52)] = 2
    limits: bool = True

    @field_validator("limits")
    @classmethod
    def _limits_stay_on_with_telegram(cls, limits: bool, given: ValidationInfo) -> bool:
        if not limits and (given.data.get("api_url") or HttpUrl(TELEGRAM)).host == HttpUrl(TELEGRAM).host:
            raise ValueError("may be false only with another AMANA_API_URL: Telegram would block the bot")
        return limits

    @field_validator("database_url")
    @classmethod
    def _database_is_one_of_ours(cls, url: SecretStr | None) -> SecretStr | None:
        try:
            place = make_url(url.get_secret_value()) if url else None
        except ArgumentError:
            raise ValueError("is not the address of a database") from None
        if place is not None and place.drivername not in DRIVERS:
            raise ValueError(f"may begin with {' or '.join(f'{name}://' for name in DRIVERS)}")
        if place is not None and place.drivername != "sqlite":
            schema_of(place)
        return url

    @property
    def is_on_sqlite(self) -> bool:
        """Whether the database is a file, which one process at a time may use."""
        return self.database.startswith("sqlite:")

    @property
    def database(self) -> str:
        """The database's URL: SQLite in the settings folder unless another is given."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.folder.resolve() / 'amana.db'}"

    @property
    def runtime_key_file(self) -> Path:
        """Where the runtime key lies. Better on a memory file system than beside the database (SECURITY.md)."""
        return self.runtime_key or self.folder / "runtime.key"

    @property
    def backups(self) -> Path:
        """The folder of the sealed backups."""
        return self.backup_folder or self.folder / "backups"

    @property
    def pinned_key_file(self) -> Path:
        """The organisation's public signing key, which every other key is checked against."""
        return self.folder / "organisation.pub"


def read_settings(**overrides: object) -> Settings:
    """The settings from the environment and `.env`. Raises SettingsWrong with one sentence for each bad one."""
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]  # pydantic validates what the environment and callers give
    except ValidationError as wrong:
        raise SettingsWrong([_sentence(str(error["loc"][0]), error["msg"]) for error in wrong.errors()]) from None


def _sentence(name: str, message: str) -> str:
    setting = name.upper() if name.upper().startswith("AMANA_") else f"AMANA_{name.upper()}"
    said = message.removeprefix("Value error, ").rstrip(".")
    joint = " " if said.startswith(("is ", "may ")) else ": "
    return f"{setting}{joint}{said}. See .env.example for what it may hold."
