"""Paris Logement Familles Monoparentales (règlement municipal, IV 2.2, et son annexe)."""

from openfisca_france.model.base import (
    MONTH,
    Famille,
    Variable,
    min_,
    not_,
    select,
    set_input_divide_by_period,
)


def montant_du_bareme(paris, nb_enfants, revenus):
    """
    Annexe IV 2.2, a/2 et b/1 : montant selon les revenus mensuels du parent seul.

    « ≤ Montant du SMIC mensuel net sur la base de 35 heures hebdomadaires (arrondi à la dizaine
    supérieure) : 150 € ; > Montant du SMIC mensuel net […] et ≤ 1 600 € : 128 € ».

    Quand le SMIC net dépasse 1 600 €, le plafond de 1 600 € demeure.
    """
    aide = paris.paris_logement_plfm
    sous_plafond = revenus <= aide.plafond.second
    au_smic = revenus <= paris.smic_net_arrondi

    return (nb_enfants > 0) * select(
        [sous_plafond * au_smic, sous_plafond],
        [aide.montant.premier_plafond, aide.montant.second_plafond],
    )


class paris_logement_plfm_avant_cumul(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Paris Logement Familles Monoparentales, avant le choix entre les aides au logement"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, IV 2.2, a/1 à d/1",
        "Annexe au règlement municipal, IV 2.2",
    ]

    def formula_2016_02_01(famille, period, parameters):
        """
        Titre IV 2.2, a/1 à d/1, et titre IV/A, articles 3 et 4.

        « Paris Logement Familles Monoparentales est attribué au parent seul, ayant un ou plusieurs
        enfants à charge, afin de l'aider à supporter les dépenses de logement. »
        « Le montant des revenus mensuels déclarés du demandeur doit être inférieur ou égal à un
        plafond fixé par le Conseil de Paris ».
        « Le montant de l'aide visé à l'article a/2 ne peut être supérieur à la charge nette
        mensuelle de logement supportée par la famille ».

        Les articles b/4 (aides au logement ou logement conforme), b/5 (impayé) et d/3 (prise en
        charge hôtelière) sont ceux de Paris Logement Familles.
        """
        paris = parameters(period).mesaides.communes.paris

        parent_seul = not_(famille("en_couple", period))  # a/1
        enfants = famille("paris_nb_enfants", period)  # d/1
        alternes = famille("paris_nb_enfants_alternes", period)
        revenus = famille.demandeur.menage("paris_revenus_foyer", period)  # IV/A, article 4

        avec_tous = montant_du_bareme(paris, enfants, revenus)
        sans_alternes = montant_du_bareme(paris, enfants - alternes, revenus)
        partage = sans_alternes + paris.garde_alternee.part * (avec_tous - sans_alternes)
        charge_nette = famille.demandeur.menage("paris_charge_nette_logement", period)  # b/2
        eligibilite = famille("paris_logement_familles_eligibilite", period)

        return parent_seul * eligibilite * min_(partage, charge_nette)


class paris_logement_plfm(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Paris Logement Familles Monoparentales"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, IV 2.2",
        "Annexe au règlement municipal, IV 2.2",
    ]
    documentation = """
    Nulle quand Paris Logement Familles ou Paris Logement est plus favorable : ces aides ne se cumulent pas.
    Non modélisé : l'effectivité de l'isolement, les impayés tolérés par délibération, le prorata du mois de la demande, le non-cumul avec l'Allocation Logement Complémentaire inscrit au règlement de 2016.
    Incertain : le parent seul qui héberge un autre adulte, un grand-parent par exemple, reste un parent seul ; les ressources de cet adulte sont comptées.
    Incertain : le premier plafond est le SMIC net à la date de chaque hausse nationale ; la Ville pourrait ne l'appliquer que plus tard dans l'année.
    Incertain : quand une partie seulement des enfants est en garde alternée, l'aide est celle des autres enfants, plus la moitié de ce que les enfants en garde alternée ajoutent ; le règlement dit seulement que l'avantage est partagé.
    Incertain : les montants et le second plafond connus sont ceux de 2018 et 2019 ; avant et après, ils sont supposés identiques.
    """  # noqa: E501

    def formula_2016_02_01(famille, period):
        """
        Titre IV 2.2, d/2 et d/3.

        « Les familles monoparentales ayant au moins deux enfants à charge ou ayant un ou plusieurs
        enfants handicapés à charge pourront opter pour Paris Logement Familles s'il leur est plus
        favorable. »
        « Le bénéfice de Paris Logement Familles Monoparentales n'est pas cumulable avec le bénéfice
        de l'une des allocations suivantes : Paris Logement Familles, Paris Logement ».

        À égalité, c'est Paris Logement Familles Monoparentales qui est versée.
        """
        plfm = famille("paris_logement_plfm_avant_cumul", period)
        plf = famille("paris_logement_familles_avant_cumul", period)
        paris_logement = famille("paris_logement_avant_cumul", period)

        return plfm * (plfm >= plf) * (plfm >= paris_logement)
