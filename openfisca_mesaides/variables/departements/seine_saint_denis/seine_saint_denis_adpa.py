"""Allocation départementale personnalisée d'autonomie (ADPA) à domicile, Seine-Saint-Denis."""

from numpy.char import startswith
from openfisca_france.model.base import (
    MONTH,
    Famille,
    FoyerFiscal,
    Individu,
    Menage,
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
from openfisca_france.model.prestations.autonomie import TypesGir

MOIS_PAR_AN = 12


class seine_saint_denis_residence(Variable):
    value_type = bool
    entity = Menage
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Le ménage habite la Seine-Saint-Denis"
    reference = ["Code de l'action sociale et des familles, article L. 232-12"]

    def formula_2016_03_01(menage, period, parameters):
        """Département de résidence (code de l'action sociale, article L. 232-12)."""
        departement = parameters(period).mesaides.departements.seine_saint_denis.code_departement

        return startswith(menage("depcom", period).astype(str), departement)


class seine_saint_denis_residence_stable_reguliere(Variable):
    value_type = bool
    default_value = True
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Résidence stable et régulière en France"
    reference = [
        "Code de l'action sociale et des familles, article L. 232-1",
        "Code de l'action sociale et des familles, article R. 232-2",
    ]
    documentation = """
    Vrai sauf indication contraire. Une personne étrangère doit avoir un titre de séjour.
    """


class seine_saint_denis_adpa_aide_non_cumulable(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Reçoit une aide qui ne se cumule pas avec l'ADPA, et la garde"
    reference = ["Code de l'action sociale et des familles, article L. 232-23"]
    documentation = """
    Prestation de compensation du handicap, majoration pour tierce personne, aide ménagère de l'aide sociale, aide à domicile d'une caisse de retraite.
    """  # noqa: E501


class seine_saint_denis_adpa_capitaux_non_places(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "currency"
    label = "Montant des capitaux qui ne sont pas placés"
    reference = ["Code de l'action sociale et des familles, article R. 232-5"]


class seine_saint_denis_adpa_eligibilite(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Éligibilité à l'allocation départementale personnalisée d'autonomie (ADPA)"
    reference = [
        "Code de l'action sociale et des familles, articles L. 232-1, L. 232-2 et L. 232-23",
        "https://seinesaintdenis.fr/solidarite/action-sociale/article/l-allocation-departementale-personnalisee-autonomie-adpa",
    ]
    documentation = """
    L'ADPA est le nom de l'allocation personnalisée d'autonomie en Seine-Saint-Denis : âge et GIR sont ceux de la règle nationale.
    Aucune condition de ressources.
    Non modélisé : l'évaluation du GIR par l'équipe médico-sociale, l'ADPA en établissement.
    Incertain : habiter la Seine-Saint-Denis suffit ici ; pendant les trois premiers mois, c'est le département précédent qui paie, sans que le droit change.
    """  # noqa: E501

    def formula_2016_03_01(individu, period):
        """
        Code de l'action sociale et des familles, articles L. 232-1, L. 232-2 et L. 232-23.

        60 ans ou plus, groupe iso-ressources 1 à 4, résidence stable et régulière en France ;
        l'allocation ne se cumule ni avec la prestation de compensation, ni avec la majoration pour
        aide constante d'une tierce personne, ni avec l'aide ménagère.
        """
        age_et_gir = individu("apa_eligibilite", period)
        departement = individu.menage("seine_saint_denis_residence", period)
        residence_reguliere = individu("seine_saint_denis_residence_stable_reguliere", period)
        autre_aide = individu("seine_saint_denis_adpa_aide_non_cumulable", period)

        return age_et_gir * departement * residence_reguliere * not_(autre_aide)


class seine_saint_denis_adpa_ressources(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Ressources mensuelles retenues pour la participation à l'ADPA"
    reference = [
        "Code de l'action sociale et des familles, articles L. 132-1 et L. 232-4",
        "Code de l'action sociale et des familles, articles R. 132-1 et R. 232-5",
        "Code de l'action sociale et des familles, article R. 232-11",
    ]
    documentation = """
    Pour un couple, ce sont les ressources des deux, divisées par 1,7.
    Non modélisé : le couple dont un membre vit en établissement.
    Incertain : le revenu fiscal de référence remplace le revenu brut déclaré, qui serait plus fidèle au texte.
    Incertain : les revenus sont ceux de l'avant-dernière année civile ; le dernier avis d'imposition peut porter sur l'année dernière.
    """  # noqa: E501

    def formula_2016_03_01(individu, period, parameters):
        """
        Code de l'action sociale et des familles, articles R. 132-1, R. 232-5 et R. 232-11.

        Dernier revenu déclaré, et revenus soumis au prélèvement libératoire ; les biens qui ne sont
        ni loués, ni exploités, ni placés, hors résidence principale, comptent pour 50 % de la
        valeur locative des immeubles bâtis, 80 % de celle des terrains et 3 % des capitaux.

        Le revenu d'un foyer fiscal est compté une fois, avec son déclarant principal.
        """
        prestations = parameters(period).prestations_sociales.prestations_etat_de_sante
        apa = prestations.perte_autonomie_personnes_agees.apa_domicile
        adpa = parameters(period).mesaides.departements.seine_saint_denis.seine_saint_denis_adpa
        part = adpa.ressources
        famille = individu.famille
        membres = famille.members

        revenus = membres.foyer_fiscal("rfr", period.n_2) * (
            membres.has_role(FoyerFiscal.DECLARANT_PRINCIPAL)
        )
        biens = (
            membres("valeur_locative_immo_non_loue", period) * part.part_valeur_locative_bati
            + membres("valeur_locative_terrains_non_loues", period)
            * part.part_valeur_locative_terrains
            + membres("seine_saint_denis_adpa_capitaux_non_places", period) * part.part_capitaux
        )
        annuelles = famille.sum(revenus + biens, role=Famille.PARENT)
        diviseur = where(famille("en_couple", period), apa.division_ressources_menage_couples, 1)

        return annuelles / MOIS_PAR_AN / diviseur


class seine_saint_denis_adpa_plan_aide(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Part du plan d'aide à domicile que l'ADPA prend en compte"
    reference = ["Code de l'action sociale et des familles, article R. 232-10"]
    documentation = """
    Le coût du plan d'aide est donné par dependance_plan_aide_domicile. Au-delà du plafond, il reste à la charge de la personne.
    Non modélisé : les majorations du plafond pour le répit ou l'hospitalisation de l'aidant.
    Incertain : les plafonds de 2022 et 2023 sont déduits de tableaux publiés ; le texte qui les fixe n'a pas été lu.
    """  # noqa: E501

    def formula_2016_03_01(individu, period, parameters):
        """
        Code de l'action sociale et des familles, article R. 232-10.

        « 1° Pour les personnes classées dans le groupe 1 de la grille nationale mentionnée à
        l'article L. 232-2 à 1,553 fois le montant de la majoration pour aide constante d'une tierce
        personne […] ; 2° […] groupe 2 […] à 1,247 fois […] ; 3° […] groupe 3 […] à 0,901 fois […] ;
        4° […] groupe 4 […] à 0,601 fois ».
        """
        adpa = parameters(period).mesaides.departements.seine_saint_denis.seine_saint_denis_adpa
        plafond = adpa.plafond_plan_aide

        gir = individu("gir", period)
        plafond_du_gir = adpa.majoration_tierce_personne * select(
            [
                gir == TypesGir.gir_1,  # 1°
                gir == TypesGir.gir_2,  # 2°
                gir == TypesGir.gir_3,  # 3°
                gir == TypesGir.gir_4,  # 4°
            ],
            [plafond.gir_1, plafond.gir_2, plafond.gir_3, plafond.gir_4],
        )
        plan_aide = individu("dependance_plan_aide_domicile", period)
        eligibilite = individu("seine_saint_denis_adpa_eligibilite", period)

        return eligibilite * min_(plan_aide, plafond_du_gir)


class seine_saint_denis_adpa_participation(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Participation de la personne au plan d'aide de l'ADPA"
    reference = ["Code de l'action sociale et des familles, article R. 232-11"]

    def formula_2016_03_01(individu, period, parameters):
        """
        Code de l'action sociale et des familles, article R. 232-11.

        « La participation financière du bénéficiaire de l'allocation personnalisée d'autonomie à
        domicile […] est déterminée par application à la fraction du plan d'aide qu'il utilise […]
        d'un taux de participation » : nul jusqu'à 0,725 fois la majoration pour tierce personne,
        90 % au-delà de 2,67 fois, et entre les deux un taux qui croît avec les ressources.

        Entre les deux seuils, la première fraction du plan (0,317 fois la majoration) compte en
        entier, la deuxième (jusqu'à 0,498 fois) pour 0,4 à 1, la troisième pour 0,2 à 1.
        """
        prestations = parameters(period).prestations_sociales.prestations_etat_de_sante
        apa = prestations.perte_autonomie_personnes_agees.apa_domicile
        adpa = parameters(period).mesaides.departements.seine_saint_denis.seine_saint_denis_adpa
        majoration = adpa.majoration_tierce_personne
        seuil_inferieur = apa.seuil_revenu_en_part_mtp.seuil_inferieur * majoration
        seuil_superieur = apa.seuil_revenu_en_part_mtp.seuil_superieur * majoration
        fin_premiere = apa.participation_en_part_mtp.fraction_premier_seuil * majoration
        fin_deuxieme = apa.participation_en_part_mtp.fraction_second_seuil * majoration

        ressources = individu("seine_saint_denis_adpa_ressources", period)
        avancee = (ressources - seuil_inferieur) / (seuil_superieur - seuil_inferieur)
        progression = max_(min_(avancee, 1), 0)

        plan_aide = individu("seine_saint_denis_adpa_plan_aide", period)
        premiere = min_(plan_aide, fin_premiere)
        deuxieme = min_(max_(plan_aide - fin_premiere, 0), fin_deuxieme - fin_premiere)
        troisieme = max_(plan_aide - fin_deuxieme, 0)
        minimum = adpa.part_minimale
        part_deuxieme = minimum.deuxieme_fraction + (1 - minimum.deuxieme_fraction) * progression
        part_troisieme = minimum.troisieme_fraction + (1 - minimum.troisieme_fraction) * progression

        return (
            apa.taux_de_participation.maximum
            * progression
            * (premiere + deuxieme * part_deuxieme + troisieme * part_troisieme)
        )


class seine_saint_denis_adpa(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_divide_by_period
    unit = "currency"
    label = "Allocation départementale personnalisée d'autonomie (ADPA) à domicile"
    reference = [
        "Code de l'action sociale et des familles, articles L. 232-3, L. 232-4 et R. 232-11",
        "Code de l'action sociale et des familles, article D. 232-31",
        "https://www.cnsa.fr/sites/default/files/2026-01/Tarifs-APA-1er-janvier-2026.pdf",
    ]
    documentation = """
    Nulle tant que le coût du plan d'aide n'est pas donné : lire d'abord seine_saint_denis_adpa_eligibilite.
    Incertain : l'allocation égale au seuil de non-versement n'est pas versée.
    """  # noqa: E501

    def formula_2016_03_01(individu, period, parameters):
        """
        Code de l'action sociale et des familles, articles L. 232-3 et D. 232-31.

        L'allocation est égale au montant du plan d'aide utilisé, diminué de la participation. Elle
        n'est pas versée quand elle n'excède pas trois fois le SMIC horaire brut.
        """
        prestations = parameters(period).prestations_sociales.prestations_etat_de_sante
        apa = prestations.perte_autonomie_personnes_agees.apa_domicile
        smic_horaire = parameters(period).marche_travail.salaire_minimum.smic.smic_b_horaire
        seuil = apa.seuil_versement_en_part_smic_brut_horaire * smic_horaire

        plan_aide = individu("seine_saint_denis_adpa_plan_aide", period)
        participation = individu("seine_saint_denis_adpa_participation", period)
        allocation = round_(plan_aide - participation, 2)

        return allocation * (round_(allocation - seuil, 2) > 0)
