"""Pass Paris Access' (règlement municipal, III 3.1, et son annexe)."""

from openfisca_france.model.base import MONTH, Individu, Variable, set_input_dispatch_by_period


class paris_aide_transport_juin_2019(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "A reçu l'aide aux transports des jeunes handicapés votée par Paris en juin 2019"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, III 3.1, d/2",
        "Délibération du Conseil de Paris des 11, 12, 13 et 14 juin 2019, articles 15 et 16",
    ]


class paris_pass_access(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Pass Paris Access' : gratuité des transports en Île-de-France, pour un an"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, III 3.1",
        "Annexe au règlement municipal, III 3.1",
        "https://www.paris.fr/pages/aides-aux-transports-3848",
    ]
    documentation = """
    Le droit commence le premier jour du mois qui suit l'attribution.
    Avant juin 2018, le titre correspondant était payant : paris_navigo_amethyste_zones_1_2 et paris_navigo_amethyste_zones_1_5.
    Incertain : les plafonds connus sont ceux de juin 2018 à août 2023 ; après, ils sont supposés identiques.
    """  # noqa: E501

    def formula_2019_09_01(individu, period):
        """
        Titre III 3.1, d/2, règlement au 1er septembre 2019.

        « les personnes ayant bénéficié d'une aide aux transports prévue aux articles 15 et 16 de la
        délibération du Conseil de Paris des 11, 12, 13, 14 juin 2019 peuvent se voir attribuer le
        Pass Paris Access', selon les conditions définies ci-dessus, quelle que soit leur durée de
        résidence à Paris. »
        """
        aide_transport = individu.menage("paris_residence", period) * (
            individu("paris_aide_transport_juin_2019", period)
        )

        return (
            individu("paris_personne_handicapee", period)
            * (individu("paris_pass_residence", period) + aide_transport)
            * individu("paris_pass_imposition_sous_plafond", period)
            * individu("paris_pass_cumul_possible", period)
        )

    def formula_2018_06_01(individu, period):
        """
        Titre III 3.1, a/1 à d/1, et titre III/A, article 2.

        « Le Navigo Améthyste permet d'obtenir la gratuité dans les transports en commun d'Ile de
        France ». « Le montant de l'imposition du demandeur doit être inférieur ou égal à un plafond
        fixé par le Conseil de Paris ».
        Les établissements du Centre d'action sociale situés en banlieue n'y sont pas cités.
        """
        return (
            individu("paris_personne_handicapee", period)
            * individu("paris_pass_residence", period)
            * individu("paris_pass_imposition_sous_plafond", period)
            * individu("paris_pass_cumul_possible", period)
        )
