"""Qui peut recevoir les aides sociales facultatives de Paris (règlement municipal, I/A et IV/A)."""

from numpy import isin
from openfisca_france.model.base import (
    MONTH,
    Famille,
    Individu,
    Menage,
    Variable,
    set_input_dispatch_by_period,
)


class paris_duree_residence_mois(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Mois de domicile et de résidence à Paris au cours des cinq dernières années"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, I/A, article 2"]
    documentation = """
    De 0 à 60. Les séjours discontinus s'additionnent.
    """


class paris_mutation_professionnelle(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Famille installée à Paris pour des motifs professionnels imposés par l'employeur"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV/A, article 5"]


class paris_presence_continue_mois(Variable):
    value_type = int
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Mois de présence continue de la famille à Paris"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV/A, article 5"]


class paris_sejour_regulier(Variable):
    value_type = bool
    default_value = True
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Séjour régulier en France"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, I/A, article 3",
        "Décret n° 94-294 du 15 avril 1994",
    ]
    documentation = """
    Vrai sauf indication contraire : la question ne se pose ni aux Français, ni aux ressortissants
    de l'Union européenne, de l'Espace économique européen et de la Suisse.
    """


class paris_residence(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Le ménage habite Paris"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, I/A, article 1"]

    def formula_2014_01_01(menage, period, parameters):
        """
        Titre I/A, article 1.

        « Les personnes qui ont un domicile à Paris au sens du Code Civil et qui y résident de
        manière effective et à titre principal, peuvent bénéficier des prestations prévues par le
        Règlement Municipal ».
        """
        communes = parameters(period).mesaides.communes.paris.residence.communes

        return isin(menage("depcom", period).astype(str), communes)


class parisien(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "La famille habite Paris et y a résidé trois ans au cours des cinq dernières années"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, I/A, articles 1 et 2",
        "Règlement municipal des prestations d'aide sociale facultative, IV/A, article 2",
    ]
    documentation = """
    Peut être donné directement quand la durée de résidence de chacun n'est pas connue.
    Non modélisé : à quel conjoint les enfants sont à charge (IV/A, article 2).
    """

    def formula_2014_01_01(famille, period, parameters):
        """
        Titre I/A, articles 1 et 2, et titre IV/A, article 2.

        « une durée de 3 ans de domicile et de résidence effective et à titre principal à Paris est
        exigée au moment de la demande. Elle est appréciée dans les 5 ans précédant la demande. »

        « Lorsque la demande d'attribution d'une prestation « Familles » est faite par un couple,
        les conditions de durée de résidence et de domicile à Paris peuvent n'être exigées que d'un
        seul conjoint, sous réserve que celui-ci remplisse toutes les conditions pour prétendre à la
        prestation ». Le conjoint retenu est donc aussi celui dont le séjour est régulier.
        """
        residence = parameters(period).mesaides.communes.paris.residence

        habite_paris = famille.demandeur.menage("paris_residence", period)  # article 1
        duree = famille.members("paris_duree_residence_mois", period)
        duree_suffisante = duree >= residence.duree_minimale  # article 2
        sejour_regulier = famille.members("paris_sejour_regulier", period)
        conjoints = famille.sum(duree_suffisante * sejour_regulier, role=Famille.PARENT)

        return habite_paris * (conjoints > 0)


class paris_familles_beneficiaire(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Conditions de résidence et de séjour des prestations « Familles » de Paris"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, I/A, article 3",
        "Règlement municipal des prestations d'aide sociale facultative, IV/A, article 5",
    ]

    def formula_2014_01_01(famille, period, parameters):
        """
        Titre I/A, article 3, et titre IV/A, article 5.

        « Le bénéfice des prestations d'aide sociale facultative est ouvert aux personnes de
        nationalité étrangère, titulaires de l'un des documents ou titres de séjour visés par le
        décret 94-294 du 15 avril 1994 ».

        « Si pour des motifs professionnels imposés par l'employeur, une famille est amenée à
        travailler sur la Région Ile-de-France et à s'installer à Paris, la prestation lui est
        attribuée après une année de présence continue à Paris. »
        """
        residence = parameters(period).mesaides.communes.paris.residence

        sejour_regulier = famille.members("paris_sejour_regulier", period)
        parents_reguliers = famille.sum(sejour_regulier, role=Famille.PARENT)  # I/A, article 3
        mutation = famille("paris_mutation_professionnelle", period)  # IV/A, article 5
        presence = famille("paris_presence_continue_mois", period)
        habite_paris = famille.demandeur.menage("paris_residence", period)
        derogation = habite_paris * mutation * (presence >= residence.duree_minimale_mutation)

        return (parents_reguliers > 0) * (famille("parisien", period) + derogation)
