"""Paris Logement Familles (règlement municipal, IV 2.1, et son annexe)."""

from openfisca_france.model.base import (
    MONTH,
    Famille,
    Variable,
    max_,
    min_,
    not_,
    select,
    set_input_dispatch_by_period,
    set_input_divide_by_period,
)


def montant_du_bareme(aide, nb_enfants, nb_enfants_handicapes, revenus):
    """
    Annexe IV 2.1, a/2 et b/1 : montant selon les enfants à charge et les revenus mensuels.

    « Familles de 3 enfants et + : ≤ 3 000 €, 128 € + 41 € par enfant supplémentaire à charge
    au-delà de 3 ; > 3 000 € et ≤ 5 000 €, 84 € + 21 € par enfant supplémentaire à charge au-delà
    de 3. Familles de 2 enfants : ≤ 2 000 €, 116 €. Familles de 1 enfant handicapé (ou plus) :
    ≤ 5 000 €, 128 € + 41 € par enfant supplémentaire à charge au-delà de 3. »

    Une famille qui figure sur deux lignes reçoit le montant le plus élevé.
    """
    plafond, montant = aide.plafond, aide.montant
    majoration = aide.majoration_enfant_supplementaire

    grande_famille = nb_enfants >= aide.nombre_enfants_grande_famille
    deux_enfants = (nb_enfants >= aide.nombre_enfants_minimum) * not_(grande_famille)
    supplementaires = max_(nb_enfants - aide.nombre_enfants_grande_famille, 0)

    trois_enfants_et_plus = grande_famille * select(
        [revenus <= plafond.trois_enfants_premier, revenus <= plafond.trois_enfants_second],
        [
            montant.trois_enfants_premier_plafond + majoration.premier_plafond * supplementaires,
            montant.trois_enfants_second_plafond + majoration.second_plafond * supplementaires,
        ],
    )
    de_deux_enfants = deux_enfants * (revenus <= plafond.deux_enfants) * montant.deux_enfants
    enfant_handicape = (
        (nb_enfants_handicapes > 0)
        * (revenus <= plafond.enfant_handicape)
        * (montant.enfant_handicape + majoration.enfant_handicape * supplementaires)
    )

    return max_(max_(trois_enfants_et_plus, de_deux_enfants), enfant_handicape)


class paris_prise_en_charge_hoteliere_ase(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Famille logée à l'hôtel par l'aide sociale à l'enfance"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV 2.1, d/2"]


class paris_logement_familles_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Conditions de Paris Logement Familles qui ne dépendent ni des enfants ni des revenus"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, IV 2.1, b/4, b/5 et d/2"
    ]

    def formula_2014_01_01(famille, period):
        """
        Titre IV 2.1, b/4, b/5 et d/2.

        « la famille doit bénéficier des aides au logement […]. A défaut, son logement doit remplir
        les conditions de peuplement et de salubrité ».
        « Paris Logement Familles est accordé en l'absence d'impayé des charges de logement, sauf
        dans les cas fixés par délibération ».
        « Le bénéfice de Paris Logement Familles n'est pas cumulable avec […] Prise en charge
        hôtelière au titre de l'Aide Sociale à l'Enfance. »

        Non modélisé : le non-cumul avec l'Allocation Logement Complémentaire, inscrit au règlement
        de 2016.
        """
        beneficiaire = famille("paris_familles_beneficiaire", period)
        aides_logement = famille.demandeur.menage("paris_aides_logement", period) > 0
        logement_decent = famille.demandeur.menage("paris_logement_decent", period)
        impaye = famille.demandeur.menage("paris_impaye_logement", period)
        hotel = famille("paris_prise_en_charge_hoteliere_ase", period)

        return (
            beneficiaire
            * (aides_logement + logement_decent)  # b/4
            * not_(impaye)  # b/5
            * not_(hotel)  # d/2
        )


class paris_logement_familles_avant_cumul(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Paris Logement Familles, avant le choix entre les aides au logement"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, IV 2.1, a/1 à d/1",
        "Annexe au règlement municipal, IV 2.1",
    ]

    def formula_2014_01_01(famille, period, parameters):
        """
        Titre IV 2.1, a/1 à b/3, et titre IV/A, articles 3 et 4.

        « Paris Logement Familles est destiné aux familles ayant au moins 2 enfants à charge ou
        ayant un ou plusieurs enfants handicapés à charge, afin de les aider à supporter leurs
        dépenses de logement. »
        « Le demandeur doit avoir des revenus mensuels déclarés inférieurs ou égaux aux plafonds ».
        « Le montant de l'allocation visé à l'article a/2 ne peut être supérieur à la charge nette
        mensuelle de logement supportée par la famille ».
        En cas de garde alternée, les allocations « pourront être équitablement partagées entre les
        deux parents, dans la limite pour chacun d'eux de la moitié de l'avantage ».
        """
        paris = parameters(period).mesaides.communes.paris
        aide = paris.paris_logement_familles

        enfants = famille("paris_nb_enfants", period)
        alternes = famille("paris_nb_enfants_alternes", period)
        handicapes = famille("paris_nb_enfants_handicapes", period)
        handicapes_alternes = famille("paris_nb_enfants_handicapes_alternes", period)
        revenus = famille.demandeur.menage("paris_revenus_foyer", period)  # IV/A, article 4

        avec_tous = montant_du_bareme(aide, enfants, handicapes, revenus)
        sans_alternes = montant_du_bareme(
            aide, enfants - alternes, handicapes - handicapes_alternes, revenus
        )
        partage = sans_alternes + paris.garde_alternee.part * (avec_tous - sans_alternes)
        charge_nette = famille.demandeur.menage("paris_charge_nette_logement", period)  # b/2
        eligibilite = famille("paris_logement_familles_eligibilite", period)

        return eligibilite * min_(partage, charge_nette)


class paris_logement_familles(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Paris Logement Familles"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, IV 2.1",
        "Annexe au règlement municipal, IV 2.1",
        "https://www.paris.fr/pages/aides-au-logement-3827",
    ]
    documentation = """
    Nulle quand Paris Logement Familles Monoparentales est au moins aussi favorable, ou Paris Logement plus favorable : ces aides ne se cumulent pas.
    Non modélisé : les impayés tolérés par délibération, le prorata du mois de la demande.
    Incertain : quand une partie seulement des enfants est en garde alternée, l'aide est celle des autres enfants, plus la moitié de ce que les enfants en garde alternée ajoutent ; le règlement dit seulement que l'avantage est partagé.
    Incertain : une famille qui remplit deux lignes du barème (trois enfants, enfant handicapé) reçoit le montant le plus élevé ; l'annexe ne règle pas ce cas.
    Incertain : les montants et les plafonds connus sont ceux de 2018 à 2023 ; avant et après, ils sont supposés identiques.
    """  # noqa: E501

    def formula_2014_01_01(famille, period):
        """
        Titre IV 2.1, d/2, et titre IV 2.2, d/2.

        « Le bénéfice de Paris Logement Familles n'est pas cumulable avec le bénéfice de l'une des
        allocations suivantes : Paris Logement Familles Monoparentales, Paris Logement ».
        « Les familles monoparentales ayant au moins deux enfants à charge ou ayant un ou plusieurs
        enfants handicapés à charge pourront opter pour Paris Logement Familles s'il leur est plus
        favorable. »
        """
        plf = famille("paris_logement_familles_avant_cumul", period)
        plfm = famille("paris_logement_plfm_avant_cumul", period)
        paris_logement = famille("paris_logement_avant_cumul", period)

        return plf * (plf > plfm) * (plf >= paris_logement)
