"""Tarification solidaire des transports de Rennes Métropole (délibération du 25 février 2016)."""

from numpy import isin
from openfisca_core.periods import Period
from openfisca_france.model.base import (
    ADD,
    MONTH,
    Famille,
    Individu,
    Menage,
    Variable,
    max_,
    min_,
    round_,
    select,
    set_input_dispatch_by_period,
    set_input_divide_by_period,
    where,
)

MOIS_PAR_AN = 12

RESSOURCES_PERSONNELLES = (
    "aah",
    "asi",
    "ass",
    "chomage_net",
    "indemnites_journalieres",
    "pensions_alimentaires_percues",
    "pensions_invalidite",
    "retraite_combattant",
    "retraite_nette",
    "revenus_capital",
    "revenus_locatifs",
    "revenus_stage_formation_pro",
    "rpns_auto_entrepreneur_benefice",
    "salaire_net",
)
BENEFICES_ANNUELS = (
    "rpns_autres_revenus",
    "rpns_benefice_exploitant_agricole",
    "rpns_micro_entreprise_benefice",
)
RESSOURCES_FAMILIALES = (
    "af",
    "asf",
    "aspa",
    "cf",
    "paje_base",
    "paje_clca",
    "paje_prepare",
    "ppa",
    "rsa",
)


def douze_mois_precedents(period):
    """Les douze mois qui précèdent le mois de la demande, lui exclu."""
    return Period(("year", period.start, 1)).offset(-1)


class rennes_metropole_residence(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Le ménage habite une commune de Rennes Métropole"
    reference = ["Délibération du conseil de Rennes Métropole du 25 février 2016"]

    def formula_2017_01_01(menage, period, parameters):
        """Délibération du 25 février 2016 : résidence dans une des 43 communes de la métropole."""
        tarif = parameters(period).mesaides.metropoles.rennes.rennes_metropole_transport

        return isin(menage("depcom", period).astype(str), tarif.communes)


class rennes_metropole_transport_ressources_hors_logement(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Ressources mensuelles moyennes de la famille, hors aides au logement"
    reference = ["Délibération du conseil de Rennes Métropole du 25 février 2016"]
    documentation = """
    Incertain : la liste des ressources est celle des simulateurs existants, sans texte trouvé ; l'allocation supplémentaire d'invalidité y est ajoutée, la majoration pour la vie autonome n'y est pas.
    """  # noqa: E501

    def formula_2017_01_01(famille, period):
        """
        Délibération du 25 février 2016 : réduction selon les ressources mensuelles du foyer.

        Moyenne des douze mois qui précèdent la demande, pour toutes les personnes de la famille.
        Les bénéfices annuels des non-salariés sont ceux de l'année civile précédente.
        """
        annee = douze_mois_precedents(period)

        personnelles = sum(
            famille.members(nom, annee, options=[ADD]) for nom in RESSOURCES_PERSONNELLES
        )
        benefices = sum(famille.members(nom, period.last_year) for nom in BENEFICES_ANNUELS)
        pensions_versees = famille.members(
            "pensions_alimentaires_versees_individu", annee, options=[ADD]
        )
        familiales = sum(famille(nom, annee, options=[ADD]) for nom in RESSOURCES_FAMILIALES)
        total = famille.sum(personnelles + benefices - pensions_versees) + familiales

        return round_(total, 2) / MOIS_PAR_AN


class rennes_metropole_transport_forfait_logement(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Forfait logement mensuel de la tarification solidaire de Rennes Métropole"
    reference = ["Code de la sécurité sociale, article R. 861-7"]

    def formula_2017_01_01(famille, period, parameters):
        """
        Code de la sécurité sociale, article R. 861-7, appliqué par Rennes Métropole.

        12 % du RSA d'une personne seule, 16 % de celui de deux personnes, 16,5 % de celui de trois.
        """
        legislation = parameters(period)
        rsa = legislation.prestations_sociales.solidarite_insertion.minima_sociaux.rsa
        forfait = legislation.mesaides.metropoles.rennes.rennes_metropole_transport.forfait_logement

        base = rsa.rsa_m.montant_de_base_du_rsa
        deuxieme_personne = rsa.rsa_maj.maj_montant_max.couples_celibataire_avec_enfant
        troisieme_personne = rsa.rsa_maj.maj_montant_max.couple_1_enfant_ou_2e_enfant
        personnes = famille("nb_parents", period) + famille("af_nbenf", period)

        return select(
            [personnes <= 1, personnes == 2],
            [
                forfait.une_personne * base,
                forfait.deux_personnes * base * (1 + deuxieme_personne),
            ],
            default=forfait.trois_personnes_ou_plus
            * base
            * (1 + deuxieme_personne + troisieme_personne),
        )


class rennes_metropole_transport_base_ressources(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Ressources mensuelles retenues par la tarification solidaire de Rennes Métropole"
    reference = ["Délibération du conseil de Rennes Métropole du 25 février 2016"]
    documentation = """
    Incertain : quand l'AAH ou l'ASPA est la seule ressource, l'aide au logement est remplacée par un forfait ; cet usage a été relevé dans un simulateur existant, sans texte trouvé.
    """  # noqa: E501

    def formula_2017_01_01(famille, period):
        """
        Délibération du 25 février 2016 : ressources du foyer, aides au logement comprises.

        Exception du forfait logement : si les seules ressources, hors aides au logement et RSA,
        sont l'AAH, ou l'ASPA, l'aide au logement ne compte que dans la limite du forfait.
        """
        annee = douze_mois_precedents(period)

        hors_logement = famille("rennes_metropole_transport_ressources_hors_logement", period)
        aide_logement = famille("aide_logement", annee, options=[ADD]) / MOIS_PAR_AN
        forfait = famille("rennes_metropole_transport_forfait_logement", period)

        aah = famille.sum(famille.members("aah", annee, options=[ADD])) / MOIS_PAR_AN
        aspa = famille("aspa", annee, options=[ADD]) / MOIS_PAR_AN
        hors_rsa = hors_logement - famille("rsa", annee, options=[ADD]) / MOIS_PAR_AN
        seule_aah = (aah > 0) * (round_(hors_rsa - aah, 2) == 0)
        seule_aspa = (aspa > 0) * (round_(hors_rsa - aspa, 2) == 0)

        return hors_logement + where(
            seule_aah + seule_aspa, min_(aide_logement, forfait), aide_logement
        )


class rennes_metropole_transport_coefficient_familial(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Coefficient familial de la tarification solidaire de Rennes Métropole"
    reference = [
        "Délibération du conseil de Rennes Métropole du 25 février 2016",
        "https://ville-rail-transports.com/mobilite-douces/23478-rennes-passe-a-la-tarification-solidaire",
    ]
    documentation = """
    Incertain : les enfants comptés sont ceux des prestations familiales, de moins de 20 ans ; le sort des 20 à 25 ans n'est pas connu.
    """  # noqa: E501

    def formula_2017_01_01(famille, period, parameters):
        """
        Délibération du 25 février 2016 : seuils selon la composition du foyer.

        1 pour une personne seule, 1,5 pour un couple, 0,3 de plus par enfant ; un parent seul est
        traité comme un couple.
        """
        tarif = parameters(period).mesaides.metropoles.rennes.rennes_metropole_transport

        enfants = famille("af_nbenf", period)
        couple_ou_parent_seul = famille("en_couple", period) + (enfants > 0)

        return 1 + where(
            couple_ou_parent_seul,
            tarif.majoration_couple + tarif.majoration_enfant * enfants,
            0,
        )


class rennes_metropole_transport_taux_foyer(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "/1"
    label = "Réduction ouverte par les ressources du foyer"
    reference = [
        "Délibération du conseil de Rennes Métropole du 25 février 2016",
        "http://www.mobilicites.com/011-5756-Rennes-metropole-instaure-une-tarification-solidaire.html",
    ]

    def formula_2017_01_01(famille, period, parameters):
        """
        Délibération du 25 février 2016.

        Gratuité, 85 % ou 50 % de réduction selon que les ressources du foyer ne dépassent pas le
        premier, le deuxième ou le troisième seuil multiplié par le coefficient familial.
        """
        tarif = parameters(period).mesaides.metropoles.rennes.rennes_metropole_transport

        ressources = famille("rennes_metropole_transport_base_ressources", period)
        coefficient = famille("rennes_metropole_transport_coefficient_familial", period)

        return select(
            [
                ressources <= round_(tarif.seuil_1 * coefficient, 2),
                ressources <= round_(tarif.seuil_2 * coefficient, 2),
                ressources <= round_(tarif.seuil_3 * coefficient, 2),
            ],
            [tarif.taux_1, tarif.taux_2, tarif.taux_3],
        )


class rennes_metropole_transport_gratuite_enfant(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Enfant qui voyage gratuitement sur le réseau STAR, sans condition de ressources"
    reference = [
        "Délibération du conseil de Rennes Métropole du 15 octobre 2020",
        "https://www.20minutes.fr/rennes/2885943-20201016-rennes-transports-vont-devenir-gratuits-moins-12-ans",
    ]
    documentation = """
    Vrai pour l'enfant qui habite la métropole. Il n'a pas besoin de la réduction du foyer.
    """

    def formula_2017_01_01(individu, period, parameters):
        """
        Délibération du 15 octobre 2020.

        Gratuité avant 12 ans depuis le 1er décembre 2020, avant 6 ans auparavant.
        """
        tarif = parameters(period).mesaides.metropoles.rennes.rennes_metropole_transport

        age = individu("age", period)
        habite_la_metropole = individu.menage("rennes_metropole_residence", period)

        return habite_la_metropole * (age >= 0) * (age < tarif.age_gratuite)


class rennes_metropole_transport(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Réduction sur l'abonnement mensuel STAR de Rennes Métropole, en pourcentage du prix"
    reference = [
        "Délibération du conseil de Rennes Métropole du 25 février 2016",
        "https://transport.metropole.rennes.fr/tarifs-reduits-pour-les-transports/",
    ]
    documentation = """
    Vaut 0, 50, 85 ou 100. L'enfant qui voyage gratuitement est signalé par la variable rennes_metropole_transport_gratuite_enfant.
    Non modélisé : les dérogations accordées sur dossier, la durée du droit.
    Incertain : depuis mars 2025, les seuils des réductions de 85 % et de 50 % ont été relevés ; leurs nouveaux montants n'étant pas connus, ceux de 2017 sont gardés.
    Incertain : l'étudiant qui vit dans le foyer de ses parents reçoit la plus favorable de la réduction du foyer et de celle de son échelon de bourse.
    """  # noqa: E501

    def formula_2017_01_01(individu, period, parameters):
        """
        Délibération du 25 février 2016, et fiche « STAR - Tarification - 26 ans ».

        La réduction du foyer vaut pour tous ses membres. L'étudiant est jugé sur son échelon de
        bourse : 2, 50 % ; 3 et 4, 85 % ; 5, 6 et 7, 100 % ; s'il est enfant du foyer, il garde la
        réduction du foyer si elle est meilleure.
        """
        tarif = parameters(period).mesaides.metropoles.rennes.rennes_metropole_transport

        habite_la_metropole = individu.menage("rennes_metropole_residence", period)
        taux_foyer = individu.famille("rennes_metropole_transport_taux_foyer", period)
        echelon = individu("bourse_criteres_sociaux_echelon", period)
        taux_etudiant = max_(
            tarif.taux_etudiant.calc(echelon),
            taux_foyer * individu("est_enfant_dans_famille", period),
        )
        taux = where(individu("etudiant", period), taux_etudiant, taux_foyer)

        return habite_la_metropole * taux * 100
