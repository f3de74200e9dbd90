"""Allocation pour naissance ou adoption multiple de Paris (règlement municipal, IV 1.4)."""

from numpy import datetime64
from openfisca_france.model.base import (
    MONTH,
    YEAR,
    Famille,
    Individu,
    Variable,
    not_,
    set_input_dispatch_by_period,
)


class paris_adoption_multiple(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Adoption de plusieurs enfants par un même jugement"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV 1.4, b/2"]


class paris_adoption_multiple_mois_depuis_jugement(Variable):
    value_type = int
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Mois écoulés depuis le jugement d'adoption de plusieurs enfants"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV 1.4, b/2"]


class paris_enfant_ne_dans_le_delai(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Enfant né assez récemment pour ouvrir droit à l'allocation pour naissance multiple"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV 1.4, b/1"]
    documentation = """
    Le délai se compte en mois de calendrier, de celui de la naissance à celui de la demande.
    """

    def formula_2016_02_01(individu, period, parameters):
        """
        Titre IV 1.4, b/1.

        « L'allocation doit être demandée dans un délai maximum de 6 mois suivant la date des
        naissances déclarées à l'état civil. »
        """
        aide = parameters(period).mesaides.communes.paris.paris_naissance_multiple

        mois_naissance = individu("date_naissance", period).astype("datetime64[M]")
        mois_demande = datetime64(str(period.start), "M")
        mois_ecoules = (mois_demande - mois_naissance).astype(int)
        enfant = individu.has_role(Famille.ENFANT)

        return enfant * (mois_ecoules >= 0) * (mois_ecoules <= aide.delai_demande)


class paris_enfant_ne_avec_le_plus_jeune(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Enfant né dans le délai, le même jour que le plus jeune de la famille"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV 1.4, a/1"]

    def formula_2016_02_01(individu, period):
        """
        Titre IV 1.4, a/1.

        « Une allocation forfaitaire est attribuée aux familles parisiennes en cas de naissance ou
        d'adoption multiple. » Les naissances sont simultanées quand leurs dates sont les mêmes.
        """
        ne_dans_le_delai = individu("paris_enfant_ne_dans_le_delai", period)
        jour = individu("date_naissance", period).astype("datetime64[D]").astype(int)
        jour_du_plus_jeune = individu.famille.max(jour * ne_dans_le_delai)

        return ne_dans_le_delai * (jour == jour_du_plus_jeune)


class paris_naissance_multiple(Variable):
    value_type = float
    entity = Famille
    definition_period = YEAR
    unit = "currency"
    label = "Allocation pour naissance ou adoption multiple de Paris, versée une seule fois"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, IV 1.4",
        "Annexe au règlement municipal, IV 1.4",
    ]
    documentation = """
    Versée une seule fois. Les douze mois commencent avec le premier mois de la période demandée, qui est celui de la demande.
    Sans condition de ressources. Les dates de naissance doivent être données.
    Non modélisé : la garde alternée d'enfants adoptés ensemble.
    Incertain : le montant est versé une fois par naissance multiple, et non par enfant ; le règlement dit seulement qu'il est forfaitaire.
    Incertain : quand une partie seulement des enfants nés ensemble est en garde alternée, l'allocation est partagée comme si tous l'étaient, sauf si deux d'entre eux ne le sont pas ; le règlement dit seulement que l'avantage est partagé.
    Incertain : le montant connu est celui de 2018 et 2019 ; avant et après, il est supposé identique.
    """  # noqa: E501

    def formula_2018_04_01(famille, period, parameters):
        """
        Titre IV 1.4, a/1 à c/2, et titre IV/A, article 3, règlement au 1er avril 2018.

        « L'allocation est versée en une seule fois. »
        En cas de garde alternée, les allocations des chapitres « 1-2, 1-3, 1-4 […] pourront être
        équitablement partagées entre les deux parents, dans la limite pour chacun d'eux de la
        moitié de l'avantage ».
        """
        paris = parameters(period).mesaides.communes.paris
        aide = paris.paris_naissance_multiple
        demande = period.first_month

        nes_ensemble = famille.members("paris_enfant_ne_avec_le_plus_jeune", demande)
        alterne = famille.members("garde_alternee", demande)
        minimum = aide.nombre_naissances_minimum
        adoption = famille("paris_adoption_multiple", demande) * (
            famille("paris_adoption_multiple_mois_depuis_jugement", demande) <= aide.delai_demande
        )  # b/2

        avec_tous = (famille.sum(nes_ensemble) >= minimum) + adoption
        sans_alternes = (famille.sum(nes_ensemble * not_(alterne)) >= minimum) + adoption
        part = sans_alternes + paris.garde_alternee.part * (avec_tous * not_(sans_alternes))

        return famille("paris_familles_beneficiaire", demande) * aide.montant * part

    def formula_2016_02_01(famille, period, parameters):
        """
        Titre IV 1.4, a/1 à c/2, règlement au 1er février 2016.

        « Une allocation forfaitaire est attribuée aux familles parisiennes en cas de naissance ou
        d'adoption multiple. »
        Le partage en cas de garde alternée n'était pas encore prévu pour cette aide.
        """
        aide = parameters(period).mesaides.communes.paris.paris_naissance_multiple
        demande = period.first_month

        nes_ensemble = famille.members("paris_enfant_ne_avec_le_plus_jeune", demande)
        naissance = famille.sum(nes_ensemble) >= aide.nombre_naissances_minimum
        adoption = famille("paris_adoption_multiple", demande) * (
            famille("paris_adoption_multiple_mois_depuis_jugement", demande) <= aide.delai_demande
        )  # b/2

        return (
            famille("paris_familles_beneficiaire", demande) * aide.montant * (naissance + adoption)
        )
