"""From the first question to a file that OpenFisca judges as the application did."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
PASSWORD = "un mot de passe assez long"


def answer(page, title, *, radios=(), texts=None, select=None):
    """Answer one page of the questionnaire, known by its title."""
    page.get_by_role("heading", level=1, name=title).wait_for()
    for question, choice in radios:
        page.get_by_role("group", name=question).get_by_label(choice).check()
    for label, text in (texts or {}).items():
        page.get_by_label(label).fill(text)
    if select:
        page.get_by_label(select[0]).select_option(select[1])
    page.get_by_role("button", name="Continuer").click()


def family_in_paris(page, site):
    """A couple with two children in Paris, 2 000 € of net wages, a rent of 900 €."""
    page.goto(site.address)
    page.get_by_role("button", name="Commencer la simulation").click()
    answer(
        page,
        "Votre foyer",
        radios=[("Vivez-vous en couple ?", "Oui, nous sommes mariés")],
        texts={"Combien d'enfants": "2", "Combien d'autres": "0"},
    )
    for title, born, activity in (
        ("Parlons de vous", "14/02/1985", "Salarié·e"),
        ("Parlons de cette personne : votre conjoint·e", "03/07/1986", "Sans activité"),
    ):
        answer(
            page,
            title,
            radios=[("Situation professionnelle", activity)],
            texts={"Date de naissance": born},
        )
    for rank, born in (("1er", "20/05/2016"), ("2e", "09/11/2019")):
        answer(
            page,
            f"Parlons de cette personne : {rank} enfant",
            texts={"Date de naissance": born},
        )
        if rank == "1er":
            answer(
                page,
                "Scolarité : 1er enfant",
                radios=[("Scolarité cette année", "Autre : école primaire, études supérieures")],
            )
    answer(
        page,
        "Votre logement",
        radios=[("Logement", "Locataire d'un logement vide")],
        texts={"Code postal": "75020"},
    )
    answer(page, "Loyer ou prêt", texts={"Loyer hors charges": "900", "Charges locatives": "50"})
    answer(page, "À Paris", texts={"Combien de mois": "60"})
    page.get_by_role("heading", name="Quelles ressources depuis un an ? Vous").wait_for()
    page.get_by_label("Salaire", exact=True).check()
    page.get_by_role("button", name="Continuer").click()
    answer(page, "Quels montants ? Vous", texts={"montant net par mois": "1 800,00"})
    answer(page, "Quelles ressources depuis un an ? Votre conjoint·e")
    answer(page, "Quelles prestations recevez-vous déjà ?")
    page.get_by_role("link", name="Voir mes aides").click()
    page.get_by_role("heading", name="Vos aides en").wait_for()


def contribute(page, amount):
    """Say that Paris Logement Familles should be this amount; return the case number and code."""
    page.get_by_role("link", name="Dire qu'un résultat est faux, ou juste").click()
    section = page.get_by_role("region", name="Paris Logement Familles", exact=True)
    section.get_by_label("Le bon montant est celui-ci :").check()
    section.get_by_label("Bon montant (€ par mois)").fill(amount)
    page.get_by_label("Une décision reçue (notification, attestation)").check()
    page.get_by_label("Expliquez en une phrase").fill("La notification <b>dit</b> ce montant.")
    page.get_by_role("button", name="Voir le cas qui serait publié").click()
    page.get_by_role("heading", name="Vérifiez votre cas avant de l'envoyer").wait_for(
        timeout=300_000  # a job prepares it; the page reloads itself meanwhile
    )
    shown = page.locator("pre.case").inner_text()
    page.get_by_label("J'accepte qu'un agent lise ce cas").check()
    page.get_by_label("J'accepte que ce cas simplifié soit publié").check()
    page.get_by_role("button", name="Envoyer ce cas").click()
    heading = page.get_by_role("heading", name="est enregistré")
    heading.wait_for()
    number = "".join(filter(str.isdigit, heading.inner_text()))
    return number, page.locator("#code").inner_text(), shown


def accept(page, site, number):
    page.goto(f"{site.address}/agents/connexion")
    page.get_by_label("E-mail").fill("agent@ville.example")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_role("link", name=f"n° {number}", exact=True).click()
    page.get_by_role("button", name="Accepter").click()
    page.get_by_text(f"Cas n° {number} accepté.").wait_for()
    page.get_by_role("button", name="Se déconnecter").click()


@pytest.fixture(scope="module")
def reviewer(site):
    site.run(
        "add-reviewer",
        "agent@ville.example",
        "--institution",
        "Ville de Paris",
        "--password-stdin",
        input=PASSWORD + "\n",
    )


@pytest.mark.parametrize(
    ("page", "amount", "folder", "verdict"),
    [("phone", "116", "yaml", 0), ("desk", "250", "divergences", 1)],
    indirect=["page"],
)
def test_a_doubt_becomes_a_file_of_the_corpus(page, site, reviewer, amount, folder, verdict):
    family_in_paris(page, site)
    assert (
        "116 € par mois"
        in page.get_by_role("region", name="Paris Logement Familles", exact=True).inner_text()
    )

    number, code, shown = contribute(page, amount)
    accept(page, site, number)
    site.run("export")

    (file,) = (site.corpus / folder).rglob(f"*_{number}.yaml")
    assert file.parent == site.corpus / folder / "communes/paris/paris_logement_familles"
    text = file.read_text()
    assert len(text.splitlines()) < 60
    assert "notification <b>dit</b>" not in text
    assert all(day == "01" for day in re.findall(r"date_naissance: \d{4}-\d\d-(\d\d)", text))
    assert shown.split("input:")[1].strip() == text.split("input:")[1].strip()

    openfisca = Path(sys.executable).with_name("openfisca")
    judged = subprocess.run(
        [openfisca, "test", file, "-c", "openfisca_france", "-e", "openfisca_mesaides"],
        capture_output=True,
        text=True,
        cwd=site.corpus,
    )
    assert judged.returncode == verdict, judged.stdout

    page.goto(f"{site.address}/suivi#{code}")
    page.get_by_text("Publié dans les tests").first.wait_for()
    assert code not in page.url
