"""Tranches tarifaires des services de Paris (annexes II et III du règlement municipal)."""

from openfisca_core.periods import Period
from openfisca_france.model.base import (
    MONTH,
    YEAR,
    Enum,
    Famille,
    Individu,
    Variable,
    select,
    set_input_dispatch_by_period,
)

MINIMA_PERSONNELS = ("aah", "asi", "ass")
MINIMA_FAMILIAUX = ("aspa", "rsa")


class TypesTrancheTarifaireParis(Enum):
    __order__ = "tranche_a tranche_b tranche_c tranche_d tranche_e"
    tranche_a = "Tranche A"
    tranche_b = "Tranche B"
    tranche_c = "Tranche C"
    tranche_d = "Tranche D"
    tranche_e = "Tranche E"


def tranche(individu, period, parameters, tranche_a):
    """
    Annexe II 3.3, b/2, et de même annexes II 3.4 à 4.4 et III 3.2 à 4.4.

    « Tranche B - Impôt ≤ 380 €. Tranche C - 380 € < Impôt ≤ 992 €. Tranche D - 992 € < Impôt
    ≤ 2 028 €. Tranche E - Impôt > 2 028 €. »
    """
    plafond = parameters(period).mesaides.communes.paris.paris_tarifs.plafond_imposition

    imposition = individu("paris_imposition", period)

    return select(
        [
            tranche_a,
            imposition <= plafond.tranche_b,
            imposition <= plafond.tranche_c,
            imposition <= plafond.tranche_d,
        ],
        [
            TypesTrancheTarifaireParis.tranche_a,
            TypesTrancheTarifaireParis.tranche_b,
            TypesTrancheTarifaireParis.tranche_c,
            TypesTrancheTarifaireParis.tranche_d,
        ],
        default=TypesTrancheTarifaireParis.tranche_e,
    )


class paris_titulaire_solidarite_ou_complement_sante(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Reçoit Paris Solidarité ou le Complément Santé Paris"
    reference = ["Annexe au règlement municipal, II 3.3 et III 3.2, b/2"]
    documentation = """
    Peut être donné directement ; sinon, qui y a droit est supposé les recevoir.
    """

    def formula_2018_01_01(individu, period):
        """
        Annexe II 3.3, b/2 : « Bénéficiaires de Paris Solidarité ou du Complément Santé Paris. »

        Paris Solidarité est reçu par le couple, le Complément Santé par chaque adhérent.
        """
        douze_mois = Period((YEAR, period.start, 1))

        solidarite = individu.has_role(Famille.PARENT) * (
            individu.famille("paris_logement_psol", period) > 0
        )
        complement_sante = individu("paris_complement_sante_adherent", douze_mois) > 0

        return solidarite + complement_sante


class paris_aide_legale_restauration(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Reçoit l'aide légale à la restauration"
    reference = ["Annexe au règlement municipal, II 3.4 et III 3.3, b/2"]


class paris_tranche_tarifaire(Variable):
    value_type = Enum
    possible_values = TypesTrancheTarifaireParis
    default_value = TypesTrancheTarifaireParis.tranche_e
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Tranche tarifaire de Paris : loisirs, téléalarme, pédicurie et coiffure à domicile"
    reference = [
        "Annexe au règlement municipal, II 3.3, b/2, et II 4.1, 4.2 et 4.4, c/2",
        "Annexe au règlement municipal, III 3.2, b/2, et III 4.1, 4.2 et 4.4, c/2",
    ]
    documentation = """
    Incertain : les tranches connues sont celles de 2018 et 2019 ; après, elles sont supposées identiques.
    """  # noqa: E501

    def formula_2018_01_01(individu, period, parameters):
        """
        Annexe II 3.3, b/2, et de même annexes II et III 4.1, 4.2 et 4.4.

        « Tranche A - Bénéficiaires de Paris Solidarité ou du Complément Santé Paris. »
        """
        titulaire = individu("paris_titulaire_solidarite_ou_complement_sante", period)

        return tranche(individu, period, parameters, titulaire)


class paris_tranche_tarifaire_port_de_repas(Variable):
    value_type = Enum
    possible_values = TypesTrancheTarifaireParis
    default_value = TypesTrancheTarifaireParis.tranche_e
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Tranche tarifaire de Paris : port de repas à domicile"
    reference = ["Annexe au règlement municipal, II 4.3 et III 4.3, c/2"]

    def formula_2018_01_01(individu, period, parameters):
        """
        Annexes II 4.3 et III 4.3, c/2.

        « Tranche A - Bénéficiaires de Paris Solidarité, du Complément Santé Paris ou de l'aide
        légale restauration. »
        """
        titulaire = individu("paris_titulaire_solidarite_ou_complement_sante", period)
        aide_legale = individu("paris_aide_legale_restauration", period)

        return tranche(individu, period, parameters, titulaire + aide_legale)


class paris_tranche_tarifaire_restaurant(Variable):
    value_type = Enum
    possible_values = TypesTrancheTarifaireParis
    default_value = TypesTrancheTarifaireParis.tranche_e
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Tranche tarifaire de Paris : restaurants Émeraude"
    reference = ["Annexe au règlement municipal, II 3.4 et III 3.3, b/2"]
    documentation = """
    Incertain : le RSA, comme les autres minima sociaux, n'ouvre la tranche A qu'aux personnes accueillies dans une résidence de banlieue ; le texte peut se lire autrement pour le RSA.
    """  # noqa: E501

    def formula_2018_01_01(individu, period, parameters):
        """
        Annexes II 3.4 et III 3.3, b/2.

        « Tranche A - Bénéficiaires de Paris Solidarité, du Complément Santé Paris ou de l'aide
        légale restauration, titulaires du RSA ou bénéficiaires des minima sociaux accueillis en
        résidences de banlieue et en attente de l'aide légale ou à défaut de cette aide. »

        Les minima sociaux sont ceux du mois qui précède la demande.
        """
        mois = period.last_month

        minima = sum(individu(nom, mois) for nom in MINIMA_PERSONNELS) + sum(
            individu.famille(nom, mois) for nom in MINIMA_FAMILIAUX
        )
        en_residence = individu("paris_etablissement_casvp_banlieue", period)
        titulaire = individu("paris_titulaire_solidarite_ou_complement_sante", period)
        aide_legale = individu("paris_aide_legale_restauration", period)

        return tranche(
            individu, period, parameters, titulaire + aide_legale + en_residence * (minima > 0)
        )
