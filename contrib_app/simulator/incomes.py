"""Kinds of income → the variables they fill. A table, and the conversions from the net amount."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

Convert = Callable[[float], float]


class Income(NamedTuple):
    """A kind of income: its words, and the variables it fills, each from the net amount.

    declared: the line of the tax notice where it appears, and how much of it, if it does.
    exceptional: paid once; it is never carried to the present month.
    level: what is given for a period is the amount of each month, not the total of the months.
    """

    label: str
    variables: Mapping[str, Convert]
    declared: tuple[str, Convert] | None = None
    exceptional: bool = False
    level: bool = False


def same(net: float) -> float:
    return net


def wage_base(net: float) -> float:
    """Gross wage: about 22 % of contributions."""
    return net / 0.78


def wage_taxable(net: float) -> float:
    """Taxable wage: the net plus the part of CSG and CRDS that is not deductible (2.9 %)."""
    return net + 0.029 * 0.9825 * wage_base(net)


def unemployment_gross(net: float) -> float:
    return net / (1 - (0.067 * 0.9825 + 0.028))


def unemployment_taxable(net: float) -> float:
    """CSG and CRDS that are not deductible: 2.9 % of 98.25 % of the gross."""
    return net + 0.029 * 0.9825 * unemployment_gross(net)


def pension_gross(net: float) -> float:
    return net / 0.926


def pension_taxable(net: float) -> float:
    """CSG and CRDS that are not deductible: 2.9 % of the gross."""
    return net + 0.029 * pension_gross(net)


WAGE: dict[str, Convert] = {
    "salaire_net": same,
    "salaire_imposable": wage_taxable,
    "salaire_de_base": wage_base,
}


def _plain(label: str, variable: str) -> Income:
    return Income(label, {variable: same})


PAID = "pension_versee"
INCOME_GROUPS: dict[str, dict[str, Income]] = {
    "Travail et formation": {
        "salaire": Income("Salaire", WAGE, ("salaires", wage_taxable)),
        "primes": Income("Primes", WAGE, ("salaires", wage_taxable), exceptional=True),
        "fin_contrat": Income(
            "Indemnités de fin de contrat", WAGE, ("salaires", wage_taxable), exceptional=True
        ),
        "stage": _plain("Gratification de stage", "indemnites_stage"),
        "formation": _plain(
            "Rémunération de stage de formation professionnelle", "revenus_stage_formation_pro"
        ),
        "activite_partielle": _plain("Activité partielle", "indemnites_chomage_partiel"),
        "volontariat": _plain("Volontariat (service civique…)", "indemnites_volontariat"),
    },
    "Chômage": {
        "chomage": Income(
            "Allocation chômage (ARE)",
            {"chomage_net": same, "chomage_brut": unemployment_gross},
            ("chomage", unemployment_taxable),
        ),
        "asp": _plain(
            "Allocation de sécurisation professionnelle (ASP)",
            "allocation_securisation_professionnelle",
        ),
        "ass": _plain("Allocation de solidarité spécifique (ASS)", "ass"),
        "reprise": _plain(
            "Prime forfaitaire de reprise d'activité",
            "prime_forfaitaire_mensuelle_reprise_activite",
        ),
    },
    "Retraite, invalidité, handicap": {
        "retraite": Income(
            "Retraite, pension de réversion",
            {"retraite_nette": same, "retraite_brute": pension_gross},
            ("retraites", pension_taxable),
        ),
        "combattant": _plain("Retraite du combattant", "retraite_combattant"),
        "invalidite": _plain("Pension d'invalidité", "pensions_invalidite"),
        "aah": _plain("Allocation aux adultes handicapés (AAH)", "aah"),
        "caah": _plain("Complément de ressources (CAAH)", "caah"),
        "mva": _plain("Majoration pour la vie autonome (MVA)", "mva"),
        "asi": _plain("Allocation supplémentaire d'invalidité (ASI)", "asi"),
        "pch": Income("Prestation de compensation du handicap (PCH)", {"pch": same}, level=True),
        "amiante": _plain("Allocation des victimes de l'amiante", "dedommagement_victime_amiante"),
    },
    "Arrêt de travail, naissance": {
        "maladie": _plain("Indemnités journalières maladie", "indemnites_journalieres_maladie"),
        "maladie_pro": _plain(
            "Indemnités journalières, maladie professionnelle",
            "indemnites_journalieres_maladie_professionnelle",
        ),
        "accident": _plain(
            "Indemnités journalières, accident du travail",
            "indemnites_journalieres_accident_travail",
        ),
        "maternite": _plain(
            "Indemnités journalières maternité", "indemnites_journalieres_maternite"
        ),
        "paternite": _plain(
            "Indemnités journalières paternité", "indemnites_journalieres_paternite"
        ),
        "adoption": _plain("Indemnités journalières adoption", "indemnites_journalieres_adoption"),
    },
    "Famille": {
        "pension_recue": Income(
            "Pension alimentaire reçue", {"pensions_alimentaires_percues": same}, ("pensions", same)
        ),
        PAID: _plain("Pension alimentaire versée", "pensions_alimentaires_versees_individu"),
        "compensatoire": _plain("Prestation compensatoire", "prestation_compensatoire"),
    },
    "Études": {
        "bourse": _plain("Bourse de l'enseignement supérieur", "bourse_enseignement_sup"),
        "bourse_recherche": _plain("Bourse de recherche", "bourse_recherche"),
    },
    "Patrimoine et gains": {
        "locatif": _plain("Revenus locatifs", "revenus_locatifs"),
        "capital": _plain("Revenus de l'épargne et des placements", "revenus_capital"),
        "gains": Income(
            "Gains exceptionnels (jeux, héritage…)", {"gains_exceptionnels": same}, exceptional=True
        ),
    },
}
INCOMES = {kind: income for group in INCOME_GROUPS.values() for kind, income in group.items()}

SELF_EMPLOYED = {
    "ae": "Auto-entrepreneur, avec versement libératoire",
    "micro": "Micro-entreprise",
    "agricole": "Exploitation agricole",
    "liberal": "Profession libérale, entreprise au réel",
}
TRADES = {
    "achat_revente": "Achat et revente de marchandises, hébergement",
    "bic": "Services commerciaux ou artisanaux",
    "bnc": "Profession libérale, autres services",
}
AE_TURNOVER = {trade: f"rpns_auto_entrepreneur_CA_{trade}" for trade in TRADES}
MICRO_TURNOVER = {
    "achat_revente": "rpns_micro_entreprise_CA_bic_vente_imp",
    "bic": "rpns_micro_entreprise_CA_bic_service_imp",
    "bnc": "rpns_micro_entreprise_CA_bnc_imp",
}

SICK_LEAVE = ("maladie", "maladie_pro", "accident")
PERSON_BENEFITS = ("aah", "ass", "asi")
RECEIVED = {
    "af": "Allocations familiales",
    "cf": "Complément familial",
    "asf": "Allocation de soutien familial (ASF)",
    "paje_base": "Allocation de base de la PAJE",
    "paje_prepare": "Congé parental (PreParE)",
    "aeeh": "Allocation d'éducation de l'enfant handicapé (AEEH)",
    "rsa": "RSA",
    "ppa": "Prime d'activité",
    "aide_logement": "Aide au logement (APL, ALF, ALS)",
    "aspa": "Minimum vieillesse (ASPA)",
}
"""Family benefits that a home may have received, each named as its variable."""
FAMILY_BENEFITS = ("af", "cf", "asf", "paje_base", "rsa", "ppa", "aide_logement", "aspa")
"""Those that OpenFisca would compute for the past months too."""

DECLARED = {
    "salaires": "salaire_imposable",
    "chomage": "chomage_imposable",
    "retraites": "retraite_imposable",
    "pensions": "pensions_alimentaires_percues",
}
"""Lines of the tax notice on the incomes of N-2."""

WEALTH = {
    "livret_a": "livret_a",
    "epargne_non_imposable": "epargne_revenus_non_imposables",
    "epargne_imposable": "epargne_revenus_imposables",
    "immobilier": "valeur_immo_non_loue",
    "immobilier_locative": "valeur_locative_immo_non_loue",
    "terrains": "valeur_terrains_non_loues",
    "terrains_locative": "valeur_locative_terrains_non_loues",
    "loue": "valeur_patrimoine_loue",
}
