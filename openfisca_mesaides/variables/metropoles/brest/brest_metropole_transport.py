"""Tarification solidaire des transports de Brest métropole (forfaits solidaires Bibus, 2018)."""

from numpy import isin
from openfisca_france.model.base import (
    MONTH,
    Famille,
    Individu,
    Menage,
    Variable,
    select,
    set_input_dispatch_by_period,
    set_input_divide_by_period,
)


class brest_metropole_residence(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Le ménage habite une commune de Brest métropole"
    reference = ["Bibus, forfaits solidaires 2018"]

    def formula_2018_01_01(menage, period, parameters):
        """Forfaits solidaires Bibus 2018 : résidence dans une des 8 communes de la métropole."""
        tarif = parameters(period).mesaides.metropoles.brest.brest_metropole_transport

        return isin(menage("depcom", period).astype(str), tarif.communes)


class brest_metropole_transport_couverture_gratuite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "CMU-C, ou complémentaire santé solidaire sans participation"
    reference = [
        "Code des transports, article L. 1113-1",
        "Code de la sécurité sociale, article L. 861-1",
    ]

    def formula_2019_11_01(famille, period):
        """
        Code des transports, article L. 1113-1 : réduction d'au moins 50 % sous le plafond de la
        complémentaire santé solidaire sans participation.
        """
        return famille("cmu_c", period)

    def formula_2019_10_01(famille, period):
        """
        Code des transports, article L. 1113-1 : même règle, droit lu au mois précédent.

        OpenFisca-France ne calcule pas la CMU-C en octobre 2019 ; le droit étant ouvert pour un an,
        celui de septembre vaut encore.
        """
        return famille("cmu_c", period.last_month)

    def formula_2018_01_01(famille, period):
        """
        Code des transports, article L. 1113-1 : réduction d'au moins 50 % sous le plafond de la
        CMU-C.
        """
        return famille("cmu_c", period)


class brest_metropole_transport_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Droit à un forfait solidaire Bibus de Brest métropole"
    reference = [
        "Bibus, forfaits solidaires 2018",
        "Code des transports, article L. 1113-1",
        "https://www.bibus.fr/tarifs/tickets-et-abonnements",
    ]
    documentation = """
    Non modélisé : le droit d'une personne qui n'habite pas la métropole, l'abonnement des étudiants boursiers de la Ville de Brest.
    Incertain : les tarifs solidaires ont baissé au 1er septembre 2022 ; la nouvelle grille n'étant pas connue, celle de 2018 est gardée.
    """  # noqa: E501

    def formula_2018_01_01(individu, period, parameters):
        """
        Forfaits solidaires Bibus 2018, et code des transports, article L. 1113-1.

        Quotient familial d'au plus 728 €, ou CMU-C sans condition de quotient familial.
        """
        tarif = parameters(period).mesaides.metropoles.brest.brest_metropole_transport

        habite_la_metropole = individu.menage("brest_metropole_residence", period)
        quotient = individu.famille("quotient_familial_caf", period)
        couverture = individu.famille("brest_metropole_transport_couverture_gratuite", period)

        return habite_la_metropole * ((quotient <= tarif.qf_rythmo) + couverture)


class brest_metropole_transport(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Prix mensuel du forfait solidaire Bibus de Brest métropole"
    reference = [
        "Bibus, forfaits solidaires 2018",
        "Code des transports, article L. 1113-1",
        "https://www.bibus.fr/tarifs/tickets-et-abonnements",
    ]
    documentation = """
    Vaut 0 quand il n'y a pas de droit : lire d'abord brest_metropole_transport_eligibilite.
    Incertain : les tarifs solidaires ont baissé au 1er septembre 2022 ; la nouvelle grille n'étant pas connue, celle de 2018 est gardée.
    """  # noqa: E501

    def formula_2018_01_01(individu, period, parameters):
        """
        Forfaits solidaires Bibus 2018.

        Tempo jusqu'à un quotient familial de 482 €, Tango jusqu'à 573 €, ou avec la CMU-C, Rythmo
        jusqu'à 728 €.
        """
        tarif = parameters(period).mesaides.metropoles.brest.brest_metropole_transport

        eligibilite = individu("brest_metropole_transport_eligibilite", period)
        quotient = individu.famille("quotient_familial_caf", period)
        couverture = individu.famille("brest_metropole_transport_couverture_gratuite", period)

        return eligibilite * select(
            [quotient <= tarif.qf_tempo, (quotient <= tarif.qf_tango) + couverture],
            [tarif.prix_tempo, tarif.prix_tango],
            default=tarif.prix_rythmo,
        )


class brest_metropole_transport_economie(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Économie mensuelle du forfait solidaire Bibus par rapport au plein tarif"
    reference = ["Bibus, forfaits solidaires 2018"]

    def formula_2018_01_01(individu, period, parameters):
        """Forfaits solidaires Bibus 2018 : différence entre le plein tarif et le forfait."""
        tarif = parameters(period).mesaides.metropoles.brest.brest_metropole_transport

        eligibilite = individu("brest_metropole_transport_eligibilite", period)

        return eligibilite * (tarif.plein_tarif - individu("brest_metropole_transport", period))
