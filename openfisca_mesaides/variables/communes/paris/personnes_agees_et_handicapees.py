"""Personnes âgées et handicapées adultes de Paris (règlement municipal, II/A et III/A)."""

from openfisca_france.model.base import (
    MONTH,
    Enum,
    Famille,
    Individu,
    Variable,
    not_,
    set_input_dispatch_by_period,
)


class TypesTitreHandicapParis(Enum):
    __order__ = "aucun aah actp pch_aide_humaine pension_invalidite_2_ou_3 pension_veuf_invalide rente_at_80 pension_anticipee_fonctionnaire rente_viagere_cdc"  # noqa: E501
    aucun = "Aucun de ces titres"
    aah = "Allocation aux adultes handicapés"
    actp = "Allocation compensatrice pour tierce personne"
    pch_aide_humaine = "Prestation de compensation du handicap, volet aides humaines"
    pension_invalidite_2_ou_3 = "Pension d'invalidité des 2e et 3e groupes du régime général"
    pension_veuf_invalide = "Pension de veuve ou de veuf invalide"
    rente_at_80 = "Rente d'accident du travail pour une incapacité d'au moins 80 %"
    pension_anticipee_fonctionnaire = "Pension anticipée de fonctionnaire civil ou de militaire"
    rente_viagere_cdc = "Rente viagère d'invalidité de la Caisse des dépôts et consignations"


class paris_avantage_vieillesse_inaptitude(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Titulaire d'un avantage vieillesse attribué au titre de l'inaptitude au travail"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, II/A, article 2"]
    documentation = """
    L'inaptitude ne suffit pas : il faut une pension de retraite liquidée à ce titre.
    """


class paris_titre_handicap(Variable):
    value_type = Enum
    possible_values = TypesTitreHandicapParis
    default_value = TypesTitreHandicapParis.aucun
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Titre qui atteste le handicap d'un adulte"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, III/A, article 2"]
    documentation = """
    La liste est limitative : ni la reconnaissance de travailleur handicapé, ni la carte
    d'invalidité, ni la pension d'invalidité du 1er groupe n'y figurent. L'AAH est aussi reconnue
    quand son montant est donné ou calculé.
    """


class paris_personne_agee(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Personne âgée au sens des aides sociales facultatives de Paris"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, II/A, article 2"]

    def formula_2014_01_01(individu, period, parameters):
        """
        Titre II/A, article 2.

        « les bénéficiaires des prestations mises en place par la municipalité parisienne en faveur
        des personnes âgées doivent avoir 65 ans au moins ou de 60 à 64 ans si elles sont titulaires
        d'un avantage vieillesse attribué au titre de l'inaptitude au travail. »
        """
        age_minimum = parameters(period).mesaides.communes.paris.personne_agee

        age = individu("age", period)
        inaptitude = individu("paris_avantage_vieillesse_inaptitude", period)

        return (age >= age_minimum.age) + inaptitude * (age >= age_minimum.age_inaptitude)


class paris_personne_handicapee(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Personne handicapée adulte au sens des aides sociales facultatives de Paris"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, III/A, article 2"]
    documentation = """
    Incertain : l'adulte est une personne de 18 ans ou plus ; le règlement ne donne pas d'âge. Qui reçoit l'AAH est compté quel que soit son âge.
    """  # noqa: E501

    def formula_2014_01_01(individu, period, parameters):
        """
        Titre III/A, article 2.

        « les personnes handicapées adultes, bénéficiaires des prestations mises en place par la
        municipalité parisienne, doivent présenter un handicap attesté par l'un des titres
        suivants : - allocation aux adultes handicapés, ou - allocation compensatrice pour tierce
        personne, ou - prestation de compensation du handicap - volet « aides humaines », ou -
        pension d'invalidité des 2e et 3e groupes du régime général de la Sécurité sociale, […] »

        L'AAH est celle du mois qui précède la demande.
        """
        age_minimum = parameters(period).mesaides.communes.paris.personne_handicapee.age

        titre = individu("paris_titre_handicap", period)
        allocataire = (individu("aah", period.last_month) > 0) + (
            titre == TypesTitreHandicapParis.aah
        )
        autre_titre = titre != TypesTitreHandicapParis.aucun
        adulte = individu("age", period) >= age_minimum

        return allocataire + autre_titre * adulte


class paris_etablissement_casvp_banlieue(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Réside dans un établissement du Centre d'action sociale de Paris situé en banlieue"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, II 2.1, d/1"]


class paris_heberge_aide_sociale(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Hébergé dans un établissement et pris en charge par l'aide sociale"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II 2.1, d/2 à d/4",
        "Règlement municipal des prestations d'aide sociale facultative, III 2.1, d/2 à d/4",
    ]
    documentation = """
    Vrai aussi quand les charges de logement ne peuvent être distinguées des frais d'hébergement.
    """


class paris_duree_residence_suffisante(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Trois ans de résidence à Paris de la personne elle-même"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, I/A, article 2"]
    documentation = """
    La durée de résidence du conjoint ne compte pas : la dérogation du titre IV/A ne vaut que pour les prestations « Familles ».
    Quand aucune durée n'est donnée dans la famille, la réponse « parisien » en tient lieu.
    """  # noqa: E501

    def formula_2014_01_01(individu, period, parameters):
        """
        Titre I/A, article 2.

        « une durée de 3 ans de domicile et de résidence effective et à titre principal à Paris est
        exigée au moment de la demande. Elle est appréciée dans les 5 ans précédant la demande. »
        """
        residence = parameters(period).mesaides.communes.paris.residence

        duree = individu("paris_duree_residence_mois", period)
        aucune_duree = individu.famille.sum(duree) == 0

        return (duree >= residence.duree_minimale) + (
            aucune_duree * individu.famille("parisien", period)
        )


class paris_agees_handicapees_beneficiaire(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Conditions de résidence et de séjour des personnes âgées et des personnes handicapées"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, I/A, articles 2 et 3",
        "Règlement municipal des prestations d'aide sociale facultative, II 2.1 et III 2.1, d/1",
    ]

    def formula_2014_01_01(famille, period, parameters):
        """
        Titre I/A, articles 2 et 3, et titres II 2.1 et III 2.1, d/1.

        « une durée de 3 ans de domicile et de résidence effective et à titre principal à Paris est
        exigée au moment de la demande. »
        « Paris Logement peut être versé aux personnes âgées résidant dans des établissements du
        Centre d'Action Sociale de la Ville de Paris situés en banlieue. »

        Non modélisé : celui des deux conjoints qui remplit la durée peut ne pas être celui qui est
        âgé ou handicapé.
        """
        residence = parameters(period).mesaides.communes.paris.residence

        regulier = famille.members("paris_sejour_regulier", period)  # I/A, article 3
        duree = famille.members("paris_duree_residence_mois", period) >= residence.duree_minimale
        etablissement = famille.members("paris_etablissement_casvp_banlieue", period)  # d/1
        parents_reguliers = famille.sum(regulier, role=Famille.PARENT)
        en_etablissement = famille.sum(regulier * duree * etablissement, role=Famille.PARENT)

        return (parents_reguliers > 0) * (famille("parisien", period) + (en_etablissement > 0))


class paris_agees_handicapees_demandeur(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Peut demander Paris Solidarité ou le Complément Santé Paris s'il est âgé ou handicapé"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, I/A, articles 2 et 3",
        "Règlement municipal des prestations d'aide sociale facultative, II et III 1.1, e/1 à e/3",
        "Règlement municipal des prestations d'aide sociale facultative, II et III 1.2, d/1 à d/4",
    ]
    documentation = """
    Le demandeur ou son conjoint, jamais l'enfant qui vit chez eux.
    """

    def formula_2016_02_01(individu, period):
        """
        Titre II 1.1, e/1 à e/3, et de même titres III 1.1, II 1.2 et III 1.2 ; titre I/A, article 3.

        « Les personnes âgées hébergées dans un foyer logement et prises en charge par l'aide
        sociale légale pour l'hébergement et la restauration ne peuvent prétendre à Paris
        Solidarité. »
        « Les personnes en situation de handicap hébergées dans un établissement hospitalier, ou
        prises en charge au titre de l'hébergement par un organisme de Sécurité Sociale ou par
        l'aide sociale, ne peuvent prétendre à Paris Solidarité. »
        """  # noqa: E501
        parent = individu.has_role(Famille.PARENT)
        residence = individu.famille("paris_agees_handicapees_beneficiaire", period)  # e/1
        regulier = individu("paris_sejour_regulier", period)  # I/A, article 3
        heberge = individu("paris_heberge_aide_sociale", period)  # e/2 et e/3

        return parent * residence * regulier * not_(heberge)
