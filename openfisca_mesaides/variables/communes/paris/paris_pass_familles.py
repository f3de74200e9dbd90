"""Paris Pass Familles (règlement municipal, IV 1.1)."""

from openfisca_france.model.base import MONTH, Famille, Variable, set_input_dispatch_by_period


class paris_pass_familles(Variable):
    value_type = bool
    entity = Famille
    definition_period = MONTH
    set_input = set_input_dispatch_by_period
    label = "Paris Pass Familles : tarifs préférentiels des équipements municipaux, pour un an"
    reference = ["Règlement municipal des prestations d'aide sociale facultative, IV 1.1"]
    documentation = """
    Gratuit et sans condition de ressources. En garde alternée, chacun des deux parents le reçoit.
    Incertain : les règles connues sont celles de 2016 à 2019 ; après, elles sont supposées identiques.
    """  # noqa: E501

    def formula_2016_02_01(famille, period, parameters):
        """
        Titre IV 1.1, a/1, et titre IV/A, article 3.

        « Paris Pass Familles est destiné aux familles ayant au moins trois enfants à charge. Paris
        Pass Familles est également accordé aux familles ayant à charge un ou plusieurs enfants
        handicapés. Les enfants ouvrant droit à l'ASPEH au prorata sont considérés comme étant à
        charge. »
        « En cas de garde alternée, Paris Pass Familles pourra être attribué à chacun des deux
        parents. »
        """
        aide = parameters(period).mesaides.communes.paris.paris_pass_familles

        grande_famille = famille("paris_nb_enfants", period) >= aide.nombre_enfants_minimum
        enfant_handicape = famille("paris_nb_enfants_handicapes", period) > 0

        return famille("paris_familles_beneficiaire", period) * (grande_famille + enfant_handicape)
