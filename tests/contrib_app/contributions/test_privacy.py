"""What looks like somebody is found; what a case normally says is not.

Two corpora of 200 texts and more: passages that must all be found, and true titles of test cases
and labels of benefits, in which nothing may be found.
"""

from itertools import product
from pathlib import Path

import pytest

from contrib_app.catalogue import label_words, load_catalogue
from contrib_app.contributions.privacy import passages
from lawcases import read_file

CORPUS = Path(__file__).parents[3] / "tests" / "yaml"
SENTENCES = (
    "Contact : {}.",
    "{}",
    "Bonjour, {} merci.",
    "voir ({})",
    "La CAF m'a dit : {}, depuis mars.",
)
NIR_BODIES = [
    "1 85 02 35 238 014",
    "2 55 08 14 168 025",
    "2 99 12 2A 004 118",
    "1 04 07 99 330 902",
]


def nir(body):
    """Return a NIR with its key."""
    number = body.replace(" ", "").replace("2A", "19")
    return f"{body} {97 - int(number) % 97:02}"


FOUND = {
    "e-mail": ["jeanne.martin@free.fr", "a+b@mail.example.org", "x@y.fr"],
    "téléphone": [
        "06 12 34 56 78",
        "0612345678",
        "+33 6 12 34 56 78",
        "01.42.00.00.00",
        "06-12-34-56-78",
    ],
    "IBAN": ["FR76 3000 6000 0112 3456 7890 189", "FR7630006000011234567890189"],
    "numéro d'allocataire": ["1234567 A", "7654321Z"],
    "adresse": [
        "12 bis, rue Victor Hugo",
        "3 allée des Lilas",
        "120 av. Jaurès",
        "8 square Carpeaux",
    ],
    "numéro de sécurité sociale": [
        form(nir(body)) for body in NIR_BODIES for form in (str, lambda text: text.replace(" ", ""))
    ],
    "nom": [
        "Mme Dupont",
        "M. LE",
        "Jean-Pierre Durand",
        "Fatima BENALI",
        "Madame Le",
        "Dr Nguyen",
        "Élodie Petit",
    ],
    "santé": [
        "j'ai un cancer",
        "elle est séropositive",
        "ma maladie",
        "depuis sa dépression",
        "il a été hospitalisé",
        "mon fils est autiste",
        "je suis malade",
        "après mon AVC",
        "suivi en psychiatrie",
        "sa grossesse",
    ],
}
POSITIVES = [
    (sentence.format(text), kind)
    for kind, texts in FOUND.items()
    for text, sentence in product(texts, SENTENCES)
]
NEGATIVES = [
    *(one.label for one in load_catalogue()),
    *(one.purpose for one in load_catalogue()),
    *(condition for one in load_catalogue() for condition in one.unchecked),
    "salaire_net: {year:2025-11: 21600.0, 2026-11: 1800.0}",
    "depcom: {month:2026-08:4: '75120'}",
    "date_naissance: 1985-03-01",
    "255081416802539",  # a wrong key
    "Le plafond de ressources est de 1 200 € par mois ; je gagne 1 214 € depuis mars 2026.",
    "Ma notification du 12/10/2026 dit 116 € au lieu de 0 €.",
    "L'enfant a eu 14 ans en juin, la majoration n'est pas comptée.",
]


def titles():
    files = sorted(CORPUS.rglob("*.yaml"))
    return [case.name for file in files for case in read_file(file)]


@pytest.mark.parametrize(("text", "kind"), POSITIVES)
def test_personal_passages_are_found(text, kind):
    assert kind in [passage.kind for passage in passages(text, label_words())]


def test_what_cases_and_benefits_say_is_not_personal():
    said = titles() + NEGATIVES
    known = label_words()
    assert len(said) >= 200
    assert {text: found for text in said if (found := list(passages(text, known)))} == {}


def test_there_are_two_hundred_positives():
    assert len(POSITIVES) >= 200
