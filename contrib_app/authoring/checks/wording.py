"""What `lawcases` and OpenFisca say in English → French: what is wrong, and what instead."""

import re

from lawcases import errors
from lawcases.errors import CaseError

KINDS = {"variable": "la variable", "role": "le rôle", "entity": "l'entité"}


def words_of(error: CaseError) -> tuple[str, str]:
    """Return what is wrong in a file of cases or of parameters, and the remedy."""
    match error:
        case errors.UnknownName(kind=kind, name=name, suggestion=near):
            remedy = f"Vouliez-vous écrire « {near} » ?" if near else "Vérifiez son nom"
            return f"{KINDS.get(kind, 'le nom')} « {name} » n'existe pas", remedy
        case errors.UnknownKey(key=key, suggestion=near):
            remedy = f"Vouliez-vous écrire « {near} » ?" if near else "Supprimez-la"
            return f"un test n'a pas de ligne « {key} »", remedy
        case errors.WrongEntity(variable=variable, belongs_to=entity):
            return f"« {variable} » n'est pas à sa place", f"Écrivez-la sous « {entity} »"
        case errors.WrongValue(variable=variable, value=value):
            return f"« {variable} » ne peut pas valoir {value!r}", "Vérifiez la valeur et son type"
        case errors.WrongCount(variable=variable, found=found, expected=expected):
            problem = f"« {variable} » a {found} valeurs pour {expected} personnes ou groupes"
            return problem, "Donnez une valeur à chacun"
        case errors.BadPeriod(period=period):
            remedy = "Écrivez un mois (2026-01) ou une année (2026), selon la variable"
            return f"la période « {period} » ne convient pas", remedy
        case errors.NoPeriod(variable=variable):
            return f"« {variable} » n'a pas de date", "Ajoutez « period » au test"
        case errors.MissingOutput():
            return "le test n'attend aucun résultat", "Ajoutez « output », et ce que vous attendez"
        case errors.DuplicateKey(key=key, first_line=first):
            return (
                f"« {key} » est déjà écrit à la ligne {first}",
                "Gardez l'une des deux",
            )
        case errors.NotYaml():
            remedy = "Vérifiez ses espaces, ses deux-points et ses guillemets"
            return f"cette ligne n'est pas lisible ({error.problem})", remedy
        case errors.Unsafe(what=what):
            return f"{what} n'est pas accepté", "Écrivez les valeurs en toutes lettres"
        case errors.NoCase():
            return "le fichier est vide", "Écrivez-y quelque chose, ou supprimez-le"
    return f"à corriger ({error.message})", "« lawcases lint --rules » explique chaque règle"


def failure_words(error: BaseException) -> tuple[str, str]:
    """Return why a formula fails when it is tried, and the remedy."""
    text = " ".join(str(error).split()) or type(error).__name__
    if "truth value of an array" in text:
        problem = "la formule décide pour tous les foyers à la fois"
        return problem, "Écrivez where(condition, a, b), ou condition * valeur"
    if found := re.search(r"parameter '([\w.\[\]]+)' was not found", text):
        name = found[1].replace("[", ".").replace("]", "")
        problem = f"le paramètre « {name} » n'existe pas, ou n'a pas de valeur à cette date"
        return problem, "Vérifiez son chemin sous parameters/, et la date de sa première valeur"
    if found := re.search(r"variable '(\w+)' for the entity '(\w+)';.* for '(\w+)'", text):
        name, asked, owner = found.groups()
        problem = f"« {name} » est une variable de « {owner} », et non de « {asked} »"
        return problem, "Passez par famille.members, individu.famille, individu.menage…"
    if found := re.search(r"'(\w+)' must be computed for a whole (year|month)", text):
        name, unit = found.groups()
        problem = f"« {name} » se calcule par {'an' if unit == 'year' else 'mois'}"
        return problem, "Donnez-lui une période de sa durée : period.this_year, period.first_month…"
    if re.search(r"'(int|float|bool)' object has no attribute '(size|shape|astype)'", text):
        problem = "un nombre seul, là où il faut une valeur par personne ou par foyer"
        return problem, "Lisez une variable : famille.members(…), individu(…)"
    if "broadcast" in text or "shape" in text or "operands" in text:
        problem = "la formule mélange des tableaux de tailles différentes"
        remedy = "Passez par famille.sum(famille.members(…)), individu.famille(…) ou menage.sum(…)"
        return problem, remedy
    return f"la formule échoue ({type(error).__name__} : {text[:120]})", "Corrigez cette ligne"
