"""Allocation d'accompagnement d'un parent malade, de Paris (règlement municipal, IV 1.5)."""

from openfisca_france.model.base import (
    MONTH,
    Individu,
    Variable,
    max_,
    min_,
    not_,
    set_input_dispatch_by_period,
    set_input_divide_by_period,
)


class paris_accompagnement_parent_malade(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "A cessé totalement et volontairement de travailler pour accompagner un parent malade"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, IV 1.5, a/1 à b/1"
    ]
    documentation = """
    Le parent est un ascendant, un descendant, le conjoint, un ascendant ou un descendant du conjoint, un frère ou une sœur.
    Il reçoit des soins palliatifs ; un enfant mineur à charge peut aussi être gravement malade ou hospitalisé.
    """  # noqa: E501


class paris_accompagnement_enfant_malade(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Le parent malade accompagné est un enfant mineur gravement malade"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV 1.5, d/1"]


class paris_accompagnement_perte_revenus(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Perte mensuelle de revenus liée à l'arrêt de travail pour accompagner un parent malade"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV 1.5, c/4"]


class paris_accompagnement_autres_indemnites(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Autres allocations ou indemnisations reçues pour l'accompagnement, hors AJPP"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV 1.5, c/4"]


class paris_accompagnement_mois_recus(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Mois d'allocation d'accompagnement déjà reçus dans la période en cours"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, IV 1.5, c/2 et d/1"
    ]


class paris_accompagnement_periode_anterieure(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Une période d'allocation d'accompagnement est déjà terminée"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV 1.5, c/6"]


class paris_accompagnement_mois_depuis_fin(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Mois écoulés depuis la fin de la dernière période d'allocation d'accompagnement"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV 1.5, c/6"]


class paris_accompagnement_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Conditions et durée de l'allocation d'accompagnement de Paris"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, IV 1.5, b/1 à d/1"
    ]

    def formula_2016_02_01(individu, period, parameters):
        """
        Titre IV 1.5, a/1 à d/1.

        « Le demandeur doit avoir cessé totalement et volontairement son activité professionnelle. »
        « Elle est accordée pour une période maximale de 3 mois. »
        « Un délai de 12 mois est exigé entre la fin de la période d'attribution de l'aide et la
        prise en compte d'une nouvelle demande. »
        « La prestation est renouvelable par période de trois mois, dans la limite de 12 mois
        consécutifs, aux parents d'enfants mineurs gravement malades dont les revenus mensuels
        n'excèdent pas le montant précisé en annexe IV 1.5. »
        """
        aide = parameters(period).mesaides.communes.paris.paris_accompagnement

        accompagne = individu("paris_accompagnement_parent_malade", period)  # a/1, a/2 et b/1
        mois_recus = individu("paris_accompagnement_mois_recus", period)
        periode_initiale = mois_recus < aide.duree_maximale  # c/2
        revenus = individu.famille("paris_revenus_couple", period)
        renouvelable = (
            individu("paris_accompagnement_enfant_malade", period)
            * (revenus <= aide.plafond_renouvellement)
            * (mois_recus < aide.duree_maximale_enfant_malade)
        )  # d/1
        mois_depuis_fin = individu("paris_accompagnement_mois_depuis_fin", period)
        carence = individu("paris_accompagnement_periode_anterieure", period) * (
            mois_depuis_fin < aide.delai_carence
        )  # c/6
        beneficiaire = individu.famille("paris_familles_beneficiaire", period)

        return beneficiaire * accompagne * not_(carence) * (periode_initiale + renouvelable)


class paris_accompagnement(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Allocation d'accompagnement d'un parent malade, de Paris"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, IV 1.5",
        "Annexe au règlement municipal, IV 1.5",
    ]
    documentation = """
    L'allocation journalière de présence parentale de la famille est comptée parmi les autres indemnisations.
    Incertain : les revenus mensuels comparés au plafond du renouvellement sont les revenus déclarés du demandeur ou du couple ; le règlement ne dit pas lesquels.
    Incertain : les montants connus sont ceux de 2018 et 2019 ; avant et après, ils sont supposés identiques.
    """  # noqa: E501

    def formula_2016_02_01(individu, period, parameters):
        """
        Titre IV 1.5, c/3 et c/4.

        « En aucun cas, le montant de l'aide ne peut excéder la perte de revenus liée à l'arrêt de
        l'activité professionnelle. Le cumul de cette aide avec d'autres allocations ou
        indemnisations est possible mais son montant est le cas échéant réduit afin que celui-ci,
        ajouté à la somme des autres allocations ou indemnisations, n'excède pas la perte de
        revenus. »
        """
        aide = parameters(period).mesaides.communes.paris.paris_accompagnement

        perte = individu("paris_accompagnement_perte_revenus", period)
        indemnites = individu("paris_accompagnement_autres_indemnites", period) + (
            individu.famille("paris_ajpp", period)
        )
        perte_nette = max_(0, perte - indemnites)

        return individu("paris_accompagnement_eligibilite", period) * min_(
            aide.montant, perte_nette
        )
