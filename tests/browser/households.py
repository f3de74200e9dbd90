"""Six households of the real world, as they answer page by page: {page: {question: answer}}."""


def alone(born, activity, situations=()):
    return {
        "foyer": {"couple": "seul", "enfants": "0", "autres": "0"},
        "personne/demandeur": {
            "naissance": born,
            "activite": activity,
            "situations": list(situations),
        },
    }


def home(postal_code, status, rent="", charges=None):
    found = {"logement": {"code_postal": postal_code, "statut": status}}
    if rent:
        found["loyer"] = {"loyer": rent} | ({"charges": charges} if charges else {})
    return found


def income(who, kind, amount):
    return {
        f"ressources/{who}": {"natures": [kind]},
        f"montants/{who}": {f"{kind}_moyenne": amount},
    }


HOUSEHOLDS = {
    "rsa_brest": {
        **alone("12/03/1991", "inactif"),
        **home("29200", "locataire_vide", "380"),
        "brest": {"quotient": "310"},
    },
    "famille_paris": {
        "foyer": {"couple": "marie", "enfants": "3", "autres": "0"},
        "personne/demandeur": {"naissance": "14/02/1978", "activite": "salarie"},
        "personne/conjoint": {"naissance": "03/07/1980", "activite": "inactif"},
        "personne/enfant1": {"naissance": "20/05/2007"},
        "scolarite/enfant1": {"scolarite": "autre", "activite": "etudiant"},
        "etudes/enfant1": {"echelon": "3"},
        "personne/enfant2": {"naissance": "09/11/2012"},
        "scolarite/enfant2": {"scolarite": "college"},
        "personne/enfant3": {"naissance": "01/02/2019"},
        **home("75020", "locataire_hlm", "720", "80"),
        "paris": {"mois_a_paris": "60"},
        **income("demandeur", "salaire", "1850"),
    },
    "retraitee_paris": {
        **alone("05/09/1950", "retraite"),
        **home("75019", "locataire_vide", "620", "40"),
        "paris": {"mois_a_paris": "60"},
        **income("demandeur", "retraite", "900"),
        "autonomie/demandeur": {
            "besoin_aide": "ponctuellement",
            "mutuelle": "oui",
            "cotisation": "780",
        },
    },
    "boursier_rennes": {
        **alone("21/10/2005", "etudiant"),
        "etudes/demandeur": {"echelon": "5"},
        "impots/demandeur": {"seul": "non"},
        **home("35000", "locataire_meuble", "410"),
        **income("demandeur", "bourse", "430"),
    },
    "apa_saint_denis": {
        **alone("17/01/1944", "retraite"),
        **home("93200", "proprietaire"),
        **income("demandeur", "retraite", "1250"),
        "autonomie/demandeur": {"besoin_aide": "gir", "gir": "2", "plan_aide": "1200"},
    },
    "independante_lyon": {
        "foyer": {"couple": "seul", "enfants": "1", "autres": "0"},
        "personne/demandeur": {"naissance": "30/06/1988", "activite": "independant"},
        "personne/enfant1": {"naissance": "11/04/2021"},
        "isolement": {"recent": "non"},
        **home("69003", "locataire_vide", "690"),
        "ressources/demandeur": {"natures": ["micro"]},
        "independant/demandeur": {"micro_type": "bnc", "micro_ca": "14000"},
    },
}
