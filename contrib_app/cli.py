"""`mesaides …`: arguments and exit codes only."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contrib_app import running
from contrib_app.accounts import institutions
from contrib_app.accounts import service as accounts
from contrib_app.accounts.models import Role
from contrib_app.authoring import new_benefit, stale
from contrib_app.config import read_settings
from contrib_app.database import make_engine, writing
from contrib_app.keeping import commands as keeping
from contrib_app.keeping.inspecting import problems

ACCOUNT_ERRORS = {
    "email": "cet e-mail n'en est pas un",
    "taken": "un compte existe déjà pour cet e-mail",
    "short": f"le mot de passe a {accounts.SHORTEST_PASSWORD} caractères au moins",
    "long": f"le mot de passe a {accounts.LONGEST_PASSWORD} caractères au plus",
}


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Simulateur d'aides, et atelier de cas de test."""


for command in (keeping.backup, keeping.restore, keeping.purge, keeping.retry):
    main.add_command(command)


@main.command()
@click.option("--host", default="127.0.0.1", envvar="HOST", show_default=True)
@click.option("--port", default=5000, envvar="PORT", show_default=True)
@click.option("--worker/--no-worker", default=True, help="Fait aussi les travaux d'arrière-plan.")
def serve(host: str, port: int, worker: bool) -> None:
    """Met la base à jour, démarre le calcul et sert l'application."""
    running.serve(read_settings(), host, port, worker=worker)


@main.command("worker")
def start_worker() -> None:
    """Fait les travaux d'arrière-plan : publier, prévenir, purger, rejouer les cas."""
    running.work(read_settings())


@main.command("add-simulator")
@click.argument("name")
def add_simulator(name: str) -> None:
    """Donne à un autre simulateur le jeton qui lui permet de proposer des cas."""
    from contrib_app.contributions import simulators

    settings = read_settings()
    running.upgrade(settings)
    with Session(writing(make_engine(settings.database_url))) as session:
        try:
            token = simulators.add_simulator(session, name)
        except IntegrityError:
            raise click.ClickException(f"{name} a déjà un jeton") from None
        session.commit()
    click.echo(f"Jeton de {name}, qui ne sera pas redonné :\n{token}")


@main.command("add-institution")
@click.argument("name")
@click.option("--benefit", "benefits", multiple=True, help="Aide qu'elle gère (répétable).")
@click.option("--organisation", help="Son identifiant chez le fournisseur OIDC (SIRET).")
def add_institution(name: str, benefits: tuple[str, ...], organisation: str | None) -> None:
    """Crée un organisme, ou lui donne d'autres aides."""
    settings = read_settings()
    running.upgrade(settings)
    with Session(writing(make_engine(settings.database_url))) as session:
        institution = institutions.named(session, name)
        institution.organisation = organisation or institution.organisation
        try:
            institutions.give(session, institution, benefits)
        except institutions.UnknownBenefit as error:
            raise click.ClickException(f"aucune aide du catalogue ne s'appelle {error}") from None
        except institutions.AlreadyOwned as error:
            raise click.ClickException(f"{error} est déjà géré par un autre organisme") from None
        session.commit()
        owned = ", ".join(one.benefit for one in institution.benefits)
    click.echo(f"{name} gère : {owned or 'aucune aide encore'}.")


@main.command()
def upgrade() -> None:
    """Crée la base de données, ou la met à jour."""
    running.upgrade(read_settings())
    click.echo("La base de données est à jour.")


@main.command("add-reviewer")
@click.argument("email")
@click.option("--institution", required=True, help="Organisme de l'agent.")
@click.option(
    "--role",
    type=click.Choice([role.name.lower() for role in Role]),
    default="reviewer",
    help="reviewer relit ; institution_admin gère ses agents ; platform_admin voit tout.",
)
@click.option("--password-stdin", is_flag=True, help="Lit le mot de passe sur l'entrée standard.")
def add_reviewer(email: str, institution: str, role: str, password_stdin: bool) -> None:
    """Crée le compte d'un agent qui relit les cas."""
    settings = read_settings()
    running.upgrade(settings)
    if password_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = click.prompt("Mot de passe", hide_input=True, confirmation_prompt=True)
    with Session(writing(make_engine(settings.database_url))) as session:
        try:
            accounts.add_reviewer(session, email, institution, password, Role[role.upper()])
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
    from contrib_app.engine.law import COUNTRY, EXTENSIONS
    from contrib_app.publishing import exporting
    from lawcases import load_legislation

    settings = read_settings()
    running.upgrade(settings)
    legislation = load_legislation(COUNTRY, EXTENSIONS)
    count = refused = 0
    with Session(writing(make_engine(settings.database_url))) as session:
        for written in exporting.export(session, corpus or settings.corpus, legislation):
            if written.path is None:
                refused += 1
                click.echo(f"cas {written.number} : non écrit, {written.problem}", err=True)
                continue
            session.commit()
            count += 1
            click.echo(f"{written.path}" + ("  (diverge des règles)" if written.diverges else ""))
    click.echo(f"{count} cas écrits" + (f", {refused} non écrits" if refused else ""))
    sys.exit(1 if refused else 0)


@main.command("stale")
@click.option("--days", default=365, show_default=True, help="Âge d'une vérification périmée.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def list_stale(folder: Path, days: int) -> None:
    """Liste les paramètres de FOLDER que personne n'a vérifiés depuis longtemps."""
    found = stale.stale_parameters(folder, datetime.now(UTC).date(), days)
    for one in found:
        when = f"vérifié le {one.checked_on}" if one.checked_on else "jamais vérifié"
        click.echo(f"{when}  {one.file}  {one.label} (valeur du {one.since})")
    click.echo(f"{len(found)} paramètres à vérifier.")


@main.command("check")
@click.option(
    "--root",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    default=".",
    help="Racine du dépôt (par défaut : ici).",
)
@click.option(
    "--installation",
    is_flag=True,
    help="Vérifie plutôt cette installation : réglages, fichiers, base, travaux en attente.",
)
def check_repository(root: Path, installation: bool) -> None:
    """Cherche les erreurs dans la loi, les paramètres, les tests et le catalogue."""
    from contrib_app.authoring import checks

    found: Sequence[object]
    if installation:
        settings = read_settings()
        found = list(problems(settings, make_engine(settings.database_url)))
    else:
        found = checks.check(checks.repository_at(root))
    for finding in found:
        click.echo(str(finding))
    click.echo(f"{len(found)} à corriger." if found else "Rien à corriger.")
    sys.exit(1 if found else 0)


@main.command("new-benefit")
@click.option("--echelon", type=click.Choice(new_benefit.ECHELONS), prompt="Échelon")
@click.option("--territory", prompt="Territoire (par exemple Val-Fictif)")
@click.option("--name", prompt="Nom de l'aide")
@click.option("--entity", type=click.Choice(list(new_benefit.ENTITIES)), prompt="Versée à chaque")
@click.option("--periodicity", type=click.Choice(list(new_benefit.PERIODICITIES)), prompt="Par")
@click.option("--communes", prompt="Codes INSEE, ou leur début, séparés par des virgules")
@click.option("--ceiling", type=float, prompt="Plafond de ressources, en euros")
@click.option("--amount", type=float, prompt="Montant, en euros")
@click.option("--source", prompt="Titre de la délibération")
@click.option("--href", prompt="Lien vers la délibération")
@click.option("--date", prompt="En vigueur le (2026-01-01)")
@click.option(
    "--root",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    default=".",
    help="Racine du dépôt (par défaut : ici).",
)
def start_new_benefit(root: Path, communes: str, **answers: Any) -> None:
    """Commence une aide locale : variable, paramètres, test et catalogue, déjà verts."""
    from contrib_app.engine.law import COUNTRY, EXTENSIONS
    from lawcases import load_legislation

    codes = tuple(code.strip() for code in communes.split(",") if code.strip())
    asked = new_benefit.Asked(communes=codes, **answers)
    try:
        new_benefit.check(asked, ())
        taken = load_legislation(COUNTRY, EXTENSIONS).variables
        written = new_benefit.start_benefit(asked, root, taken)
        new_benefit.prove(written, root)
    except new_benefit.Refused as error:
        raise click.ClickException(str(error)) from None
    for path in written:
        click.echo(path)
    click.echo("Le test est vert. Remplacez les conditions par celles du texte : mesaides check")
