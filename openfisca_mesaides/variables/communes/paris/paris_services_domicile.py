"""Services à domicile de Paris : droit et prix (règlement municipal, II et III, chapitre 4)."""

from openfisca_france.model.base import (
    MONTH,
    Enum,
    Individu,
    Variable,
    not_,
    set_input_dispatch_by_period,
)


class TypesCoiffureParis(Enum):
    __order__ = "prix_22_54 prix_28_33 prix_45_45 prix_51_81"
    prix_22_54 = "Coiffure à 22,54 €"
    prix_28_33 = "Coiffure à 28,33 €"
    prix_45_45 = "Coiffure à 45,45 €"
    prix_51_81 = "Coiffure à 51,81 €"


class paris_perte_autonomie(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Perte d'autonomie d'une personne âgée, ou dépendance d'une personne handicapée"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II/A, article 3",
        "Règlement municipal des prestations d'aide sociale facultative, III/A, article 3",
    ]
    documentation = """
    Attestée par l'APA, par une carte ou une pension qui porte la mention « tierce personne » ou « besoin d'accompagnement », par une pension d'invalidité de 3e catégorie, ou par un certificat médical de moins de trois mois.
    """  # noqa: E501


class paris_etablissement_medicalise(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Hébergé dans un établissement médicalisé doté de services collectifs"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II/A, article 4",
        "Règlement municipal des prestations d'aide sociale facultative, III/A, article 4",
    ]


class paris_services_domicile_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Droit à la téléalarme, à la pédicurie, au port de repas et à la coiffure à domicile"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II/A, articles 2 à 4",
        "Règlement municipal des prestations d'aide sociale facultative, III/A, articles 2 à 4",
    ]
    documentation = """
    Non modélisé : le port de repas en urgence, sans durée de résidence (II 4.3 et III 4.3, d/1).
    """

    def formula_2018_01_01(individu, period):
        """
        Titres II/A et III/A, articles 2 à 4, et titre I/A, articles 1 à 3.

        « Les prestations de soutien à domicile : la téléalarme, le port de repas à domicile, la
        pédicurie à domicile, la coiffure à domicile, sont attribuées aux personnes âgées en perte
        d'autonomie ».
        « Les personnes hébergées dans un établissement médicalisé doté de services collectifs ne
        peuvent prétendre aux prestations de soutien à domicile. »
        """
        age_ou_handicap = individu("paris_personne_agee", period) + (
            individu("paris_personne_handicapee", period)
        )  # article 2
        perte_autonomie = individu("paris_perte_autonomie", period)  # article 3
        medicalise = individu("paris_etablissement_medicalise", period)  # article 4
        parisien = individu.menage("paris_residence", period) * (
            individu("paris_duree_residence_suffisante", period)
        )
        regulier = individu("paris_sejour_regulier", period)

        return regulier * parisien * age_ou_handicap * perte_autonomie * not_(medicalise)


class paris_telealarme_abonnement(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "currency"
    label = "Prix annuel de l'abonnement à la téléalarme de Paris"
    reference = ["Annexe au règlement municipal, II 4.1 et III 4.1, c/2"]
    documentation = """
    Incertain : les prix connus sont ceux de 2018 et 2019 ; ceux d'après sont inconnus.
    """

    def formula_2018_01_01(individu, period, parameters):
        """Annexes II 4.1 et III 4.1, c/2 : « Abonnement »."""
        tarifs = parameters(period).mesaides.communes.paris.paris_telealarme.abonnement

        return tarifs[individu("paris_tranche_tarifaire", period)]


class paris_telealarme_degroupage(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "currency"
    label = "Prix du forfait de dégroupage de la téléalarme de Paris"
    reference = ["Annexe au règlement municipal, II 4.1 et III 4.1, c/2"]
    documentation = """
    Incertain : les prix connus sont ceux de 2018 et 2019 ; ceux d'après sont inconnus.
    """

    def formula_2018_01_01(individu, period, parameters):
        """Annexes II 4.1 et III 4.1, c/2 : « Forfait dégroupage »."""
        tarifs = parameters(period).mesaides.communes.paris.paris_telealarme.degroupage

        return tarifs[individu("paris_tranche_tarifaire", period)]


class paris_telealarme_montre(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "currency"
    label = "Prix de l'option montre-bracelet de la téléalarme de Paris"
    reference = ["Annexe au règlement municipal, II 4.1 et III 4.1, c/2"]
    documentation = """
    Incertain : les prix connus sont ceux de 2018 et 2019 ; ceux d'après sont inconnus.
    """

    def formula_2018_01_01(individu, period, parameters):
        """Annexes II 4.1 et III 4.1, c/2 : « Option montre bracelet »."""
        tarifs = parameters(period).mesaides.communes.paris.paris_telealarme.montre

        return tarifs[individu("paris_tranche_tarifaire", period)]


class paris_telealarme_interphonie(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "currency"
    label = "Prix du système d'interphonie de la téléalarme de Paris"
    reference = ["Annexe au règlement municipal, II 4.1 et III 4.1, c/2"]
    documentation = """
    Le même dans toutes les tranches.
    Incertain : les prix connus sont ceux de 2018 et 2019 ; ceux d'après sont inconnus.
    """

    def formula_2018_01_01(individu, period, parameters):
        """Annexes II 4.1 et III 4.1, c/2 : « Système d'interphonie radio déportée »."""
        return parameters(period).mesaides.communes.paris.paris_telealarme.interphonie


class paris_pedicurie(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "currency"
    label = "Prix d'une visite de pédicurie à domicile à Paris"
    reference = ["Annexe au règlement municipal, II 4.2 et III 4.2, c/2"]
    documentation = """
    Incertain : les prix connus sont ceux de 2018 et 2019 ; ceux d'après sont inconnus.
    """

    def formula_2018_01_01(individu, period, parameters):
        """Annexes II 4.2 et III 4.2, c/2 : « Pédicurie »."""
        tarifs = parameters(period).mesaides.communes.paris.paris_pedicurie

        return tarifs[individu("paris_tranche_tarifaire", period)]


class paris_port_de_repas_petit_dejeuner(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "currency"
    label = "Prix d'un petit-déjeuner porté à domicile à Paris"
    reference = ["Annexe au règlement municipal, II 4.3 et III 4.3, c/2"]
    documentation = """
    Incertain : les prix connus sont ceux de 2018 et 2019 ; ceux d'après sont inconnus.
    """

    def formula_2018_01_01(individu, period, parameters):
        """Annexes II 4.3 et III 4.3, c/2 : « Petit-déjeuner »."""
        tarifs = parameters(period).mesaides.communes.paris.paris_port_de_repas.petit_dejeuner

        return tarifs[individu("paris_tranche_tarifaire_port_de_repas", period)]


class paris_port_de_repas_dejeuner(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "currency"
    label = "Prix d'un déjeuner porté à domicile à Paris"
    reference = ["Annexe au règlement municipal, II 4.3 et III 4.3, c/2"]
    documentation = """
    Incertain : les prix connus sont ceux de 2018 et 2019 ; ceux d'après sont inconnus.
    """

    def formula_2018_01_01(individu, period, parameters):
        """Annexes II 4.3 et III 4.3, c/2 : « Déjeuner »."""
        tarifs = parameters(period).mesaides.communes.paris.paris_port_de_repas.dejeuner

        return tarifs[individu("paris_tranche_tarifaire_port_de_repas", period)]


class paris_port_de_repas_diner(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "currency"
    label = "Prix d'un dîner porté à domicile à Paris"
    reference = ["Annexe au règlement municipal, II 4.3 et III 4.3, c/2"]
    documentation = """
    Incertain : les prix connus sont ceux de 2018 et 2019 ; ceux d'après sont inconnus.
    """

    def formula_2018_01_01(individu, period, parameters):
        """Annexes II 4.3 et III 4.3, c/2 : « Dîner »."""
        tarifs = parameters(period).mesaides.communes.paris.paris_port_de_repas.diner

        return tarifs[individu("paris_tranche_tarifaire_port_de_repas", period)]


class paris_port_de_repas_journee(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "currency"
    label = "Prix d'une journée complète de repas portés à domicile à Paris"
    reference = ["Annexe au règlement municipal, II 4.3 et III 4.3, c/2"]
    documentation = """
    Incertain : les prix connus sont ceux de 2018 et 2019 ; ceux d'après sont inconnus.
    """

    def formula_2018_01_01(individu, period, parameters):
        """Annexes II 4.3 et III 4.3, c/2 : « Journée complète »."""
        tarifs = parameters(period).mesaides.communes.paris.paris_port_de_repas.journee

        return tarifs[individu("paris_tranche_tarifaire_port_de_repas", period)]


class paris_coiffure_prestation(Variable):
    value_type = Enum
    possible_values = TypesCoiffureParis
    default_value = TypesCoiffureParis.prix_22_54
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Coiffure à domicile demandée, d'après son prix"
    reference = ["Annexe au règlement municipal, II 4.4 et III 4.4, c/2"]


class paris_coiffure(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "currency"
    label = "Participation à une coiffure à domicile à Paris"
    reference = ["Annexe au règlement municipal, II 4.4 et III 4.4, c/2"]
    documentation = """
    Incertain : les prix connus sont ceux de 2018 et 2019 ; ceux d'après sont inconnus.
    """

    def formula_2018_01_01(individu, period, parameters):
        """Annexes II 4.4 et III 4.4, c/2 : « Prix coif. », selon la tranche."""
        tarifs = parameters(period).mesaides.communes.paris.paris_coiffure
        prestation = individu("paris_coiffure_prestation", period)

        return tarifs[prestation][individu("paris_tranche_tarifaire", period)]
