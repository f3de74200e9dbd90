"""Conditions communes des Pass Paris Seniors et Access', et du Navigo qui les précède (3.1)."""

from openfisca_france.model.base import (
    MONTH,
    Individu,
    Variable,
    not_,
    set_input_dispatch_by_period,
    where,
)


class paris_pass_renouvellement(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "La demande de Pass est un renouvellement"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II 3.1 et III 3.1, b/1"
    ]


class paris_pass_mois_depuis_fin_validite(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Mois écoulés depuis la fin de validité du Pass à renouveler"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II 3.1 et III 3.1, b/1"
    ]


class paris_pass_renouvellement_empeche(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Hospitalisation ou immobilisation temporaire qui a retardé le renouvellement du Pass"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II 3.1 et III 3.1, b/1"
    ]


class paris_carte_onac_transport(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Titulaire du coupon de transport de la carte de l'Office national des combattants"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II 3.1 et III 3.1, c/4"
    ]


class paris_amethyste_banlieue(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Venu de banlieue, où il avait un titre de transport Améthyste"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II 3.1, d/2",
        "Règlement municipal des prestations d'aide sociale facultative, III 3.1, d/1",
    ]


class paris_amethyste_mois_depuis_expiration(Variable):
    value_type = int
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Mois écoulés depuis l'expiration du titre Améthyste de banlieue"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II 3.1, d/2",
        "Règlement municipal des prestations d'aide sociale facultative, III 3.1, d/1",
    ]


class paris_ancien_combattant(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Ancien combattant, veuf ou veuve de guerre, veuf ou veuve d'ancien combattant"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, II 3.1, b/2"]
    documentation = """
    Il faut la carte du combattant, ou la carte de ressortissant qui atteste la qualité de veuf ou de veuve.
    """  # noqa: E501


class paris_pass_residence(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Conditions de résidence communes aux deux Pass"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, I/A, articles 1 et 2",
        "Règlement municipal des prestations d'aide sociale facultative, II 3.1, d/2",
        "Règlement municipal des prestations d'aide sociale facultative, III 3.1, d/1",
    ]

    def formula_2018_01_01(individu, period, parameters):
        """
        Titre I/A, articles 1 et 2, et titres II 3.1, d/2, et III 3.1, d/1.

        « Par dérogation aux dispositions prévues à l'article 2 du Titre I/A, les personnes
        originaires de la banlieue parisienne titulaires d'un titre Améthyste ayant expiré depuis
        moins de six mois, et venant s'installer à Paris, pourront se voir attribuer, à titre
        exceptionnel, le Pass ».
        """
        aide = parameters(period).mesaides.communes.paris.paris_pass

        habite_paris = individu.menage("paris_residence", period)
        duree = individu("paris_duree_residence_suffisante", period)
        expire_depuis = individu("paris_amethyste_mois_depuis_expiration", period)
        amethyste = individu("paris_amethyste_banlieue", period) * (
            expire_depuis < aide.delai_amethyste
        )

        return habite_paris * (duree + amethyste)


class paris_pass_residence_etablissement(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Parisien accueilli en banlieue dans un établissement du Centre d'action sociale"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, II 3.1, d/1"]

    def formula_2018_01_01(individu, period):
        """
        Titre II 3.1, d/1.

        « peut être attribué aux Parisiens accueillis dans un établissement pour personnes âgées du
        Centre d'Action Sociale situé en banlieue. »
        """
        return individu("paris_etablissement_casvp_banlieue", period) * (
            individu("paris_duree_residence_suffisante", period)
        )


class paris_pass_sans_plafond(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Ancien combattant, veuf ou veuve, à qui le plafond du Pass n'est pas opposable"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, II 3.1, b/2"]

    def formula_2018_01_01(individu, period, parameters):
        """
        Titre II 3.1, b/2.

        « Ce plafond n'est pas opposable aux anciens combattants titulaires de la carte du
        combattant, veufs et veuves de guerre, veufs et veuves d'anciens combattants titulaires de
        la carte de Ressortissant attestant de cette qualité, de 65 ans et plus. »
        """
        aide = parameters(period).mesaides.communes.paris.paris_pass

        return individu("paris_ancien_combattant", period) * (
            individu("age", period) >= aide.age_anciens_combattants
        )


class paris_pass_imposition_sous_plafond(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Imposition inférieure ou égale au plafond du Pass"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II 3.1 et III 3.1, b/1",
        "Annexe au règlement municipal, II 3.1 et III 3.1, b/1",
    ]

    def formula_2018_01_01(individu, period, parameters):
        """
        Titres II 3.1 et III 3.1, b/1.

        « Le montant de l'imposition du demandeur doit être inférieur ou égal à un plafond […]. Pour
        bénéficier du plafond renouvellement, la demande de renouvellement doit être déposée par
        l'usager dans un délai maximal de 3 mois suivant la fin de validité de la demande précédente
        sauf en cas d'hospitalisation ou d'immobilisation temporaire. »
        """
        aide = parameters(period).mesaides.communes.paris.paris_pass

        fin_depuis = individu("paris_pass_mois_depuis_fin_validite", period)
        empeche = individu("paris_pass_renouvellement_empeche", period)
        dans_le_delai = (fin_depuis <= aide.delai_renouvellement) + empeche
        renouvellement = individu("paris_pass_renouvellement", period) * dans_le_delai
        plafond = where(
            renouvellement,
            aide.plafond_imposition.renouvellement,
            aide.plafond_imposition.premiere_demande,
        )

        return individu("paris_imposition", period) <= plafond


class paris_pass_cumul_possible(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Séjour régulier, et aucun titre de transport incompatible avec le Pass"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, I/A, article 3",
        "Règlement municipal des prestations d'aide sociale facultative, II 3.1 et III 3.1, c/4",
    ]

    def formula_2018_01_01(individu, period):
        """
        Titre I/A, article 3, et titres II 3.1 et III 3.1, c/4.

        « Le Pass […] n'est pas cumulable avec le coupon de la carte O.N.A.C. »
        """
        onac = individu("paris_carte_onac_transport", period)

        return individu("paris_sejour_regulier", period) * not_(onac)
