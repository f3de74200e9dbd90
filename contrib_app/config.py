"""Names and defaults of the settings. Each is an environment variable; none is required."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

LARGEST_BATCH = 50


@dataclass(frozen=True)
class Publishing:
    """Where accepted cases go.

    forge: github, gitlab, gitea, forgejo; `branch` (a repository and no pull request); `patch` (no
        repository: files to apply); empty: nowhere, until somebody runs `mesaides export`.
    repository: address of the git remote (https://, ssh:// or file://).
    project: the repository's name on the forge, `owner/name`. forge_url: root of the forge's API.
    token: what lets us push and open pull requests; token_user goes with it over HTTPS.
    batch_minutes: 0 publishes each case alone; otherwise one batch at most every so many minutes.
    webhook_secret, ci_token: what the forge and its checks show when they tell us something.
    """

    forge: str = ""
    repository: str = ""
    base_branch: str = "main"
    branch_prefix: str = "cas"
    forge_url: str = ""
    project: str = ""
    token: str = ""
    token_user: str = "x-access-token"  # noqa: S105 - a name, not a secret
    author: str = "Mes aides"
    author_email: str = "mes-aides@localhost"
    batch_minutes: float = 0.0
    largest_batch: int = LARGEST_BATCH
    webhook_secret: str = ""
    ci_token: str = ""


@dataclass(frozen=True)
class Oidc:
    """The OIDC provider by which agents sign in; none when `issuer` is empty.

    organisation_claim: what the provider calls the agent's organisation, `siret` for ProConnect.
    """

    issuer: str = ""
    client_id: str = ""
    client_secret: str = ""
    scope: str = "openid email siret"
    organisation_claim: str = "siret"


@dataclass(frozen=True)
class Settings:
    """How this installation is set up.

    home: folder of what the application writes (database, key, engine's socket).
    database_url: as SQLAlchemy reads it. SQLite under `home` by default.
    publishing: where accepted cases go.
    proxies: how many proxies of ours stand before us; what they say of a client is believed.
    oidc: by whom agents sign in. local_accounts: whether passwords are accepted too.
    url: address of the site, for the e-mails. mail: `file` (in `home`), `console`, or a server,
        smtp://user:password@host:587. mail_from: who they come from.
    corpus: folder that holds `yaml/` and `divergences/`, where accepted cases are exported.
    compute_seconds: how long one computation may take before it is stopped.
    compute_megabytes: memory one computation may take above what the warm process already holds.
    effort_seconds: what nobody needs less than to fill a contribution without a script.
    embedded_by: sites that may show the simulator in a frame, such as `https://ville.example`.
    """

    home: Path
    database_url: str
    secret_key: str
    corpus: Path
    compute_seconds: float = 10.0
    compute_megabytes: int = 512
    publishing: Publishing = field(default_factory=Publishing)
    oidc: Oidc = field(default_factory=Oidc)
    local_accounts: bool = True
    proxies: int = 0
    url: str = "http://127.0.0.1:5000"
    mail: str = "file"
    mail_from: str = "mes-aides@localhost"
    embedded_by: tuple[str, ...] = ()
    effort_seconds: int = 8

    @property
    def is_public(self) -> bool:
        """Tell whether people come over HTTPS: cookies then never go without it."""
        return self.url.startswith("https://")

    @property
    def socket(self) -> Path:
        return self.home / "engine.sock"


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
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
        publishing=read_publishing(env),
        oidc=Oidc(
            issuer=env.get("MESAIDES_OIDC_ISSUER", "").rstrip("/"),
            client_id=env.get("MESAIDES_OIDC_CLIENT_ID", ""),
            client_secret=env.get("MESAIDES_OIDC_CLIENT_SECRET", ""),
            scope=env.get("MESAIDES_OIDC_SCOPE", Oidc.scope),
            organisation_claim=env.get("MESAIDES_OIDC_ORGANISATION", Oidc.organisation_claim),
        ),
        proxies=int(env.get("MESAIDES_PROXIES", "0")),
        local_accounts=env.get("MESAIDES_LOCAL_ACCOUNTS", "yes") != "no",
        url=env.get("MESAIDES_URL", "http://127.0.0.1:5000").rstrip("/"),
        mail=env.get("MESAIDES_MAIL", "file"),
        mail_from=env.get("MESAIDES_MAIL_FROM", "mes-aides@localhost"),
        embedded_by=_hosts(env.get("MESAIDES_EMBEDDED_BY", "")),
    )


def read_publishing(env: Mapping[str, str]) -> Publishing:
    """Read where accepted cases go."""
    plain = Publishing()
    return Publishing(
        forge=env.get("MESAIDES_FORGE", plain.forge),
        repository=env.get("MESAIDES_REPOSITORY", plain.repository),
        base_branch=env.get("MESAIDES_BASE_BRANCH", plain.base_branch),
        branch_prefix=env.get("MESAIDES_BRANCH_PREFIX", plain.branch_prefix),
        forge_url=env.get("MESAIDES_FORGE_URL", plain.forge_url),
        project=env.get("MESAIDES_PROJECT", plain.project),
        token=env.get("MESAIDES_FORGE_TOKEN", plain.token),
        token_user=env.get("MESAIDES_FORGE_USER", plain.token_user),
        author=env.get("MESAIDES_AUTHOR", plain.author),
        author_email=env.get("MESAIDES_AUTHOR_EMAIL", plain.author_email),
        batch_minutes=float(env.get("MESAIDES_BATCH_MINUTES", plain.batch_minutes)),
        webhook_secret=env.get("MESAIDES_WEBHOOK_SECRET", plain.webhook_secret),
        ci_token=env.get("MESAIDES_CI_TOKEN", plain.ci_token),
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


def _hosts(text: str) -> tuple[str, ...]:
    """Read the sites that may embed us, separated by spaces; each one a plain origin."""
    hosts = tuple(text.split())
    for one in hosts:
        if not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?", one):
            raise ValueError(
                f"MESAIDES_EMBEDDED_BY: {one!r} is no origin such as https://a.example"
            )
    return hosts
