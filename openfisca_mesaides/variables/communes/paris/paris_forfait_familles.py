"""Paris Forfait Familles (règlement municipal, IV 1.2, et son annexe)."""

from openfisca_france.model.base import YEAR, Famille, Variable, select


def montant_du_bareme(aide, nb_enfants, revenus):
    """
    Annexe IV 1.2, a/1 et b/1 : montant annuel selon les revenus mensuels.

    « Revenus mensuels ≤ 3000 € : 305 € ; > 3000 € et ≤ 5000 € : 200 € ».
    """
    return (nb_enfants >= aide.nombre_enfants_minimum) * select(
        [revenus <= aide.plafond.premier, revenus <= aide.plafond.second],
        [aide.montant.premier_plafond, aide.montant.second_plafond],
    )


class paris_forfait_familles(Variable):
    value_type = float
    entity = Famille
    definition_period = YEAR
    unit = "currency"
    label = "Paris Forfait Familles, versement unique pour douze mois"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, IV 1.2",
        "Annexe au règlement municipal, IV 1.2",
    ]
    documentation = """
    Montant annuel. Les douze mois commencent avec le premier mois de la période demandée, qui est celui de la demande.
    Aucune condition de logement.
    Incertain : l'enfant handicapé hébergé ailleurs, qui ouvre droit à l'ASPEH au prorata, n'est pas compté ; le règlement ne le prévoit pas pour cette aide.
    Incertain : quand une partie seulement des enfants est en garde alternée, l'aide est celle des autres enfants, plus la moitié de ce que les enfants en garde alternée ajoutent ; le règlement dit seulement que l'avantage est partagé.
    Incertain : les montants et les plafonds connus sont ceux de 2018 et 2019 ; avant et après, ils sont supposés identiques.
    """  # noqa: E501

    def formula_2014_01_01(famille, period, parameters):
        """
        Titre IV 1.2, a/1, b/1 et c/2, et titre IV/A, articles 3 et 4.

        « Une allocation forfaitaire est attribuée annuellement aux familles ayant au moins 3
        enfants à charge. »
        « Le demandeur doit avoir des revenus mensuels déclarés inférieurs ou égaux à un plafond ».
        « Un versement unique est effectué par période de 12 mois. »
        En cas de garde alternée, les allocations « pourront être équitablement partagées entre les
        deux parents, dans la limite pour chacun d'eux de la moitié de l'avantage ».
        """
        paris = parameters(period).mesaides.communes.paris
        aide = paris.paris_forfait_familles
        demande = period.first_month

        enfants = famille("paris_nb_enfants_au_domicile", demande)
        alternes = famille("paris_nb_enfants_au_domicile_alternes", demande)
        revenus = famille("paris_revenus_couple", demande)  # IV/A, article 4

        avec_tous = montant_du_bareme(aide, enfants, revenus)
        sans_alternes = montant_du_bareme(aide, enfants - alternes, revenus)
        partage = sans_alternes + paris.garde_alternee.part * (avec_tous - sans_alternes)

        return famille("paris_familles_beneficiaire", demande) * partage
