"""The words of the questionnaire for who fills it in for somebody else: nobody is called "you".

A table of the sentences that address the person, longest first; the others are neutral already.
"""

from markupsafe import escape

NEUTRAL = {
    "Vivez-vous en couple ?": "La personne vit-elle en couple ?",
    "Non, je vis sans conjoint": "Non, sans conjoint",
    "Oui, nous sommes mariés": "Oui, mariage",
    "Oui, nous sommes pacsés": "Oui, pacs",
    "vivent avec vous": "vivent avec la personne",
    "Vos enfants et ceux de votre conjoint": "Ses enfants et ceux du conjoint",
    "si vous n'avez pas d'enfant avec vous": "s'il n'y a pas d'enfant",
    "Figure sur votre déclaration de revenus ?": "Figure sur la déclaration de revenus du foyer ?",
    "Ferez-vous vous-même votre prochaine déclaration de revenus ?": (
        "Fera-t-elle elle-même sa prochaine déclaration de revenus ?"
    ),
    "Non, mes parents me déclarent": "Non, ses parents la déclarent",
    "Vivez-vous sans conjoint depuis moins de 18 mois ?": "Sans conjoint depuis moins de 18 mois ?",
    "Habitez-vous chez vos parents ?": "Habite-t-elle chez ses parents ?",
    "avez-vous habité Paris": "a-t-elle habité Paris",
    "si vous n'avez pas quitté Paris": "si elle n'a pas quitté Paris",
    "comptez pour celui de vous deux qui y a le plus habité": (
        "compter pour celui des deux qui y a le plus habité"
    ),
    "L'un de vous a-t-il cessé": "L'un des adultes a-t-il cessé",
    "sont de votre famille ?": "sont de la famille ?",
    "parent de votre conjoint décédé": "parent du conjoint décédé",
    "si vous n'avez pas encore reçu de plan d'aide": "s'il n'y a pas encore de plan d'aide",
    "Si vous le connaissez : le GIR": "S'il est connu : le GIR",
    "Laissez vide si vous ne le savez pas.": "À laisser vide sinon.",
    "Quelles prestations recevez-vous déjà ?": "Quelles prestations reçoit-elle déjà ?",
    "Parlons de vous": "Parlons de la personne",
    "Votre conjoint·e": "Conjoint·e",
    "votre conjoint·e": "conjoint·e",
    "Votre foyer": "Le foyer",
    "Votre logement": "Le logement",
    "Votre commune": "La commune",
    "Qui êtes-vous ?": "Qui est-ce ?",
    "Vos réponses": "Les réponses",
    "Vos aides": "Les aides",
    "Vos droits": "Les droits",
    "Revenir à mes résultats": "Revenir aux résultats",
    "Si mes revenus changent": "Si les revenus changent",
    "Voir mes aides": "Voir les aides",
    "Changer mes réponses": "Changer les réponses",
    "Effacer mes réponses": "Effacer les réponses",
    "Je ne sais pas": "Inconnu",
    "Je connais le GIR": "Le GIR est connu",
    "? Vous": "? La personne",
    ": vous": ": la personne",
    "Vous :": "La personne :",
    "Vous y avez droit": "Droit ouvert",
}
ORDERED = sorted(NEUTRAL.items(), key=lambda one: -len(one[0]))


def neutral(text: str) -> str:
    """Return a sentence that addresses nobody.

    >>> neutral("Bourse d'études : vous")
    "Bourse d'études : la personne"
    """
    for addressed, plain in ORDERED:
        text = text.replace(addressed, plain)
    return text


def neutral_page(page: str) -> str:
    """Return a page that addresses nobody; apostrophes may be written as HTML does."""
    for addressed, plain in ORDERED:
        page = page.replace(addressed, plain)
        page = page.replace(str(escape(addressed)), str(escape(plain)))
    return page
