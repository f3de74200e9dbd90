"""Allocation de soutien aux parents d'enfants handicapés de Paris (règlement municipal, IV 1.3)."""

from openfisca_core.periods import Period
from openfisca_france.model.base import (
    MONTH,
    YEAR,
    Famille,
    Variable,
    min_,
    set_input_dispatch_by_period,
    set_input_divide_by_period,
    where,
)

MOIS_PAR_AN = 12
JOURS_PAR_AN = 365


class paris_logement_aspeh_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Conditions de résidence et de revenus de l'ASPEH de Paris"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV 1.3, b/1"]

    def formula_2016_02_01(famille, period, parameters):
        """
        Titre IV 1.3, b/1, et titre IV/A, article 4.

        « Le demandeur doit avoir des revenus mensuels déclarés inférieurs ou égaux au plafond fixé
        par le Conseil de Paris, et précisé en annexe IV 1.3. »
        """
        aide = parameters(period).mesaides.communes.paris.paris_logement_aspeh

        beneficiaire = famille("paris_familles_beneficiaire", period)
        revenus = famille("paris_revenus_couple", period)

        return beneficiaire * (revenus <= aide.plafond)


class paris_logement_aspeh_taux_plein(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "ASPEH de Paris à taux plein, pour les enfants qui vivent au domicile"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, IV 1.3, a/1",
        "Annexe au règlement municipal, IV 1.3",
    ]

    def formula_2016_02_01(famille, period, parameters):
        """
        Titre IV 1.3, a/1, et titre IV/A, article 3.

        « Cette allocation, dont le montant est fixé par le Conseil de Paris et précisé en annexe
        IV 1.3, est versée au titre de chaque enfant handicapé à charge. »
        En cas de garde alternée, les allocations « pourront être équitablement partagées entre les
        deux parents, dans la limite pour chacun d'eux de la moitié de l'avantage ».
        """
        paris = parameters(period).mesaides.communes.paris

        a_charge = famille.members("paris_enfant_a_charge", period)
        handicape = famille.members("paris_enfant_handicape", period)
        part = where(famille.members("garde_alternee", period), paris.garde_alternee.part, 1)
        enfants = famille.sum(a_charge * handicape * part)
        eligibilite = famille("paris_logement_aspeh_eligibilite", period)

        return eligibilite * paris.paris_logement_aspeh.montant * enfants


class paris_logement_aspeh_prorata(Variable):
    value_type = float
    entity = Famille
    definition_period = YEAR
    unit = "currency"
    label = "ASPEH de Paris au prorata des jours au domicile, versée une fois par an"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, IV 1.3, d/1",
        "Annexe au règlement municipal, IV 1.3",
    ]
    documentation = """
    Montant annuel. L'année commence avec le premier mois de la période demandée.
    """

    def formula_2016_02_01(famille, period, parameters):
        """
        Titre IV 1.3, d/1, et titre IV/A, article 3.

        « les parents d'enfants handicapés pris en charge par un organisme de Sécurité Sociale ou
        l'aide sociale sont éligibles […] lorsqu'il y a retour au domicile familial. Le montant de
        l'allocation versé annuellement est établi au prorata du nombre de jours que leur enfant a
        passé au domicile familial. »
        """
        paris = parameters(period).mesaides.communes.paris
        demande = period.first_month

        au_prorata = famille.members("paris_enfant_aspeh_prorata", demande)
        jours = famille.members("paris_enfant_jours_au_domicile", demande.this_year)
        part = where(famille.members("garde_alternee", demande), paris.garde_alternee.part, 1)
        presence = famille.sum(au_prorata * part * min_(jours, JOURS_PAR_AN) / JOURS_PAR_AN)
        eligibilite = famille("paris_logement_aspeh_eligibilite", demande)

        return eligibilite * paris.paris_logement_aspeh.montant * MOIS_PAR_AN * presence


class paris_logement_aspeh(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Allocation de soutien aux parents d'enfants handicapés de Paris (ASPEH)"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, IV 1.3",
        "Annexe au règlement municipal, IV 1.3",
    ]
    documentation = """
    Mensuelle pour l'enfant qui vit au domicile. Pour l'enfant hébergé par la Sécurité sociale ou l'aide sociale, elle est versée une fois par an, au prorata : c'est alors un douzième du montant annuel qui est compté chaque mois.
    Incertain : le montant et le plafond connus sont ceux de 2018 et 2019 ; avant et après, ils sont supposés identiques.
    """  # noqa: E501

    def formula_2016_02_01(famille, period):
        """
        Titre IV 1.3, a/1 et d/1.

        « L'allocation mensuelle de soutien est attribuée pour une durée maximale de 12 mois
        renouvelable aux familles ayant un ou plusieurs enfants handicapés à charge. »
        """
        douze_mois = Period((YEAR, period.start, 1))

        taux_plein = famille("paris_logement_aspeh_taux_plein", period)
        prorata = famille("paris_logement_aspeh_prorata", douze_mois)

        return taux_plein + prorata / MOIS_PAR_AN
