"""Charge nette de logement des aides au logement de Paris (règlement municipal, IV 2.1, b/2)."""

from openfisca_france.model.base import (
    MONTH,
    Menage,
    TypesStatutOccupationLogement,
    Variable,
    max_,
    select,
    set_input_dispatch_by_period,
    set_input_divide_by_period,
)


class paris_charges_copropriete(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Charges mensuelles de copropriété, hors gros travaux"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV 2.1, b/2"]


class paris_charges_parking(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Charges mensuelles de l'emplacement de stationnement d'un seul véhicule"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV 2.1, b/3"]


class paris_impaye_logement(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Impayé de charges de logement, hors des cas tolérés par délibération"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV 2.1, b/5"]


class paris_logement_decent(Variable):
    value_type = bool
    default_value = True
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Logement qui remplit les conditions de peuplement et de salubrité"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV 2.1, b/4"]


class paris_aides_logement(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Aides au logement de la famille qui a le bail"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV 2.1, b/2"]

    def formula_2014_01_01(menage, period):
        """
        Titre IV 2.1, b/2.

        « les aides au logement (Allocation Logement ou Aide Personnalisée au Logement ou toute
        autre aide au logement) ».

        Celles de la famille qui a le bail : OpenFisca-France en calcule aussi une, sur le même
        loyer, pour chaque famille hébergée.
        """
        return menage.personne_de_reference.famille("aide_logement", period)


class paris_charge_brute_logement(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Charge brute mensuelle de logement"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, IV 2.1, b/2 et b/3"
    ]
    documentation = """
    Le logé gratuitement et la personne sans domicile n'acquittent pas de charge de logement.
    """

    def formula_2014_01_01(menage, period):
        """
        Titre IV 2.1, b/2 et b/3.

        « La charge brute annuelle de logement est égale :
        - pour les locataires, au montant du loyer et des charges locatives,
        - pour les accédants à la propriété, au montant du remboursement des prêts d'accession à la
        propriété et des charges de copropriété (à l'exception des appels de fonds et soldes pour
        gros travaux),
        - pour les propriétaires, au montant des charges de copropriété ».

        « Est considérée comme charge de logement celle qui correspond à l'habitation principale du
        demandeur à Paris et à l'emplacement de stationnement d'un seul véhicule ».
        """
        statut = menage("statut_occupation_logement", period)
        locataire = (
            (statut == TypesStatutOccupationLogement.locataire_hlm)
            + (statut == TypesStatutOccupationLogement.locataire_vide)
            + (statut == TypesStatutOccupationLogement.locataire_meuble)
            + (statut == TypesStatutOccupationLogement.locataire_foyer)
        )
        accedant = statut == TypesStatutOccupationLogement.primo_accedant
        proprietaire = statut == TypesStatutOccupationLogement.proprietaire

        loyer_ou_mensualite = menage("loyer", period)
        charges_locatives = menage("charges_locatives", period)
        copropriete = menage("paris_charges_copropriete", period)
        stationnement = menage("paris_charges_parking", period)

        return select(
            [locataire, accedant, proprietaire],
            [
                loyer_ou_mensualite + charges_locatives + stationnement,
                loyer_ou_mensualite + copropriete + stationnement,
                copropriete + stationnement,
            ],
        )


class paris_charge_nette_logement(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Charge nette mensuelle de logement"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV 2.1, b/2"]

    def formula_2014_01_01(menage, period):
        """
        Titre IV 2.1, b/2.

        « La charge nette annuelle de logement s'obtient en déduisant de la charge brute les aides
        au logement ».
        """
        charge_brute = menage("paris_charge_brute_logement", period)

        return max_(charge_brute - menage("paris_aides_logement", period), 0)
