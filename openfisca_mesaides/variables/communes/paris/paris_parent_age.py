"""Maintien à domicile d'un parent âgé, à Paris (règlement municipal, IV 2.5, et son annexe)."""

from openfisca_france.model.base import (
    MONTH,
    Famille,
    Individu,
    Menage,
    Variable,
    round_,
    set_input_dispatch_by_period,
    set_input_divide_by_period,
)


class paris_parent_age_accueillant(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Vit à Paris avec un parent âgé et demande l'aide pour son maintien à domicile"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV 2.5, b/1"]
    documentation = """
    Le demandeur est le descendant du parent âgé, le conjoint survivant de ce descendant, ou son collatéral jusqu'au 4e degré. Il n'est ni sous tutelle ni sous curatelle.
    """  # noqa: E501


class paris_parent_age_accueilli(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Parent âgé qui vit avec la famille qui demande l'aide pour son maintien à domicile"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV 2.5, a/2"]


class paris_occupant_en_titre(Variable):
    value_type = bool
    default_value = True
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Le demandeur ou le parent âgé est occupant en titre du logement"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV 2.5, b/5"]


class paris_parent_age_ouvre_droit(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Parent âgé dont l'âge et les ressources ouvrent droit à l'aide pour son maintien"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, IV 2.5, b/2 et b/4",
        "Annexe au règlement municipal, IV 2.5, b/4",
    ]

    def formula_2016_02_01(individu, period, parameters):
        """
        Titre IV 2.5, b/2 et b/4.

        « Le parent âgé ouvrant droit à la prestation doit avoir 75 ans ou plus. »
        « Les ressources mensuelles du parent âgé sont soumises à un plafond fixé par le Conseil de
        Paris ».
        """
        aide = parameters(period).mesaides.communes.paris.paris_parent_age

        accueilli = individu("paris_parent_age_accueilli", period)
        age = individu("age", period)
        ressources = round_(individu("paris_ressources_mensuelles", period), 2)

        return accueilli * (age >= aide.age_minimum) * (ressources <= aide.plafond_ressources)


class paris_parent_age(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Allocation familiale pour le maintien à domicile d'un parent âgé, de Paris"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, IV 2.5",
        "Annexe au règlement municipal, IV 2.5",
    ]
    documentation = """
    Accordée pour douze mois au plus, renouvelables.
    Non modélisé : le maintien pendant deux mois quand le parent âgé s'absente (c/3), et le lieu où l'impôt est acquitté.
    Incertain : les ressources du parent âgé sont toutes les siennes, celles de son conjoint exceptées ; le règlement ne dit pas comment compter celles d'un couple de parents âgés.
    Incertain : le montant et les plafonds connus sont ceux de 2018 et 2019 ; avant et après, ils sont supposés identiques.
    """  # noqa: E501

    def formula_2016_02_01(famille, period, parameters):
        """
        Titre IV 2.5, a/2, b/1, b/3 et b/5.

        « L'aide […] est due pour chaque parent âgé vivant au domicile parisien du bénéficiaire dès
        lors qu'il existe une communauté de vie effective. »
        « Peut bénéficier de cette prestation le descendant ou son conjoint survivant ou le
        collatéral jusqu'au 4ème degré ».
        « Le demandeur de la prestation doit acquitter à Paris un impôt sur le revenu inférieur ou
        égal à un plafond ».
        « Le bénéficiaire, ou, à défaut, le parent âgé, doit être occupant en titre du logement. »
        """
        aide = parameters(period).mesaides.communes.paris.paris_parent_age

        accueillant = famille("paris_parent_age_accueillant", period)  # b/1
        menage = famille.demandeur.menage
        parents = menage.sum(menage.members("paris_parent_age_ouvre_droit", period))  # a/2
        imposition = famille.demandeur("paris_imposition", period)
        sous_plafond = imposition <= aide.plafond_imposition  # b/3
        en_titre = menage("paris_occupant_en_titre", period)  # b/5
        beneficiaire = famille("paris_familles_beneficiaire", period)

        return beneficiaire * accueillant * sous_plafond * en_titre * aide.montant * parents
