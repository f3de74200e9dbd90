"""Paris Logement (règlement municipal, II 2.1, III 2.1, IV 2.3 et V 3.1, et leurs annexes)."""

from openfisca_france.model.base import (
    MONTH,
    Famille,
    Menage,
    TypesStatutOccupationLogement,
    Variable,
    max_,
    min_,
    not_,
    round_,
    select,
    set_input_dispatch_by_period,
    set_input_divide_by_period,
    where,
)

MOIS_PAR_AN = 12
CENTIMES = 100


def effort_suffisant(charges, ressources, taux_minimum):
    """
    Titre II 2.1, b/3 : « un taux d'effort égal ou supérieur à 30 % ».

    La comparaison se fait en centimes entiers. Sans ressources, l'effort est réputé suffisant.
    """
    return round_(CENTIMES * charges) >= round_(CENTIMES * taux_minimum * ressources)


def forfait_national(parameters, colocataire, enfants):
    """
    Majoration forfaitaire nationale au titre des charges, à laquelle « les charges forfaitaires
    mensuelles de logement […] sont réputées être égales » (titre II 2.1, b/3).
    """
    aides_logement = parameters.prestations_sociales.aides_logement
    forfait = aides_logement.allocations_logement.locatif.formule.c_forfait_charges

    return where(
        colocataire,
        forfait.cas_colocataires.beneficiaire_isole,
        forfait.cas_general.cas_general + forfait.cas_general.majoration_par_enfant * enfants,
    )


class paris_titulaire_bail(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Titulaire du bail du logement"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, II 2.1, b/1"]
    documentation = """
    Sauf indication contraire, la personne de référence du logement et son conjoint sont titulaires du bail ; en colocation, chacun l'est.
    """  # noqa: E501

    def formula_2016_02_01(famille, period):
        """
        Titre II 2.1, b/1 et d/5, et de même titres III 2.1, IV 2.3 et V 3.1.

        « Le demandeur doit être le titulaire du bail du logement. »
        « En cas de colocation, dûment attestée par le bail de location du logement, chacun des
        colocataires peut bénéficier de Paris Logement ».
        """
        occupants = famille.members.has_role(Menage.PERSONNE_DE_REFERENCE) + (
            famille.members.has_role(Menage.CONJOINT)
        )
        colocation = famille.demandeur.menage("coloc", period)

        return (famille.sum(occupants, role=Famille.PARENT) > 0) + colocation


class paris_logement_eligibilite(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Conditions de Paris Logement qui tiennent au logement"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II 2.1, a/1 et b/1 à b/6"
    ]

    def formula_2016_02_01(famille, period):
        """
        Titre II 2.1, a/1, b/1, b/5 et b/6, et de même titres III 2.1, IV 2.3 et V 3.1.

        « Paris Logement est destiné aux personnes […], locataires en titre ».
        « Le demandeur doit être le titulaire du bail du logement. »
        « le demandeur doit avoir fait valoir ses droits aux aides au logement […]. A défaut, son
        logement doit remplir les conditions de peuplement et de salubrité ».
        « Paris Logement est accordé en l'absence d'impayé des charges de logement ».
        """
        statut = famille.demandeur.menage("statut_occupation_logement", period)
        locataire = (
            (statut == TypesStatutOccupationLogement.locataire_hlm)
            + (statut == TypesStatutOccupationLogement.locataire_vide)
            + (statut == TypesStatutOccupationLogement.locataire_meuble)
            + (statut == TypesStatutOccupationLogement.locataire_foyer)
        )
        titulaire = famille("paris_titulaire_bail", period)  # b/1
        aides_logement = famille.demandeur.menage("paris_aides_logement", period) > 0
        logement_decent = famille.demandeur.menage("paris_logement_decent", period)
        impaye = famille.demandeur.menage("paris_impaye_logement", period)

        return (
            locataire  # a/1
            * titulaire
            * (aides_logement + logement_decent)  # b/5
            * not_(impaye)  # b/6
        )


class paris_logement_ressources(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Ressources mensuelles du foyer pour Paris Logement"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, II 2.1, b/2"]

    def formula_2016_02_01(famille, period):
        """
        Titre II 2.1, b/2 et d/5, et de même titres III 2.1, IV 2.3 et V 3.1.

        « Toutes les ressources du demandeur et, le cas échéant, des autres personnes vivant au
        foyer sont prises en compte ».
        En colocation, chaque colocataire est un demandeur distinct (d/5) : seules comptent les
        ressources de sa famille.
        """
        du_foyer = famille.demandeur.menage("paris_ressources_foyer", period)
        de_la_famille = famille.sum(famille.members("paris_ressources_mensuelles", period))

        return where(famille.demandeur.menage("coloc", period), round_(de_la_famille, 2), du_foyer)


class paris_logement_ressources_effort(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Ressources mensuelles du foyer pour le taux d'effort de Paris Logement"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, II 2.1, b/3"]

    def formula_2018_04_01(famille, period):
        """
        Titre II 2.1, b/3, règlement au 1er avril 2018.

        « Ressources de l'ensemble des personnes présentes au foyer (hors aides au logement
        éventuellement perçues) ». Les aides au logement sont déjà exclues par les dispositions
        générales.
        """
        return famille("paris_logement_ressources", period)

    def formula_2016_02_01(famille, period):
        """
        Titre II 2.1, b/3, règlement au 1er février 2016.

        « Ressources de l'ensemble des personnes présentes au foyer (hors aides au logement
        éventuellement perçues) ». Les aides au logement, qui comptent au plafond (b/2), sont
        retirées.
        """
        mois = period.last_month

        aides_logement = where(
            famille.demandeur.menage("coloc", period),
            famille("aide_logement", mois),
            famille.demandeur.menage("paris_aides_logement", mois),
        )

        return famille("paris_logement_ressources", period) - aides_logement


class paris_logement_loyer_net(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Loyer hors charges, net des aides au logement, pour le taux d'effort de Paris Logement"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, II 2.1, b/3"]

    def formula_2018_04_01(famille, period):
        """
        Titre II 2.1, b/3, règlement au 1er avril 2018.

        « Loyer principal (hors charges locatives réelles) + charges de parking le cas échéant +
        charges forfaitaires logement - aides au logement éventuellement perçues ».
        """
        return (
            famille.demandeur.menage("loyer", period)
            + famille.demandeur.menage("paris_charges_parking", period)
            - famille.demandeur.menage("paris_aides_logement", period)
        )

    def formula_2016_02_01(famille, period):
        """
        Titre II 2.1, b/3, règlement au 1er février 2016.

        « Loyer principal (hors charges locatives réelles) + charges forfaitaires logement - aides
        au logement éventuellement perçues ».
        """
        return famille.demandeur.menage("loyer", period) - famille.demandeur.menage(
            "paris_aides_logement", period
        )


class paris_logement_charges_forfaitaires(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Charges forfaitaires de logement selon la composition du foyer"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II 2.1, b/3",
        "Annexe au règlement municipal, II 2.1, III 2.1 et IV 2.3, b/3",
    ]

    def formula_2020_01_01(famille, period, parameters):
        """
        Titre II 2.1, b/3 : forfait national, faute d'annexe lue depuis 2020.

        « Les charges forfaitaires mensuelles de logement, définies en annexe II 2.1, sont réputées
        être égales au montant de la majoration forfaitaire mensuelle accordée au titre des charges
        utilisées par la Caisse nationale des allocations familiales ».
        """
        isole = not_(famille("en_couple", period))
        colocataire = isole * famille.demandeur.menage("coloc", period)

        return forfait_national(
            parameters(period), colocataire, famille("paris_nb_enfants_au_domicile", period)
        )

    def formula_2018_01_01(famille, period, parameters):
        """
        Annexe II 2.1, b/3, du 1er janvier 2018 au 1er novembre 2019.

        « Personne isolée : 53,67 €. Personne isolée colocataire : 26,83 €. Couple sans enfant :
        53,67 €. Couple avec un enfant à charge : 65,83 €. »
        """
        forfait = parameters(period).mesaides.communes.paris.paris_logement.charges_forfaitaires

        couple = famille("en_couple", period)
        enfant = famille("paris_nb_enfants_au_domicile", period) > 0
        colocation = famille.demandeur.menage("coloc", period)

        return select(
            [couple * enfant, couple, colocation],
            [
                forfait.couple_un_enfant,
                forfait.couple_sans_enfant,
                forfait.personne_isolee_colocataire,
            ],
            default=forfait.personne_isolee,
        )

    def formula_2016_02_01(famille, period, parameters):
        """
        Titre II 2.1, b/3, règlement au 1er février 2016 : forfait national, faute d'annexe lue.

        « Les charges forfaitaires mensuelles de logement, définies en annexe II 2.1, sont réputées
        être égales au montant de la majoration forfaitaire mensuelle accordée au titre des charges
        utilisées par la Caisse nationale des allocations familiales ».
        """
        isole = not_(famille("en_couple", period))
        colocataire = isole * famille.demandeur.menage("coloc", period)

        return forfait_national(
            parameters(period), colocataire, famille("paris_nb_enfants_au_domicile", period)
        )


class paris_logement_charges_forfaitaires_sans_enfant(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Charges forfaitaires de logement des personnes isolées et des couples sans enfant"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, V 3.1, b/3",
        "Annexe au règlement municipal, V 3.1, b/3",
    ]

    def formula_2020_01_01(famille, period, parameters):
        """
        Titre V 3.1, b/3 : forfait national, faute d'annexe lue depuis 2020.

        Le colocataire en couple garde le forfait du colocataire isolé, comme dans l'annexe V 3.1 :
        « Personnes isolées/couple sans enfant colocataires : 26,83 € ».
        """
        colocataire = famille.demandeur.menage("coloc", period)

        return forfait_national(parameters(period), colocataire, 0)

    def formula_2018_01_01(famille, period, parameters):
        """
        Annexe V 3.1, b/3, du 1er janvier 2018 au 1er novembre 2019.

        « Personne isolée/couple sans enfant : 53,67 €. Personnes isolées/couple sans enfant
        colocataires : 26,83 €. »
        """
        forfait = parameters(period).mesaides.communes.paris.paris_logement.charges_forfaitaires

        couple = famille("en_couple", period)
        colocation = famille.demandeur.menage("coloc", period)

        return select(
            [couple * colocation, couple, colocation],
            [
                forfait.couple_sans_enfant_colocataire,
                forfait.couple_sans_enfant,
                forfait.personne_isolee_colocataire,
            ],
            default=forfait.personne_isolee,
        )

    def formula_2016_02_01(famille, period, parameters):
        """
        Titre V 3.1, b/3, règlement au 1er février 2016 : forfait national, faute d'annexe lue.

        Le colocataire en couple a le forfait du colocataire isolé, comme dans l'annexe V 3.1 de
        2018 : « Personnes isolées/couple sans enfant colocataires : 26,83 € ».
        """
        colocataire = famille.demandeur.menage("coloc", period)

        return forfait_national(parameters(period), colocataire, 0)


class paris_logement_titre_age_ou_handicap(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Le demandeur ou son conjoint est une personne âgée ou une personne handicapée"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II/A, article 2",
        "Règlement municipal des prestations d'aide sociale facultative, III/A, article 2",
    ]

    def formula_2016_02_01(famille, period):
        """Titres II/A, article 2, et III/A, article 2 : au moins un des deux conjoints."""
        age_ou_handicap = famille.members("paris_personne_agee", period) + (
            famille.members("paris_personne_handicapee", period)
        )

        return famille.sum(age_ou_handicap, role=Famille.PARENT) > 0


class paris_logement_age_ou_handicap(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Paris Logement des personnes âgées ou handicapées, avant le choix entre les aides"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II 2.1 et III 2.1",
        "Annexe au règlement municipal, II 2.1 et III 2.1",
    ]

    def formula_2016_02_01(famille, period, parameters):
        """
        Titres II 2.1 et III 2.1, a/1 à d/6.

        « Paris Logement est destiné aux personnes isolées et aux couples sans enfant, ou ayant un
        enfant à charge, locataires en titre, et justifiant d'un taux d'effort égal ou supérieur à
        30 % ».
        « Le montant des ressources du demandeur, et des personnes présentes au foyer, servant pour
        le taux d'effort est réputé être au moins égal à celui du minimum vieillesse servi à
        l'échelon national. »
        « Les personnes âgées hébergées dans un établissement d'hébergement pour personnes âgées, et
        prises en charge par l'aide sociale, ne peuvent prétendre à Paris Logement. »
        « si pour des motifs professionnels imposés par l'employeur, un couple ayant un enfant à
        charge est amené à travailler sur la Région Ile-de-France et à s'installer à Paris, la
        prestation lui est attribuée après une année de présence continue à Paris. »
        """
        minimum_vieillesse = parameters(
            period
        ).prestations_sociales.solidarite_insertion.minimum_vieillesse
        paris = parameters(period).mesaides.communes.paris
        aide = paris.paris_logement

        couple = famille("en_couple", period)
        enfants = famille("paris_nb_enfants_au_domicile", period)
        sans_enfant = enfants == 0
        couple_un_enfant = couple * (enfants == 1)

        ressources = famille("paris_logement_ressources", period)
        plafond = where(couple_un_enfant, aide.plafond.couple_un_enfant, paris.smic_net_arrondi)
        sous_plafond = ressources <= plafond  # b/2

        annuel = where(
            couple,
            minimum_vieillesse.aspa.montant_maximum_annuel.couples,
            minimum_vieillesse.aspa.montant_maximum_annuel.personnes_seules,
        )
        plancher = round_(annuel / MOIS_PAR_AN, 2)
        charges = famille("paris_logement_loyer_net", period) + famille(
            "paris_logement_charges_forfaitaires", period
        )
        effort = effort_suffisant(
            charges,
            max_(famille("paris_logement_ressources_effort", period), plancher),
            aide.taux_effort_minimum,
        )  # b/3

        residence = famille("paris_agees_handicapees_beneficiaire", period) + (
            couple_un_enfant * famille("paris_familles_beneficiaire", period)
        )  # d/1 et d/6
        heberge = famille.members("paris_heberge_aide_sociale", period)
        aide_sociale = famille.sum(heberge, role=Famille.PARENT) > 0  # d/2 à d/4
        hotel = famille("paris_prise_en_charge_hoteliere_ase", period)  # c/4

        montant = select(
            [couple_un_enfant, couple * sans_enfant, sans_enfant],
            [
                aide.montant.couple_un_enfant,
                aide.montant.couple_sans_enfant,
                aide.montant.personne_isolee,
            ],
        )  # a/2
        charge_nette = famille.demandeur.menage("paris_charge_nette_logement", period)  # b/4

        return (
            famille("paris_logement_eligibilite", period)
            * residence
            * not_(aide_sociale)
            * not_(hotel)
            * sous_plafond
            * effort
            * min_(montant, charge_nette)
        )


class paris_logement_etudiant_admis(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Le demandeur ou son conjoint n'est pas étudiant, ou est boursier"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, IV 2.3, d/1",
        "Règlement municipal des prestations d'aide sociale facultative, V 3.1, d/1",
    ]

    def formula_2016_02_01(famille, period):
        """
        Titres IV 2.3, d/1, et V 3.1, d/1.

        « Les étudiants, lorsqu'ils sont titulaires d'une bourse de l'enseignement supérieur
        attribuée sur critères sociaux, peuvent également prétendre au bénéfice de Paris Logement ».
        """
        etudiant = famille.members("etudiant", period)
        boursier = famille.members("boursier", period)

        return famille.sum(not_(etudiant) + boursier, role=Famille.PARENT) > 0


class paris_logement_un_enfant(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Paris Logement des couples avec un enfant, avant le choix entre les aides au logement"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, IV 2.3",
        "Annexe au règlement municipal, IV 2.3",
    ]

    def formula_2016_02_01(famille, period, parameters):
        """
        Titre IV 2.3, a/1 à d/1, et titre IV/A, article 3.

        « Paris Logement est destiné aux couples ayant un enfant à charge, locataires en titre, et
        justifiant d'un taux d'effort égal ou supérieur à 30 % ».
        « Le demandeur doit avoir des ressources mensuelles inférieures ou égales au plafond ».
        « Le montant de l'allocation visé à l'article a/2 ne peut être supérieur à la charge nette
        mensuelle de logement supportée par le demandeur ».
        En cas de garde alternée, les allocations « pourront être équitablement partagées entre les
        deux parents, dans la limite pour chacun d'eux de la moitié de l'avantage ».
        """
        paris = parameters(period).mesaides.communes.paris
        aide = paris.paris_logement

        couple = famille("en_couple", period)
        un_enfant = famille("paris_nb_enfants_au_domicile", period) == 1
        alterne = famille("paris_nb_enfants_au_domicile_alternes", period) > 0

        sous_plafond = (
            famille("paris_logement_ressources", period) <= aide.plafond.couple_un_enfant
        )  # b/2
        charges = famille("paris_logement_loyer_net", period) + famille(
            "paris_logement_charges_forfaitaires", period
        )
        effort = effort_suffisant(
            charges, famille("paris_logement_ressources_effort", period), aide.taux_effort_minimum
        )  # b/3
        hotel = famille("paris_prise_en_charge_hoteliere_ase", period)  # c/4
        etudiant_admis = famille("paris_logement_etudiant_admis", period)  # d/1

        part = where(alterne, paris.garde_alternee.part, 1)
        charge_nette = famille.demandeur.menage("paris_charge_nette_logement", period)  # b/4

        return (
            couple
            * un_enfant
            * famille("paris_logement_eligibilite", period)
            * famille("paris_familles_beneficiaire", period)
            * not_(hotel)
            * etudiant_admis
            * sous_plafond
            * effort
            * min_(part * aide.montant.couple_un_enfant, charge_nette)
        )


class paris_logement_sans_enfant(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Paris Logement des personnes isolées et des couples sans enfant"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, V 3.1",
        "Annexe au règlement municipal, V 3.1",
    ]

    def formula_2016_02_01(famille, period, parameters):
        """
        Titre V 3.1, a/1 à d/1.

        « Paris Logement est destiné aux personnes isolées et aux couples sans enfant, locataires en
        titre, et justifiant d'un taux d'effort égal ou supérieur à 30 % ».
        « Le demandeur doit avoir des ressources mensuelles inférieures ou égales aux plafonds ».
        « Le montant de l'allocation visé à l'article a/2 ne peut être supérieur à la charge nette
        mensuelle de logement supportée par le demandeur ».

        Le couple dont l'unique enfant est en garde alternée peut être regardé comme sans enfant.
        La durée de résidence de trois ans n'a pas de dérogation.
        """
        paris = parameters(period).mesaides.communes.paris
        aide = paris.paris_logement

        couple = famille("en_couple", period)
        enfants = famille("paris_nb_enfants_au_domicile", period)
        alternes = famille("paris_nb_enfants_au_domicile_alternes", period)
        sans_enfant = enfants == 0
        enfant_alterne = couple * (enfants == 1) * (alternes == 1)

        sous_plafond = famille("paris_logement_ressources", period) <= paris.smic_net_arrondi  # b/2
        charges = famille("paris_logement_loyer_net", period) + famille(
            "paris_logement_charges_forfaitaires_sans_enfant", period
        )
        effort = effort_suffisant(
            charges, famille("paris_logement_ressources_effort", period), aide.taux_effort_minimum
        )  # b/3
        residence = famille("paris_familles_beneficiaire", period) * famille("parisien", period)
        etudiant_admis = famille("paris_logement_etudiant_admis", period)  # d/1

        montant = where(couple, aide.montant.couple_sans_enfant, aide.montant.personne_isolee)
        charge_nette = famille.demandeur.menage("paris_charge_nette_logement", period)  # b/4

        return (
            (sans_enfant + enfant_alterne)
            * famille("paris_logement_eligibilite", period)
            * residence
            * etudiant_admis
            * sous_plafond
            * effort
            * min_(montant, charge_nette)
        )


class paris_logement_avant_cumul(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Paris Logement, avant le choix entre les aides au logement"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II 2.1 et III 2.1",
        "Règlement municipal des prestations d'aide sociale facultative, IV 2.3 et V 3.1",
    ]

    def formula_2016_02_01(famille, period):
        """
        Titres II 2.1, III 2.1, IV 2.3 et V 3.1, a/1.

        Le titre propre aux personnes âgées ou handicapées l'emporte : sinon leur plancher de
        ressources (II 2.1 et III 2.1, b/3) n'aurait pas d'objet. Entre les deux autres titres, que
        seule la garde alternée d'un enfant unique ouvre ensemble, le plus favorable.
        """
        return where(
            famille("paris_logement_titre_age_ou_handicap", period),
            famille("paris_logement_age_ou_handicap", period),
            max_(
                famille("paris_logement_un_enfant", period),
                famille("paris_logement_sans_enfant", period),
            ),
        )


class paris_logement(Variable):
    value_type = float
    entity = Famille
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Paris Logement"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II 2.1 et III 2.1",
        "Règlement municipal des prestations d'aide sociale facultative, IV 2.3 et V 3.1",
        "Annexe au règlement municipal, II 2.1, III 2.1, IV 2.3 et V 3.1",
        "https://www.paris.fr/pages/aides-au-logement-3827",
    ]
    documentation = """
    Nulle quand Paris Logement Familles ou Paris Logement Familles Monoparentales est au moins aussi favorable : ces aides ne se cumulent pas.
    En colocation, le loyer, les charges et les aides au logement donnés sont ceux du colocataire.
    Non modélisé : les impayés tolérés par délibération, le prorata du mois de la demande, le non-cumul avec l'Allocation Logement Complémentaire inscrit au règlement de 2016, la nature de la bourse de l'étudiant boursier.
    Incertain : une personne âgée ou handicapée relève du titre qui lui est propre, et non de celui des Parisiens en difficulté, qui serait parfois plus favorable ; le règlement ne règle pas ce cas.
    Incertain : un parent isolé avec un enfant ne reçoit pas Paris Logement, même âgé ou handicapé ; le texte est ambigu mais l'annexe ne prévoit que le couple avec un enfant.
    Incertain : un couple dont l'unique enfant est en garde alternée reçoit le plus élevé de deux montants, la moitié de l'aide du couple avec un enfant ou l'aide du couple sans enfant.
    Incertain : depuis 2020 les charges forfaitaires du taux d'effort sont celles de l'allocation logement nationale ; aucune annexe n'a été lue après 2019.
    Incertain : le plafond sans enfant est le SMIC net à la date de chaque hausse nationale ; la Ville pourrait ne l'appliquer que plus tard dans l'année.
    Incertain : le RSA compte dans les ressources ; aucun article ne l'exclut.
    Incertain : une personne sans ressources remplit la condition de taux d'effort ; le règlement ne dit rien de ce cas.
    """  # noqa: E501

    def formula_2016_02_01(famille, period):
        """
        Titre II 2.1, c/4, et de même titres III 2.1, c/4, et IV 2.3, c/4.

        « Le bénéfice de Paris Logement n'est pas cumulable avec le bénéfice de l'une des
        allocations suivantes : Paris Logement Familles, Paris Logement Familles Monoparentales ».

        À égalité, Paris Logement Familles ou Paris Logement Familles Monoparentales est versée.
        """
        paris_logement = famille("paris_logement_avant_cumul", period)
        aides_aux_familles = max_(
            famille("paris_logement_familles_avant_cumul", period),
            famille("paris_logement_plfm_avant_cumul", period),
        )

        return paris_logement * (paris_logement > aides_aux_familles)
