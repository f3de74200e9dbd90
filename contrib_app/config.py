"""Names and defaults of the settings. Each is an environment variable; none is required."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """How this installation is set up.

    home: folder of what the application writes (database, key, engine's socket).
    database_url: as SQLAlchemy reads it. SQLite under `home` by default.
    corpus: folder that holds `yaml/` and `divergences/`, where accepted cases are exported.
    compute_seconds: how long one computation may take before it is stopped.
    compute_megabytes: memory one computation may take above what the warm process already holds.
    """

    home: Path
    database_url: str
    secret_key: str
    corpus: Path
    compute_seconds: float = 10.0
    compute_megabytes: int = 512

    @property
    def socket(self) -> Path:
        return self.home / "engine.sock"


def read_settings(environ: dict[str, str] | None = None) -> Settings:
    """Read the settings from the environment, creating the home folder and the key if missing."""
    env = os.environ if environ is None else environ
    home = Path(env.get("MESAIDES_HOME", "instance")).resolve()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Settings(
        home=home,
        database_url=env.get("DATABASE_URL", f"sqlite:///{home / 'mesaides.sqlite3'}"),
        secret_key=env.get("SECRET_KEY") or _kept_key(home / "secret_key"),
        corpus=Path(env.get("MESAIDES_CORPUS", "tests")).resolve(),
        compute_seconds=float(env.get("MESAIDES_COMPUTE_SECONDS", "10")),
        compute_megabytes=int(env.get("MESAIDES_COMPUTE_MEGABYTES", "512")),
    )


def _kept_key(path: Path) -> str:
    """Return the key kept in `path`, drawing it the first time; only the owner may read it."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    key = secrets.token_hex(32)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key
