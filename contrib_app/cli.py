"""`mesaides …`: arguments and exit codes only."""

import sys
from pathlib import Path

import click
from sqlalchemy.orm import Session

from contrib_app import running
from contrib_app.accounts import service as accounts
from contrib_app.config import read_settings
from contrib_app.database import make_engine, writing

ACCOUNT_ERRORS = {
    "email": "cet e-mail n'en est pas un",
    "taken": "un compte existe déjà pour cet e-mail",
    "short": f"le mot de passe a {accounts.SHORTEST_PASSWORD} caractères au moins",
    "long": f"le mot de passe a {accounts.LONGEST_PASSWORD} caractères au plus",
}


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Simulateur d'aides, et atelier de cas de test."""


@main.command()
@click.option("--host", default="127.0.0.1", envvar="HOST", show_default=True)
@click.option("--port", default=5000, envvar="PORT", show_default=True)
def serve(host: str, port: int) -> None:
    """Met la base à jour, démarre le calcul et sert l'application."""
    running.serve(read_settings(), host, port)


@main.command()
def upgrade() -> None:
    """Crée la base de données, ou la met à jour."""
    running.upgrade(read_settings())
    click.echo("La base de données est à jour.")


@main.command("add-reviewer")
@click.argument("email")
@click.option("--institution", required=True, help="Organisme de l'agent.")
@click.option("--password-stdin", is_flag=True, help="Lit le mot de passe sur l'entrée standard.")
def add_reviewer(email: str, institution: str, password_stdin: bool) -> None:
    """Crée le compte d'un agent qui relit les cas."""
    settings = read_settings()
    running.upgrade(settings)
    if password_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = click.prompt("Mot de passe", hide_input=True, confirmation_prompt=True)
    with Session(writing(make_engine(settings.database_url))) as session:
        try:
            accounts.add_reviewer(session, email, institution, password)
        except accounts.AccountError as error:
            raise click.ClickException(ACCOUNT_ERRORS[error.reason]) from None
        session.commit()
    click.echo(f"{email} peut se connecter sur /agents/connexion.")


@main.command()
@click.option(
    "--to",
    "corpus",
    type=click.Path(file_okay=False, path_type=Path),
    help="Dossier qui contient yaml/ et divergences/ (par défaut : tests).",
)
def export(corpus: Path | None) -> None:
    """Écrit les cas acceptés dans le corpus de tests."""
    from contrib_app.engine.jobs import COUNTRY, EXTENSIONS
    from contrib_app.publishing import service
    from lawcases import load_legislation

    settings = read_settings()
    running.upgrade(settings)
    legislation = load_legislation(COUNTRY, EXTENSIONS)
    count = refused = 0
    with Session(writing(make_engine(settings.database_url))) as session:
        for written in service.export(session, corpus or settings.corpus, legislation):
            if written.path is None:
                refused += 1
                click.echo(f"cas {written.number} : non écrit, {written.problem}", err=True)
                continue
            session.commit()
            count += 1
            click.echo(f"{written.path}" + ("  (diverge des règles)" if written.diverges else ""))
    click.echo(f"{count} cas écrits" + (f", {refused} non écrits" if refused else ""))
    sys.exit(1 if refused else 0)
