"""Paris Énergie Familles (règlement municipal, IV 2.4, et son annexe)."""

from openfisca_france.model.base import (
    MONTH,
    YEAR,
    Famille,
    Menage,
    Variable,
    not_,
    select,
    set_input_dispatch_by_period,
)


def montant_du_bareme(aide, nb_enfants, nb_enfants_handicapes, revenus):
    """
    Annexe IV 2.4, a/2 et b/1 : montant annuel selon les enfants à charge et les revenus mensuels.

    « Familles de 1 ou 2 enfant(s) : 138 €. Familles de 3 enfants et plus ou ayant un enfant
    handicapé à charge : 275 €. » « Famille de 1 enfant : 2 000 €. Famille de 2 enfants : 2 500 €.
    Famille de 3 enfants et + ou avec au moins 1 enfant handicapé : 5 000 €. »

    La famille est rangée dans une seule ligne, la plus haute qu'elle remplit.
    """
    plafond, montant = aide.plafond, aide.montant
    grande_famille = (nb_enfants >= aide.nombre_enfants_grande_famille) + (
        nb_enfants_handicapes > 0
    )
    deux_enfants = nb_enfants >= aide.nombre_deux_enfants
    un_enfant = nb_enfants >= aide.nombre_enfants_minimum

    return select(
        [grande_famille, deux_enfants, un_enfant],
        [
            montant.trois_enfants_ou_handicap * (revenus <= plafond.trois_enfants_ou_handicap),
            montant.un_ou_deux_enfants * (revenus <= plafond.deux_enfants),
            montant.un_ou_deux_enfants * (revenus <= plafond.un_enfant),
        ],
    )


class paris_contrat_energie(Variable):
    value_type = bool
    default_value = True
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Contrat d'électricité ou de gaz au nom du demandeur"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV 2.4, a/2"]


class paris_autre_aide_energie(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Autre aide préventive à l'énergie, municipale ou départementale, dans les douze mois"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV 2.4, c/4"]


class paris_energie_familles(Variable):
    value_type = float
    entity = Famille
    definition_period = YEAR
    unit = "currency"
    label = "Paris Énergie Familles, versement unique pour douze mois"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, IV 2.4",
        "Annexe au règlement municipal, IV 2.4",
        "https://www.paris.fr/pages/aides-au-logement-3827",
    ]
    documentation = """
    Montant annuel, versé aux fournisseurs d'énergie. Les douze mois commencent avec le premier mois de la période demandée, qui est celui de la demande.
    Aucune condition d'occupation du logement : il faut un contrat d'électricité ou de gaz.
    Incertain : quand une partie seulement des enfants est en garde alternée, l'aide est celle des autres enfants, plus la moitié de ce que les enfants en garde alternée ajoutent ; le règlement dit seulement que l'avantage est partagé.
    Incertain : les montants et les plafonds connus sont ceux de 2018 et 2019 ; avant et après, ils sont supposés identiques.
    """  # noqa: E501

    def formula_2015_04_01(famille, period, parameters):
        """
        Titre IV 2.4, a/1 à d/1, et titre IV/A, articles 3 et 4.

        « Paris Énergie Familles est attribué annuellement aux familles pour alléger leurs dépenses
        de consommation d'électricité et/ou de gaz ».
        « Le montant de l'aide […] est fonction du nombre d'enfants à charge. »
        « Le montant des revenus mensuels déclarés du demandeur doit être inférieur ou égal à un
        plafond ».
        « Un versement unique est effectué par période de 12 mois. »
        « Le demandeur ne doit pas être bénéficiaire pendant la période d'attribution de 12 mois,
        d'une autre aide à l'énergie municipale ou départementale, délivrée à titre préventif ».
        « Les bénéficiaires de l'Allocation de Soutien aux Parents d'Enfant(s) Handicapé(s) au
        prorata peuvent se voir attribuer Paris Énergie Familles. »
        """
        paris = parameters(period).mesaides.communes.paris
        aide = paris.paris_energie_familles
        demande = period.first_month

        enfants = famille("paris_nb_enfants", demande)  # d/1
        alternes = famille("paris_nb_enfants_alternes", demande)
        handicapes = famille("paris_nb_enfants_handicapes", demande)
        handicapes_alternes = famille("paris_nb_enfants_handicapes_alternes", demande)
        revenus = famille("paris_revenus_couple", demande)  # IV/A, article 4

        avec_tous = montant_du_bareme(aide, enfants, handicapes, revenus)
        sans_alternes = montant_du_bareme(
            aide, enfants - alternes, handicapes - handicapes_alternes, revenus
        )
        partage = sans_alternes + paris.garde_alternee.part * (avec_tous - sans_alternes)
        contrat = famille.demandeur.menage("paris_contrat_energie", demande)  # a/2
        autre_aide = famille("paris_autre_aide_energie", demande)  # c/4
        beneficiaire = famille("paris_familles_beneficiaire", demande)

        return beneficiaire * contrat * not_(autre_aide) * partage
