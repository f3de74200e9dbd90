"""What looks like somebody is found; what a case normally says is not."""

import pytest

from contrib_app.contributions.privacy import passages


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("écrire à jeanne.martin@free.fr", "e-mail"),
        ("appelez le 06 12 34 56 78", "téléphone"),
        ("+33 6 12 34 56 78", "téléphone"),
        ("0612345678", "téléphone"),
        ("IBAN FR76 3000 6000 0112 3456 7890 189", "IBAN"),
        ("allocataire 1234567 A", "numéro d'allocataire"),
        ("1234567A", "numéro d'allocataire"),
        ("au 12 bis, rue Victor Hugo", "adresse"),
        ("2 55 08 14 168 025 38", "numéro de sécurité sociale"),
        ("255081416802538", "numéro de sécurité sociale"),
    ],
)
def test_personal_passages_are_found(text, kind):
    assert kind in [passage.kind for passage in passages(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Paris Logement Familles : 116 € par mois en novembre 2026",
        "salaire_net: {year:2025-11: 21600.0, 2026-11: 1800.0}",
        "depcom: {month:2026-08:4: '75120'}",
        "date_naissance: 1985-03-01",
        "Plafond de 5 000 € depuis le 01/01/2018 (article IV 2.1, b/1)",
        "255081416802539",  # a wrong key
    ],
)
def test_what_a_case_says_is_not_personal(text):
    assert list(passages(text)) == []
