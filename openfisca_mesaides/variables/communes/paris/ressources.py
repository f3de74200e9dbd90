"""Ressources des aides sociales facultatives de Paris (règlement municipal, I/A-5 et IV/A-4)."""

from openfisca_france.model.base import (
    ADD,
    MONTH,
    Famille,
    Individu,
    Menage,
    Variable,
    round_,
    set_input_dispatch_by_period,
    set_input_divide_by_period,
    where,
)

MOIS_PAR_AN = 12

# Revenus déclarés qui s'ajoutent aux salaires, au chômage, aux retraites et aux pensions.
AUTRES_REVENUS_DECLARES = (
    "allocation_securisation_professionnelle",
    "ass",
    "indemnites_chomage_partiel",
    "indemnites_journalieres_imposables",
    "revenus_capital",
    "revenus_locatifs",
    "revenus_stage_formation_pro",
    "rpns_auto_entrepreneur_benefice",
)
BENEFICES_ANNUELS = (
    "rpns_autres_revenus",
    "rpns_benefice_exploitant_agricole",
    "rpns_micro_entreprise_benefice",
)

RESSOURCES_PERSONNELLES = (
    "aah",
    "allocation_securisation_professionnelle",
    "asi",
    "ass",
    "caah",
    "chomage_imposable",
    "indemnites_chomage_partiel",
    "indemnites_journalieres",
    "indemnites_stage",
    "indemnites_volontariat",
    "pensions_alimentaires_percues",
    "pensions_invalidite",
    "prestation_compensatoire",
    "rente_accident_travail",
    "retraite_imposable",
    "revenus_capital",
    "revenus_locatifs",
    "revenus_stage_formation_pro",
    "rpns_auto_entrepreneur_benefice",
    "salaire_imposable",
)
# Prestations familiales qui compensent l'arrêt d'une activité, et minima sociaux de la famille.
RESSOURCES_FAMILIALES = ("aspa", "paje_clca", "paje_prepare", "paris_ajpp", "rsa")

# Ce que le règlement de 2016 n'excluait pas encore.
RESSOURCES_PERSONNELLES_EXCLUES_EN_2018 = (
    "bourse_enseignement_sup",
    "bourse_recherche",
    "prime_forfaitaire_mensuelle_reprise_activite",
)
RESSOURCES_FAMILIALES_EXCLUES_EN_2018 = (
    "aeeh",
    "af",
    "aide_logement",
    "asf",
    "cf",
    "paje_base",
    "ppa",
)

# Ce que Paris Solidarité et le Complément Santé Paris excluaient déjà en 2016.
BOURSES = ("bourse_enseignement_sup", "bourse_recherche")
PRESTATIONS_FAMILIALES_ET_AIDES_LOGEMENT = (
    "aeeh",
    "af",
    "aide_logement",
    "asf",
    "cf",
    "paje_base",
    "paje_clca",
    "paje_prepare",
    "paris_ajpp",
)


class paris_ajpp(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Allocation journalière de présence parentale perçue dans le mois"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, I/A, article 5"]


class paris_changement_situation_recent(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Changement de situation récent : divorce, décès du conjoint, chute de ressources…"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, I/A, article 5"]


class paris_revenus_declares_mensuels(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Revenus déclarés à l'administration fiscale, ramenés au mois"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, I/A, article 5"]
    documentation = """
    Avant tout abattement et avant le quotient familial.
    N'y figurent pas les prestations non imposables : RSA, AAH, minimum vieillesse, prestations familiales, aides au logement, prime d'activité.
    Peut être donné directement, d'après l'avis d'imposition de la personne.
    Incertain : sans avis d'imposition donné, ce sont les revenus de l'avant-dernière année civile ; la Ville demande le dernier avis, qui peut porter sur l'année dernière à partir de l'été.
    """  # noqa: E501

    def formula_2014_01_01(individu, period):
        """
        Titre I/A, article 5.

        « pour la détermination des ressources du (ou des) demandeur(s) : - soit du montant des
        revenus déclarés […], - soit de l'ensemble des ressources personnelles. »
        """
        annee = period.n_2

        salaires = individu("revenu_assimile_salaire", annee)
        pensions = individu("revenu_assimile_pension", annee)
        autres = sum(individu(nom, annee, options=[ADD]) for nom in AUTRES_REVENUS_DECLARES)
        benefices = sum(individu(nom, annee) for nom in BENEFICES_ANNUELS)

        return (salaires + pensions + autres + benefices) / MOIS_PAR_AN


class paris_ressources_mensuelles(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Ensemble des ressources personnelles du mois qui précède la demande"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, I/A, article 5"]
    documentation = """
    Les prestations versées à la famille sont comptées avec les ressources du demandeur de la famille.
    Incertain : les montants retenus sont nets imposables ; le règlement ne dit pas s'il faut prendre le net ou l'imposable.
    Incertain : les pensions alimentaires versées ne sont pas déduites ; le règlement ne prévoit aucune déduction.
    """  # noqa: E501

    def formula_2018_04_01(individu, period):
        """
        Titre I/A, article 5, règlement au 1er avril 2018.

        « Lorsque l'ensemble des ressources personnelles est examiné, […] ne sont pas
        comptabilisées : - les bourses scolaires et universitaires, - les allocations d'aide sociale
        à l'enfance, - les prestations familiales, à l'exception des prestations compensant l'arrêt
        d'une activité professionnelle, - les aides au logement, […] - la retraite du combattant,
        […] - les prestations servant à rémunérer une tierce personne, […] - les prestations d'aide
        sociale municipale facultative, […] - les dispositifs d'incitation à la reprise
        d'activité. »
        """
        mois = period.last_month

        personnelles = sum(individu(nom, mois) for nom in RESSOURCES_PERSONNELLES)
        benefices = sum(individu(nom, period.last_year) for nom in BENEFICES_ANNUELS)
        familiales = sum(individu.famille(nom, mois) for nom in RESSOURCES_FAMILIALES)

        return (
            personnelles
            + benefices / MOIS_PAR_AN
            + familiales * individu.has_role(Famille.DEMANDEUR)
        )

    def formula_2014_01_01(individu, period):
        """
        Titre I/A, article 5, règlement au 1er février 2016.

        « ne sont pas comptabilisées : - la retraite du combattant, - les pensions attachées aux
        distinctions honorifiques, - les prestations servant à rémunérer une tierce personne, - les
        aides des œuvres privées, - les prestations d'aide sociale municipale facultative, - les
        réparations ou indemnités versées par l'Etat ». Les bourses, les prestations familiales et
        les aides au logement comptaient donc encore.
        """
        mois = period.last_month

        personnelles = sum(
            individu(nom, mois)
            for nom in RESSOURCES_PERSONNELLES + RESSOURCES_PERSONNELLES_EXCLUES_EN_2018
        )
        benefices = sum(individu(nom, period.last_year) for nom in BENEFICES_ANNUELS)
        familiales = sum(
            individu.famille(nom, mois)
            for nom in RESSOURCES_FAMILIALES + RESSOURCES_FAMILIALES_EXCLUES_EN_2018
        )

        return (
            personnelles
            + benefices / MOIS_PAR_AN
            + familiales * individu.has_role(Famille.DEMANDEUR)
        )


class paris_revenus_mensuels(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Revenus mensuels retenus par les prestations « Familles » de Paris"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, I/A, article 5"]
    documentation = """
    Incertain : le changement de situation d'une famille n'a d'effet que sur ses propres ressources ; celles des autres personnes du logement restent leurs revenus déclarés.
    """  # noqa: E501

    def formula_2018_06_01(individu, period):
        """
        Titre I/A, article 5, règlement au 1er juin 2018.

        « soit du montant des revenus déclarés (en cas de changement de situation récent : divorce,
        décès du conjoint, chute brutale de ressources... - c'est l'ensemble des ressources
        personnelles qui est retenu) ».
        """
        return where(
            individu.famille("paris_changement_situation_recent", period),
            individu("paris_ressources_mensuelles", period),
            individu("paris_revenus_declares_mensuels", period),
        )

    def formula_2018_04_01(individu, period):
        """
        Titre I/A, article 5, règlement au 1er avril 2018.

        « c'est l'ensemble des ressources personnelles qui est retenu à l'exception des minimas
        sociaux non contributifs RSA, AAH, minimum vieillesse, PreParE, AJPP ».
        """
        mois = period.last_month

        allocations_handicap = individu("aah", mois) + individu("caah", mois)
        familiales = sum(individu.famille(nom, mois) for nom in RESSOURCES_FAMILIALES)
        minima = allocations_handicap + familiales * individu.has_role(Famille.DEMANDEUR)

        return where(
            individu.famille("paris_changement_situation_recent", period),
            individu("paris_ressources_mensuelles", period) - minima,
            individu("paris_revenus_declares_mensuels", period),
        )

    def formula_2014_01_01(individu, period):
        """
        Titre I/A, article 5, règlement au 1er février 2016.

        « en cas de changement de situation récent : divorce, décès du conjoint, chute brutale de
        ressources... - c'est l'ensemble des ressources personnelles qui est retenu ».
        """
        return where(
            individu.famille("paris_changement_situation_recent", period),
            individu("paris_ressources_mensuelles", period),
            individu("paris_revenus_declares_mensuels", period),
        )


class paris_revenus_foyer(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Revenus mensuels de toutes les personnes qui vivent au foyer"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV/A, article 4"]

    def formula_2014_01_01(menage, period):
        """
        Titre IV/A, article 4, seconde phrase.

        « Pour les allocations prévues aux chapitres 2-1, 2-2, 2-3, et 2-7, les ressources des
        autres personnes vivant au foyer seront également prises en compte. »

        Au centime près : un revenu annuel égal au plafond ouvre le droit.
        """
        return round_(menage.sum(menage.members("paris_revenus_mensuels", period)), 2)


class paris_revenus_couple(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Revenus mensuels du demandeur ou du couple"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV/A, article 4"]

    def formula_2014_01_01(famille, period):
        """
        Titre IV/A, article 4, première phrase.

        « Lorsque des prestations sont soumises à condition de ressources, les ressources prises en
        compte sont celles du demandeur ou du couple (en cas de vie maritale). »

        Au centime près : un revenu annuel égal au plafond ouvre le droit.
        """
        revenus = famille.members("paris_revenus_mensuels", period)

        return round_(famille.sum(revenus, role=Famille.PARENT), 2)


class paris_ressources_foyer(Variable):
    value_type = float
    entity = Menage
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Ensemble des ressources de toutes les personnes qui vivent au foyer"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, II 2.1, b/2"]

    def formula_2014_01_01(menage, period):
        """
        Titre II 2.1, b/2, second alinéa, et de même titres III 2.1, IV 2.3 et V 3.1.

        « Toutes les ressources du demandeur et, le cas échéant, des autres personnes vivant au
        foyer sont prises en compte, à l'exclusion de celles mentionnées dans les dispositions
        générales. »
        """
        return round_(menage.sum(menage.members("paris_ressources_mensuelles", period)), 2)


class paris_ressources_couple(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Ensemble des ressources du demandeur et de son conjoint, aides aux personnes âgées ou handicapées"  # noqa: E501
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II 1.1 et II 1.2, b/3",
        "Règlement municipal des prestations d'aide sociale facultative, III 1.1 et III 1.2, b/3",
    ]

    def formula_2018_04_01(famille, period):
        """
        Titre II 1.1, b/3, second alinéa, et de même titres II 1.2 et III 1.1.

        « Toutes les ressources du demandeur, et, le cas échéant de son conjoint, de son partenaire
        civil de solidarité ou de la personne avec laquelle il déclare être en situation de vie
        maritale, sont prises en compte à l'exclusion de celles mentionnées dans les dispositions
        générales. »

        Au centime près : des ressources égales au plafond sont sous le plafond.
        """
        ressources = famille.members("paris_ressources_mensuelles", period)

        return round_(famille.sum(ressources, role=Famille.PARENT), 2)

    def formula_2016_02_01(famille, period):
        """
        Titre II 1.1, b/4, second alinéa, et de même titres II 1.2, III 1.1 et III 1.2 (b/3),
        règlement au 1er février 2016.

        « à l'exclusion de celles mentionnées dans les dispositions générales et des : -
        allocations d'aide sociale à l'enfance, - prestations familiales, - bourses scolaires et
        universitaires, - aides au logement. » Les prestations familiales qui compensent l'arrêt
        d'une activité ne sont pas mises à part.
        """
        mois = period.last_month

        ressources = famille.members("paris_ressources_mensuelles", period)
        bourses = sum(famille.members(nom, mois) for nom in BOURSES)
        familiales = sum(famille(nom, mois) for nom in PRESTATIONS_FAMILIALES_ET_AIDES_LOGEMENT)

        return round_(famille.sum(ressources - bourses, role=Famille.PARENT) - familiales, 2)
