"""Restaurants Émeraude de Paris (règlement municipal, II 3.4 et III 3.3, et leurs annexes)."""

from openfisca_france.model.base import (
    MONTH,
    Individu,
    TypesActivite,
    Variable,
    set_input_dispatch_by_period,
)


def prix(individu, period, parameters, repas):
    """Annexes II 3.4 et III 3.3, b/2 : prix d'un repas dans la tranche de la personne."""
    tarifs = parameters(period).mesaides.communes.paris.paris_restaurant_emeraude

    return tarifs[repas][individu("paris_tranche_tarifaire_restaurant", period)]


class paris_restaurant_emeraude_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Accès aux restaurants Émeraude de Paris, au besoin dans la limite des places"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II 3.4",
        "Règlement municipal des prestations d'aide sociale facultative, III 3.3",
    ]
    documentation = """
    Sans trois ans de résidence à Paris, ou de 60 à 64 ans, l'accès est donné dans la limite des places disponibles.
    Non modélisé : l'accès, pour un prix symbolique, des personnes handicapées qui n'ont pas l'un des titres de l'article 2 (III 3.3, c/1).
    """  # noqa: E501

    def formula_2018_01_01(individu, period, parameters):
        """
        Titres II 3.4, a/1 et c/1 à c/4, et III 3.3, a/1, c/3 et c/4.

        « Les restaurants Émeraude offrent aux personnes âgées la possibilité de consommer leurs
        repas sur place ou de les emporter. »
        « les personnes âgées de 60 à 64 ans révolus, retraitées ou pré-retraitées peuvent avoir
        accès aux restaurants Émeraude. »
        « L'accès aux restaurants émeraude peut être ouvert aux personnes accueillies dans un
        établissement pour personnes âgées du Centre d'Action Sociale situé en banlieue. »
        « Les personnes âgées qui ne totalisent pas 3 années de résidence à Paris peuvent bénéficier
        de cette prestation dans la limite des places disponibles. »
        """
        aide = parameters(period).mesaides.communes.paris.paris_restaurant_emeraude

        age_ou_handicap = individu("paris_personne_agee", period) + (
            individu("paris_personne_handicapee", period)
        )
        retraite = (individu("activite", period) == TypesActivite.retraite) * (
            individu("age", period) >= aide.age_retraite
        )  # c/1
        residence = individu.menage("paris_residence", period) + (
            individu("paris_etablissement_casvp_banlieue", period)
        )  # c/3
        regulier = individu("paris_sejour_regulier", period)

        return regulier * residence * (age_ou_handicap + retraite)


class paris_restaurant_emeraude_petit_dejeuner(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "currency"
    label = "Prix d'un petit-déjeuner dans un restaurant Émeraude de Paris"
    reference = ["Annexe au règlement municipal, II 3.4 et III 3.3, b/2"]
    documentation = """
    Prix d'un repas, pour qui a accès à ces restaurants.
    Incertain : les prix connus sont ceux de 2018 et 2019 ; ils augmentent chaque année, et ceux d'après sont inconnus.
    """  # noqa: E501

    def formula_2018_01_01(individu, period, parameters):
        """Annexes II 3.4 et III 3.3, b/2 : « Petit-déjeuner »."""
        return prix(individu, period, parameters, "petit_dejeuner")


class paris_restaurant_emeraude_dejeuner(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "currency"
    label = "Prix d'un déjeuner dans un restaurant Émeraude de Paris"
    reference = ["Annexe au règlement municipal, II 3.4 et III 3.3, b/2"]
    documentation = """
    Prix d'un repas, pour qui a accès à ces restaurants.
    Incertain : les prix connus sont ceux de 2018 et 2019 ; ils augmentent chaque année, et ceux d'après sont inconnus.
    """  # noqa: E501

    def formula_2018_01_01(individu, period, parameters):
        """Annexes II 3.4 et III 3.3, b/2 : « Déjeuner »."""
        return prix(individu, period, parameters, "dejeuner")


class paris_restaurant_emeraude_diner(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "currency"
    label = "Prix d'un dîner dans un restaurant Émeraude de Paris"
    reference = ["Annexe au règlement municipal, II 3.4 et III 3.3, b/2"]
    documentation = """
    Prix d'un repas, pour qui a accès à ces restaurants.
    Incertain : les prix connus sont ceux de 2018 et 2019 ; ils augmentent chaque année, et ceux d'après sont inconnus.
    """  # noqa: E501

    def formula_2018_01_01(individu, period, parameters):
        """Annexes II 3.4 et III 3.3, b/2 : « Dîner »."""
        return prix(individu, period, parameters, "diner")
