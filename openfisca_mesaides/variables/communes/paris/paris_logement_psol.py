"""Paris Solidarité (règlement municipal, II 1.1 et III 1.1, et leurs annexes)."""

from openfisca_france.model.base import (
    MONTH,
    Famille,
    Variable,
    max_,
    round_,
    set_input_divide_by_period,
    where,
)

MOIS_PAR_AN = 12


def minimum_vieillesse_mensuel(parameters, couple):
    """Minimum vieillesse « servi à l'échelon national », par mois, au centime (II 1.1, b/4)."""
    aspa = parameters.prestations_sociales.solidarite_insertion.minimum_vieillesse.aspa
    annuel = where(
        couple,
        aspa.montant_maximum_annuel.couples,
        aspa.montant_maximum_annuel.personnes_seules,
    )

    return round_(annuel / MOIS_PAR_AN, 2)


class paris_logement_psol_personne_agee(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Paris Solidarité des personnes âgées, avant le seuil de versement"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II 1.1",
        "Annexe au règlement municipal, II 1.1",
    ]

    def formula_2016_02_01(famille, period, parameters):
        """
        Titre II 1.1, a/2, b/3 et b/4 (règlement de 2016 : b/4 et b/5).

        « Paris Solidarité est destiné aux personnes isolées ou aux couples mariés, pacsés ou en
        situation de vie maritale. »
        « Le montant mensuel de Paris Solidarité est égal à la différence entre un plafond de
        ressources mensuelles et les ressources mensuelles du demandeur. […] Il est fonction de la
        situation de vie du demandeur. »
        « Le montant des ressources du demandeur servant de base au calcul de l'allocation est
        réputé être au moins égal à celui du minimum vieillesse servi à l'échelon national. »
        """
        plafonds = parameters(period).mesaides.communes.paris.paris_logement_psol.plafond

        agee = famille.members("paris_personne_agee", period)
        demandeur = famille.members("paris_agees_handicapees_demandeur", period)
        demandeurs_ages = famille.sum(agee * demandeur)

        couple = famille("en_couple", period)
        plafond = where(
            couple, plafonds.personnes_agees.couple, plafonds.personnes_agees.personne_isolee
        )
        plancher = minimum_vieillesse_mensuel(parameters(period), couple)  # b/4
        ressources = max_(famille("paris_ressources_couple", period), plancher)

        return (demandeurs_ages > 0) * max_(0, plafond - ressources)  # b/3


class paris_logement_psol_personne_handicapee(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Paris Solidarité des personnes handicapées, avant le seuil de versement"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, III 1.1",
        "Annexe au règlement municipal, III 1.1",
    ]

    def formula_2016_02_01(famille, period, parameters):
        """
        Titre III 1.1, b/3 et b/4.

        « Le montant mensuel de Paris Solidarité est égal à la différence entre un plafond de
        ressources mensuelles et les ressources mensuelles du demandeur. »
        « Le montant des ressources du demandeur servant de base au calcul de l'allocation est
        réputé être au moins égal à celui de l'Allocation aux Adultes Handicapés servie à l'échelon
        national. »
        Règlement au 1er février 2016, b/5 : « au moins égal à celui du minimum vieillesse servi à
        l'échelon national. »
        """
        aah = parameters(period).prestations_sociales.prestations_etat_de_sante.invalidite.aah
        aide = parameters(period).mesaides.communes.paris.paris_logement_psol
        plafonds = aide.plafond.personnes_handicapees

        handicapee = famille.members("paris_personne_handicapee", period)
        demandeur = famille.members("paris_agees_handicapees_demandeur", period)
        demandeurs_handicapes = famille.sum(handicapee * demandeur)

        couple = famille("en_couple", period)
        plafond = where(couple, plafonds.couple, plafonds.personne_isolee)
        au_minimum_vieillesse = where(
            couple,
            aide.plancher_minimum_vieillesse.couple,
            aide.plancher_minimum_vieillesse.personne_isolee,
        )
        plancher = where(
            au_minimum_vieillesse,
            minimum_vieillesse_mensuel(parameters(period), couple),
            aah.montant,
        )  # b/4
        ressources = max_(famille("paris_ressources_couple", period), plancher)

        return (demandeurs_handicapes > 0) * max_(0, plafond - ressources)  # b/3


class paris_logement_psol(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Paris Solidarité"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II 1.1 et III 1.1",
        "Annexe au règlement municipal, II 1.1 et III 1.1",
    ]
    documentation = """
    Les droits légaux calculés comptent comme perçus ; le défaut de demande ne fait pas refuser l'aide, la dérogation de douze mois (b/2) n'est donc pas distinguée.
    Non modélisé : les absences de plus de trois mois et l'hospitalisation (d/4, d/5), le maintien après la perte d'un avantage d'invalidité (III 1.1, d/6), la récupération sur la succession ou en cas de retour à meilleure fortune (e/4, e/5).
    Incertain : pour un couple dont l'un est handicapé, les ressources sont réputées au moins égales à une fois l'AAH, à la lettre ; la Ville pourrait retenir le minimum vieillesse d'un couple.
    Incertain : pour un couple, le minimum vieillesse est celui d'un couple, même si un seul a l'âge requis.
    Incertain : une famille à la fois âgée et handicapée reçoit le plus élevé des deux montants, sans cumul.
    Incertain : avant 2018 les plafonds des personnes handicapées sont supposés égaux à ceux des personnes âgées ; aucune annexe n'a été lue.
    Incertain : depuis 2020 les plafonds viennent d'annonces et de pages de la Ville, de sources tierces ou d'openfisca-paris ; aucune annexe n'a été lue.
    """  # noqa: E501

    def formula_2016_02_01(famille, period, parameters):
        """
        Titres II 1.1 et III 1.1, d/2.

        « Paris Solidarité ne peut être versé que lorsque son montant excède un seuil fixé par le
        Conseil de Paris ».
        """
        aide = parameters(period).mesaides.communes.paris.paris_logement_psol

        montant = max_(
            famille("paris_logement_psol_personne_agee", period),
            famille("paris_logement_psol_personne_handicapee", period),
        )

        return montant * (montant > aide.seuil_versement)
