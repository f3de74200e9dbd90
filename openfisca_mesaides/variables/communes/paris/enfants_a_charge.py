"""Enfants à charge des aides sociales facultatives de Paris (règlement municipal, IV/A)."""

from openfisca_france.model.base import (
    MONTH,
    YEAR,
    Famille,
    FoyerFiscal,
    Individu,
    TypesActivite,
    Variable,
    not_,
    set_input_dispatch_by_period,
    where,
)


class paris_enfant_demandeur_emploi_non_indemnise(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Demandeur d'emploi inscrit à France Travail et non indemnisé"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV/A, article 6"]

    def formula_2014_01_01(individu, period):
        """
        Titre IV/A, article 6, second alinéa.

        « demandeur d'emploi inscrit à Pôle Emploi ou organismes similaires et non indemnisé. »
        L'indemnisation est celle du mois qui précède la demande.
        """
        inscrit = individu("activite", period) == TypesActivite.chomeur
        allocation_chomage = individu("chomage_net", period.last_month)
        allocation_solidarite = individu("ass", period.last_month)

        return inscrit * (allocation_chomage + allocation_solidarite <= 0)


class paris_enfant_garantie_ressources_travail(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Enfant handicapé qui reçoit une garantie de ressources provenant de son travail"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV/A, article 8"]


class paris_enfant_titulaire_solidarite_ou_complement_sante(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Enfant handicapé titulaire de Paris Solidarité ou du Complément Santé Paris"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV/A, article 8"]


class paris_enfant_jours_au_domicile(Variable):
    value_type = int
    entity = Individu
    definition_period = YEAR
    label = "Jours passés dans l'année au domicile familial par l'enfant handicapé hébergé ailleurs"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV 1.3, d/1"]
    documentation = """
    De 0 à 365. L'enfant pris en charge par la Sécurité sociale ou l'aide sociale ouvre droit à
    l'allocation de soutien aux parents d'enfants handicapés au prorata de ces jours.
    """


class paris_enfant_fiscal(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = (
        "Enfant à charge au sens du code général des impôts, ou demandeur d'emploi non indemnisé"
    )
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, IV/A, article 6",
        "Code général des impôts, articles 6, 193 ter, 196 et 196 B",
    ]
    documentation = """
    Incertain : l'enfant majeur rattaché au foyer fiscal de ses parents est compté à charge ; le règlement renvoie au code des impôts sans le préciser.
    """  # noqa: E501

    def formula_2014_01_01(individu, period, parameters):
        """
        Titre IV/A, article 6.

        « Lorsque l'attribution d'une prestation est soumise à un critère d'enfant à charge, ce
        critère est apprécié, sauf dispositions particulières, au sens du Code Général des Impôts.
        Est également considéré à charge l'enfant âgé de moins de 25 ans qui est demandeur d'emploi
        inscrit à Pôle Emploi ou organismes similaires et non indemnisé. »

        Le rattachement d'un majeur s'apprécie à son âge au 1er janvier (CGI, article 6, 3).
        L'enfant infirme est à charge quel que soit son âge (CGI, article 196).
        """
        charge = parameters(period).mesaides.communes.paris.enfant_a_charge
        annee = period.this_year

        age = individu("age", period)
        age_janvier = individu("age", annee.first_month)
        limite = where(
            individu("etudiant", period),
            charge.age_limite_rattachement_etudiant,
            charge.age_limite_rattachement,
        )
        majeur_rattache = individu("enfant_majeur_celibataire_sans_enfant", annee) * (
            age_janvier < limite
        )
        infirme = individu.has_role(FoyerFiscal.PERSONNE_A_CHARGE) * individu("handicap", period)
        sens_des_impots = (
            individu("enfant_a_charge", annee) + majeur_rattache + infirme
        )  # 1er alinéa
        sans_emploi = individu("paris_enfant_demandeur_emploi_non_indemnise", period) * (
            age < charge.age_limite_demandeur_emploi
        )  # 2e alinéa
        ne = age >= 0

        return individu("est_enfant_dans_famille", period) * ne * (sens_des_impots + sans_emploi)


class paris_enfant_a_charge(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Enfant à charge au sens des aides sociales facultatives de Paris"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV/A, article 7"]

    def formula_2014_01_01(individu, period):
        """
        Titre IV/A, article 7.

        « L'enfant à charge doit vivre au domicile familial ou y revenir régulièrement, sauf
        dispositions particulières. L'enfant pris en charge au titre de l'hébergement par un
        organisme de Sécurité Sociale ou l'aide sociale ne peut être considéré à charge, sauf
        dispositions particulières. »
        """
        heberge_ailleurs = individu("enfant_place", period)

        return individu("paris_enfant_fiscal", period) * not_(heberge_ailleurs)


class paris_enfant_handicape(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Enfant handicapé que ses titres et ses revenus laissent à la charge de ses parents"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV/A, article 8"]
    documentation = """
    L'ouverture du droit à l'AEEH est estimée comme dans OpenFisca-France : en situation de handicap
    et plus jeune que l'âge limite de cette allocation.
    """

    def formula_2014_01_01(individu, period, parameters):
        """
        Titre IV/A, article 8.

        « Est considéré comme enfant handicapé, l'enfant ouvrant droit à l'Allocation d'Éducation de
        l'Enfant Handicapé ou à l'Allocation aux Adultes Handicapés. Est considéré à charge l'enfant
        handicapé remplissant les conditions prévues à l'article 6 du Titre IV/A et qui n'est ni
        titulaire de Paris Solidarité et / ou du Complément Santé Paris, ni bénéficiaire d'une
        garantie de ressources provenant de son travail. »
        """
        familiales = parameters(period).prestations_sociales.prestations_familiales
        aeeh = familiales.education_presence_parentale.aeeh

        age = individu("age", period)
        ouvre_aeeh = individu("handicap", period) * (age < aeeh.age_maximum_enfant)
        ouvre_aah = individu("aah", period) > 0
        titulaire = individu("paris_enfant_titulaire_solidarite_ou_complement_sante", period)
        garantie = individu("paris_enfant_garantie_ressources_travail", period)

        return (
            individu("paris_enfant_fiscal", period)
            * (ouvre_aeeh + ouvre_aah)
            * not_(titulaire)
            * not_(garantie)
        )


class paris_enfant_aspeh_prorata(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Enfant handicapé hébergé ailleurs, qui ouvre droit à l'ASPEH au prorata"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, IV 1.3, d/1",
        "Règlement municipal des prestations d'aide sociale facultative, IV 2.1, d/1",
    ]

    def formula_2014_01_01(individu, period):
        """
        Titre IV 2.1, d/1.

        « Les enfants ouvrant droit à l'ASPEH au prorata sont considérés comme étant à charge ».
        Ce sont les enfants handicapés pris en charge par la Sécurité sociale ou l'aide sociale qui
        reviennent au domicile (IV 1.3, d/1).
        """
        heberge_ailleurs = individu("enfant_place", period)
        revient = individu("paris_enfant_jours_au_domicile", period.this_year) > 0

        return individu("paris_enfant_handicape", period) * heberge_ailleurs * revient


class paris_nb_enfants(Variable):
    value_type = int
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Enfants à charge, y compris ceux qui ouvrent droit à l'ASPEH au prorata"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV 2.1, d/1"]

    def formula_2014_01_01(famille, period):
        """Titre IV/A, articles 6 et 7, et titre IV 2.1, d/1 : enfants à charge de la famille."""
        a_charge = famille.members("paris_enfant_a_charge", period)
        prorata = famille.members("paris_enfant_aspeh_prorata", period)

        return famille.sum(a_charge + prorata)


class paris_nb_enfants_alternes(Variable):
    value_type = int
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Enfants à charge en garde alternée, y compris ASPEH au prorata"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV/A, article 3"]

    def formula_2014_01_01(famille, period):
        """Titre IV/A, article 3 : parmi les enfants à charge, ceux dont la garde est alternée."""
        a_charge = famille.members("paris_enfant_a_charge", period)
        prorata = famille.members("paris_enfant_aspeh_prorata", period)

        return famille.sum((a_charge + prorata) * famille.members("garde_alternee", period))


class paris_nb_enfants_handicapes(Variable):
    value_type = int
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Enfants handicapés à charge, y compris ASPEH au prorata"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV/A, article 8"]

    def formula_2014_01_01(famille, period):
        """Titre IV/A, articles 7 et 8, et titre IV 2.1, d/1 : enfants handicapés à charge."""
        a_charge = famille.members("paris_enfant_a_charge", period)
        prorata = famille.members("paris_enfant_aspeh_prorata", period)

        return famille.sum((a_charge + prorata) * famille.members("paris_enfant_handicape", period))


class paris_nb_enfants_handicapes_alternes(Variable):
    value_type = int
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Enfants handicapés à charge en garde alternée, y compris ASPEH au prorata"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, IV/A, articles 3 et 8"
    ]

    def formula_2014_01_01(famille, period):
        """Titre IV/A, articles 3 et 8 : enfants handicapés à charge dont la garde est alternée."""
        a_charge = famille.members("paris_enfant_a_charge", period)
        prorata = famille.members("paris_enfant_aspeh_prorata", period)
        handicape = famille.members("paris_enfant_handicape", period)

        return famille.sum(
            (a_charge + prorata) * handicape * famille.members("garde_alternee", period)
        )


class paris_nb_enfants_au_domicile(Variable):
    value_type = int
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Enfants à charge, sans ceux qui ouvrent droit à l'ASPEH au prorata"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, IV/A, articles 6 et 7"
    ]

    def formula_2014_01_01(famille, period):
        """Titre IV/A, articles 6 et 7 : enfants à charge, sans disposition particulière."""
        return famille.sum(famille.members("paris_enfant_a_charge", period))


class paris_nb_enfants_au_domicile_alternes(Variable):
    value_type = int
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Enfants à charge en garde alternée, sans ASPEH au prorata"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV/A, article 3"]

    def formula_2014_01_01(famille, period):
        """Titre IV/A, article 3 : parmi les enfants à charge, ceux dont la garde est alternée."""
        a_charge = famille.members("paris_enfant_a_charge", period)

        return famille.sum(a_charge * famille.members("garde_alternee", period))
