"""Quotient familial des caisses d'allocations familiales, donné ou estimé."""

from openfisca_france.model.base import (
    ADD,
    MONTH,
    Famille,
    FoyerFiscal,
    Variable,
    set_input_dispatch_by_period,
)

MOIS_PAR_AN = 12

PRESTATIONS_FAMILIALES_ET_SOCIALES = (
    "af",
    "aide_logement",
    "asf",
    "cf",
    "paje_base",
    "paje_prepare",
    "ppa",
    "rsa",
)


class quotient_familial_caf_parts(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "part_quotient_familial"
    label = "Parts du quotient familial de la CAF"
    reference = ["Caisses d'allocations familiales, calcul du quotient familial"]

    def formula_2018_01_01(famille, period, parameters):
        """
        Règle nationale des caisses d'allocations familiales.

        Deux parts pour un couple ou une personne seule, une demi-part par enfant, une demi-part de
        plus au troisième enfant et pour chaque enfant handicapé.
        """
        quotient = parameters(period).mesaides.national.quotient_familial_caf

        enfants = famille("af_nbenf", period)
        a_charge = famille.members("prestations_familiales_enfant_a_charge", period)
        handicapes = famille.sum(a_charge * famille.members("handicap", period))

        return (
            quotient.parts_foyer
            + quotient.parts_enfant * enfants
            + quotient.supplement_enfant_rang * (enfants >= quotient.rang_enfant_supplement)
            + quotient.supplement_enfant_handicape * handicapes
        )


class quotient_familial_caf(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "currency"
    label = "Quotient familial de la CAF"
    reference = ["Caisses d'allocations familiales, calcul du quotient familial"]
    documentation = """
    À donner quand il est connu, d'après l'attestation de la CAF, y compris quand il vaut 0.
    Non modélisé : les abattements de la CAF après un changement de situation.
    Incertain : sans attestation, le quotient familial est une estimation à partir des revenus de l'avant-dernière année et des prestations du mois ; la CAF peut en retenir un autre.
    """  # noqa: E501

    def formula_2018_01_01(famille, period):
        """
        Règle nationale des caisses d'allocations familiales.

        Un douzième des revenus annuels imposables de l'avant-dernière année, avant l'abattement de
        10 %, plus les prestations familiales et sociales du mois, divisés par le nombre de parts.
        Les revenus sont ceux du ou des parents ; les pensions versées en sont déduites.
        """
        annee = period.n_2

        salaires = famille.members("revenu_assimile_salaire", annee)
        pensions = famille.members("revenu_assimile_pension", annee)
        benefices = famille.members("rpns_imposables", annee) + famille.members(
            "rpns_auto_entrepreneur_benefice", annee, options=[ADD]
        )
        du_foyer_fiscal = famille.members.foyer_fiscal(
            "rev_coll", annee
        ) * famille.members.has_role(FoyerFiscal.DECLARANT_PRINCIPAL)
        revenus = famille.sum(
            salaires + pensions + benefices + du_foyer_fiscal, role=Famille.PARENT
        )
        prestations = sum(famille(nom, period) for nom in PRESTATIONS_FAMILIALES_ET_SOCIALES)
        aah = famille.sum(famille.members("aah", period))

        return (revenus / MOIS_PAR_AN + prestations + aah) / famille(
            "quotient_familial_caf_parts", period
        )
