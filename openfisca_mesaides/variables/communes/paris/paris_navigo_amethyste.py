"""Navigo Émeraude Améthyste, payant, de Paris, jusqu'en mai 2018 (règlement municipal, 3.1)."""

from openfisca_france.model.base import (
    MONTH,
    Individu,
    Variable,
    select,
    set_input_dispatch_by_period,
)

MINIMA_PERSONNELS = ("aah", "asi")


def participation(individu, period, parameters, zones):
    """
    Annexes II 3.1 et III 3.1, a/2 : participation annuelle selon l'impôt et la catégorie.

    « Anciens Combattants, Veuf(ve)s de guerre, Veuf(ve)s d'anciens combattants âgé(e)s de 65 ans et
    plus : Gratuité. Bénéficiaires de Paris solidarité, du Complément Santé Paris, du Minimum
    vieillesse, de l'Allocation de Solidarité aux Personnes Âgées, de l'Allocation Supplémentaire
    Invalidité, de l'Allocation aux Adultes Handicapés ou de l'Allocation Veuvage […]. Impôt = 0
    […]. 0 < I ≤ 380 € […]. 380 € < I ≤ 992 € […]. 992 € < I ≤ 1600 € […]. 1600 € < I ≤ 2028 €
    (2430 € en renouvellement) ».

    Les minima sociaux sont ceux du mois qui précède la demande.
    """
    aide = parameters(period).mesaides.communes.paris.paris_navigo_amethyste
    plafond, prix = aide.plafond_imposition, aide[zones]
    mois = period.last_month

    gratuit = individu("paris_pass_sans_plafond", period)
    minima = sum(individu(nom, mois) for nom in MINIMA_PERSONNELS) + (
        individu.famille("aspa", mois)
    )
    titulaire = individu("paris_titulaire_solidarite_ou_complement_sante", period)
    imposition = individu("paris_imposition", period)

    return individu("paris_navigo_amethyste_eligibilite", period) * select(
        [
            gratuit,
            titulaire + (minima > 0),
            imposition <= 0,
            imposition <= plafond.premier,
            imposition <= plafond.deuxieme,
            imposition <= plafond.troisieme,
        ],
        [
            0,
            prix.minima,
            prix.non_imposable,
            prix.premier_plafond,
            prix.deuxieme_plafond,
            prix.troisieme_plafond,
        ],
        default=prix.au_dela,
    )


class paris_navigo_amethyste_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    end = "2018-05-31"
    set_input = set_input_dispatch_by_period
    label = "Droit au Navigo Émeraude Améthyste de Paris, pour un an"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II 3.1 et III 3.1"
    ]
    documentation = """
    Jusqu'en mai 2018. Le Pass Paris Seniors et le Pass Paris Access', gratuits, l'ont remplacé.
    """

    def formula_2018_01_01(individu, period):
        """
        Titres II 3.1 et III 3.1, b/1, b/2, c/4 et d/1, règlement au 1er avril 2018.

        « Le montant de l'imposition du demandeur doit être inférieur ou égal à un plafond fixé par
        le Conseil de Paris ».
        « Le Navigo Émeraude Améthyste peut être attribué aux Parisiens accueillis dans un
        établissement pour personnes âgées du Centre d'Action Sociale situé en banlieue. »
        """
        personne_agee = individu("paris_personne_agee", period)
        residence = individu("paris_pass_residence", period)
        agee = personne_agee * (
            residence + individu("paris_pass_residence_etablissement", period)
        )  # II
        handicapee = individu("paris_personne_handicapee", period) * residence  # III
        sous_plafond = individu("paris_pass_imposition_sous_plafond", period)  # b/1
        sans_plafond = agee * individu("paris_pass_sans_plafond", period)  # II, b/2

        return (
            (agee + handicapee)
            * (sous_plafond + sans_plafond)
            * individu("paris_pass_cumul_possible", period)
        )


class paris_navigo_amethyste_zones_1_2(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    end = "2018-05-31"
    set_input = set_input_dispatch_by_period
    unit = "currency"
    label = "Participation annuelle au Navigo Émeraude Améthyste de Paris, zones 1 et 2"
    reference = ["Annexe au règlement municipal, II 3.1 et III 3.1, a/2"]
    documentation = """
    Prix pour un an, si la demande est faite dans le mois. Vaut 0 aussi quand il n'y a pas de droit : lire d'abord paris_navigo_amethyste_eligibilite.
    Non modélisé : l'allocation de veuvage, et la formule de toutes les zones, seule ouverte à qui vient de banlieue (d/2) et aux anciens combattants.
    """  # noqa: E501

    def formula_2018_01_01(individu, period, parameters):
        """Annexes II 3.1 et III 3.1, a/2 : « Zones NAM 1-2 »."""
        return participation(individu, period, parameters, "zones_1_2")


class paris_navigo_amethyste_zones_1_5(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    end = "2018-05-31"
    set_input = set_input_dispatch_by_period
    unit = "currency"
    label = "Participation annuelle au Navigo Émeraude Améthyste de Paris, toutes les zones"
    reference = ["Annexe au règlement municipal, II 3.1 et III 3.1, a/2"]
    documentation = """
    Prix pour un an, si la demande est faite dans le mois. Vaut 0 aussi quand il n'y a pas de droit : lire d'abord paris_navigo_amethyste_eligibilite.
    Non modélisé : l'allocation de veuvage.
    """  # noqa: E501

    def formula_2018_01_01(individu, period, parameters):
        """Annexes II 3.1 et III 3.1, a/2 : « Zones NAM 1-5 »."""
        return participation(individu, period, parameters, "zones_1_5")
