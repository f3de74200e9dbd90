"""Pass Paris Seniors (règlement municipal, II 3.1, et son annexe)."""

from openfisca_france.model.base import MONTH, Individu, Variable, set_input_dispatch_by_period


class paris_pass_seniors(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Pass Paris Seniors : gratuité des transports en Île-de-France, pour un an"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II 3.1",
        "Annexe au règlement municipal, II 3.1",
        "https://www.paris.fr/pages/aides-aux-transports-3848",
    ]
    documentation = """
    Le droit commence le premier jour du mois qui suit l'attribution.
    Avant juin 2018, le titre correspondant était payant : paris_navigo_amethyste_zones_1_2 et paris_navigo_amethyste_zones_1_5.
    Incertain : les plafonds connus sont ceux de juin 2018 à août 2023 ; après, ils sont supposés identiques.
    """  # noqa: E501

    def formula_2018_06_01(individu, period):
        """
        Titre II 3.1, a/1 à d/2, et titre II/A, article 2.

        « Le Pass Paris Seniors permet d'obtenir la gratuité dans les transports en commun d'Ile de
        France ». « Le Pass Paris Seniors est délivré gratuitement ».
        « Ce plafond n'est pas opposable aux anciens combattants titulaires de la carte du
        combattant, veufs et veuves de guerre, veufs et veuves d'anciens combattants titulaires de
        la carte de Ressortissant attestant de cette qualité, de 65 ans et plus. »
        « Le Pass Paris Seniors peut être attribué aux Parisiens accueillis dans un établissement
        pour personnes âgées du Centre d'Action Sociale situé en banlieue. »
        """
        return (
            individu("paris_personne_agee", period)
            * (
                individu("paris_pass_residence", period)
                + individu("paris_pass_residence_etablissement", period)  # d/1
            )
            * (
                individu("paris_pass_imposition_sous_plafond", period)  # b/1
                + individu("paris_pass_sans_plafond", period)  # b/2
            )
            * individu("paris_pass_cumul_possible", period)
        )
