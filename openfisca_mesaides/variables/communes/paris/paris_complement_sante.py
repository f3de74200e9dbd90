"""Complément Santé Paris (règlement municipal, II 1.2 et III 1.2, et leurs annexes)."""

from openfisca_france.model.base import (
    MONTH,
    YEAR,
    Famille,
    Individu,
    Variable,
    max_,
    min_,
    not_,
    set_input_dispatch_by_period,
    where,
)

MOIS_PAR_AN = 12


def participation(montant, cout):
    """Titre II 1.2, a/1 et a/2 : montant fixe, dans la limite du coût annuel s'il est connu."""
    return where(cout > 0, min_(montant, cout), montant)


def complement_de_l_aide_legale(individu, period, mois, montant):
    """
    Titre II 1.2, b/2, b/5 et b/6 : ce qui complète l'aide à la complémentaire santé du mois donné.

    Rien avec la couverture maladie universelle complémentaire, qui n'est pas payante.
    """
    part = individu("acs_montant_i", mois) / individu.famille("acs_montant", mois)
    aide_legale = individu.famille("acs", mois) * part
    cotisation = individu("paris_cotisation_mutuelle_annuelle", period)
    gratuite = individu.famille("cmu_c", mois)  # b/2

    return not_(gratuite) * max_(0, participation(montant, cotisation) - aide_legale)


class paris_mutuelle_payante(Variable):
    value_type = bool
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Adhère à titre payant à une mutuelle ou à une autre complémentaire santé"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II 1.2 et III 1.2, b/2"
    ]
    documentation = """
    Vrai aussi pour un contrat pris avec l'aide à la complémentaire santé, ou pour la complémentaire
    santé solidaire avec participation.
    """


class paris_cotisation_mutuelle_annuelle(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "currency"
    label = "Cotisation annuelle à la complémentaire santé, connue le mois de la demande"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II 1.2 et III 1.2, b/6"
    ]
    documentation = """
    Montant pour douze mois, avant l'aide à la complémentaire santé. 0 : cotisation inconnue.
    """


class paris_complement_sante_plafond_personne_agee(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Ressources sous le plafond du Complément Santé Paris des personnes âgées"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II 1.2, b/3",
        "Annexe au règlement municipal, II 1.2, b/3",
    ]

    def formula_2016_02_01(famille, period, parameters):
        """
        Titre II 1.2, b/3.

        « justifiant de ressources mensuelles inférieures ou égales aux plafonds fixés par le
        Conseil de Paris, et précisés en annexe II 1.2. »

        Ces plafonds sont ceux de Paris Solidarité.
        """
        plafonds = parameters(
            period
        ).mesaides.communes.paris.paris_logement_psol.plafond.personnes_agees

        plafond = where(famille("en_couple", period), plafonds.couple, plafonds.personne_isolee)

        return famille("paris_ressources_couple", period) <= plafond


class paris_complement_sante_plafond_personne_handicapee(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Ressources sous le plafond du Complément Santé Paris des personnes handicapées"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, III 1.2, b/3",
        "Annexe au règlement municipal, III 1.2, b/3",
    ]

    def formula_2016_02_01(famille, period, parameters):
        """
        Titre III 1.2, b/3, et son annexe au 1er janvier 2018.

        « justifiant de ressources mensuelles inférieures ou égales aux plafonds fixés par le
        Conseil de Paris, et précisés en annexe III 1.2, [ou] dont les ressources mensuelles sont
        inférieures ou égales à un plafond de ressources, correspondant à la somme des montants
        mensuels de l'Allocation aux Adultes Handicapés et de la Majoration pour Vie Autonome, qui
        peuvent être servis à l'échelon national. »
        L'annexe réserve le second plafond à la « personne isolée bénéficiaire de la MVA » ; pour un
        couple il n'a pas d'effet, le premier étant plus élevé.

        Les premiers plafonds sont ceux de Paris Solidarité.
        """
        invalidite = parameters(period).prestations_sociales.prestations_etat_de_sante.invalidite
        plafonds = parameters(
            period
        ).mesaides.communes.paris.paris_logement_psol.plafond.personnes_handicapees

        plafond = where(famille("en_couple", period), plafonds.couple, plafonds.personne_isolee)
        ressources = famille("paris_ressources_couple", period)
        premier = ressources <= plafond

        majoration = famille.members("caah", period.last_month)
        majoration_percue = famille.sum(majoration, role=Famille.PARENT) > 0
        second = ressources <= invalidite.aah.montant + invalidite.caah.majoration_vie_autonome

        return premier + majoration_percue * second


class paris_complement_sante_montant(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "currency"
    label = "Montant annuel du Complément Santé Paris d'un adhérent, selon sa complémentaire santé"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II 1.2 et III 1.2, a/2, b/2, b/5 et b/6",  # noqa: E501
        "Annexe au règlement municipal, II 1.2 et III 1.2, a/2",
    ]
    documentation = """
    Montant pour douze mois, si la demande est faite dans le mois.
    """

    def formula_2019_11_01(individu, period, parameters):
        """
        Titres II 1.2 et III 1.2, a/1, a/2 et b/2, depuis la complémentaire santé solidaire.

        « Le Complément Santé Paris est une allocation qui permet de participer aux frais
        d'adhésion à une mutuelle ».
        « le demandeur doit présenter un justificatif d'adhésion à titre payant ».

        La complémentaire santé solidaire sans participation n'est pas payante. La participation
        d'OpenFisca-France est celle d'un mois pour toute la famille.
        """
        montant = parameters(period).mesaides.communes.paris.paris_complement_sante.montant

        part = individu("css_participation_forfaitaire_montant_i", period) / individu.famille(
            "css_participation_forfaitaire_montant", period
        )
        mensuelle = individu.famille("css_participation_forfaitaire", period) * part
        cotisation = individu("paris_cotisation_mutuelle_annuelle", period)
        cout = where(mensuelle > 0, MOIS_PAR_AN * mensuelle, cotisation)
        gratuite = individu.famille("cmu_c", period)  # b/2

        return not_(gratuite) * participation(montant, cout)

    def formula_2019_10_01(individu, period, parameters):
        """
        Titres II 1.2 et III 1.2, a/2, b/2, b/5 et b/6, en octobre 2019.

        La règle est la même qu'avant, mais OpenFisca-France ne calcule ni la couverture maladie
        universelle complémentaire ni l'aide à la complémentaire santé de ce mois : ce sont celles
        de septembre.
        """
        montant = parameters(period).mesaides.communes.paris.paris_complement_sante.montant

        return complement_de_l_aide_legale(individu, period, period.last_month, montant)

    def formula_2016_02_01(individu, period, parameters):
        """
        Titres II 1.2 et III 1.2, a/2, b/2, b/5 et b/6.

        « le demandeur doit présenter un justificatif d'adhésion à titre payant ».
        « Le Complément Santé Paris n'est cumulable avec la Couverture Maladie Universelle
        Complémentaire ou l'Aide à la Complémentaire Santé que dans la limite du plafond fixé par le
        Conseil de Paris ».
        « l'aide est versée directement à l'organisme de protection complémentaire retenu par
        l'usager dans la limite du coût restant à la charge de l'usager. »

        L'aide à la complémentaire santé d'OpenFisca-France est celle d'un an pour toute la famille.
        """
        montant = parameters(period).mesaides.communes.paris.paris_complement_sante.montant

        return complement_de_l_aide_legale(individu, period, period, montant)


class paris_complement_sante_adherent(Variable):
    value_type = float
    entity = Individu
    definition_period = YEAR
    unit = "currency"
    label = "Complément Santé Paris d'une personne, pour douze mois"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II 1.2 et III 1.2"
    ]
    documentation = """
    Montant annuel. L'année commence avec le premier mois de la période demandée, qui est celui de la demande.
    """  # noqa: E501

    def formula_2016_02_01(individu, period):
        """
        Titres II 1.2 et III 1.2, b/2 et b/3.

        « Le Complément Santé Paris est attribué aux personnes âgées adhérentes à titre payant à un
        organisme de protection complémentaire, justifiant de ressources mensuelles inférieures ou
        égales aux plafonds ».
        """
        demande = period.first_month

        agee = individu("paris_personne_agee", demande) * individu.famille(
            "paris_complement_sante_plafond_personne_agee", demande
        )  # II 1.2
        handicapee = individu("paris_personne_handicapee", demande) * individu.famille(
            "paris_complement_sante_plafond_personne_handicapee", demande
        )  # III 1.2

        return (
            (agee + handicapee)
            * individu("paris_agees_handicapees_demandeur", demande)
            * individu("paris_mutuelle_payante", demande)
            * individu("paris_complement_sante_montant", demande)
        )


class paris_complement_sante(Variable):
    value_type = float
    entity = Famille
    definition_period = YEAR
    unit = "currency"
    label = "Complément Santé Paris, pour douze mois"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, II 1.2 et III 1.2",
        "Annexe au règlement municipal, II 1.2 et III 1.2",
    ]
    documentation = """
    Montant annuel. Les douze mois commencent avec le premier mois de la période demandée, qui est celui de la demande.
    L'aide à la complémentaire santé, ou la participation à la complémentaire santé solidaire, d'une famille est répartie entre ses membres selon le montant de leur âge.
    Non modélisé : l'attente de la réponse de la caisse (règlement de 2016, b/7), le maintien après la perte d'un avantage d'invalidité (III 1.2, c/4), la récupération sur la succession ou en cas de retour à meilleure fortune (d/4, d/5).
    Incertain : chaque adhérent d'un couple reçoit l'aide ; le règlement l'attribue aux « personnes adhérentes » sans dire s'il y en a une par foyer.
    Incertain : pour une personne handicapée en couple, ce sont les ressources du couple qui sont comparées au plafond du couple ; le texte ne cite que le demandeur.
    Incertain : le plafond égal à l'AAH augmentée de la majoration pour la vie autonome ne vaut que pour qui reçoit la majoration ou un complément d'AAH ; seule l'annexe de janvier 2018 le dit.
    Incertain : avec la complémentaire santé solidaire, l'aide est la participation annuelle, dans la limite du montant ; aucun texte lu n'en parle, et une source tierce y voit un non-cumul.
    Incertain : l'aide ne dépasse pas la cotisation annuelle quand elle est connue ; le règlement ne le dit qu'en cas de cumul avec l'aide à la complémentaire santé.
    Incertain : avant 2018 et depuis 2020 les plafonds sont ceux de Paris Solidarité, avec les mêmes réserves.
    """  # noqa: E501

    def formula_2016_02_01(famille, period):
        """
        Titres II 1.2 et III 1.2, a/2 et b/3.

        « Le montant annuel de l'allocation est fixé par le Conseil de Paris ». Elle est attribuée à
        chaque adhérent.
        """
        return famille.sum(famille.members("paris_complement_sante_adherent", period))
