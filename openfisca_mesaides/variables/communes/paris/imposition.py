"""Imposition du demandeur des aides sociales facultatives de Paris (règlement municipal, I/A-5)."""

from openfisca_france.model.base import (
    MONTH,
    Individu,
    Variable,
    round_,
    set_input_dispatch_by_period,
)


class paris_imposition(Variable):
    value_type = float
    entity = Individu
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    unit = "currency"
    label = "Impôt annuel sur les revenus soumis au barème, d'après l'avis d'imposition"
    reference = [
        "Règlement municipal des prestations d'aide sociale facultative, I/A, article 5",
        "Code général des impôts, article 1657",
    ]
    documentation = """
    Montant annuel, celui de la ligne 14 de l'avis d'imposition du foyer fiscal : après le quotient familial, avant les réductions et les crédits d'impôt.
    Peut être donné directement, d'après l'avis d'imposition de la personne.
    Incertain : l'impôt retenu est celui d'avant la décote ; le règlement ne le précise pas, et un couple peu imposé pourrait avoir droit à l'aide si c'était celui d'après la décote.
    Incertain : sans avis d'imposition donné, c'est l'impôt sur les revenus de l'avant-dernière année civile ; la Ville demande le dernier avis, qui peut porter sur l'année dernière à partir de l'été.
    """  # noqa: E501

    def formula_2014_01_01(individu, period):
        """
        Titre I/A, article 5.

        « il est tenu compte : - pour la détermination du montant de l'imposition du (ou des)
        demandeur(s), du montant de l'impôt sur les revenus soumis au barème de l'administration
        fiscale ».

        À l'euro près, comme sur l'avis (code général des impôts, article 1657).
        """
        return round_(individu.foyer_fiscal("ir_plaf_qf", period.n_2))
