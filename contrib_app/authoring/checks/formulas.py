"""One formula, read and not run: what it does to one household and cannot do to many at once."""

import ast
from collections.abc import Collection, Iterator

from lawcases.errors import suggestion

BUILTINS = {"min": "min_(a, b)", "max": "max_(a, b)", "abs": "abs_(a)", "round": "round_(a, 2)"}
Fault = tuple[int, str, str]


def faults_of_formula(formula: ast.FunctionDef, known: Collection[str]) -> Iterator[Fault]:
    """Yield the line of each fault, what is wrong, and what instead; `known` names variables."""
    yield from _scalar_habits(formula)
    yield from _readings(formula, known)


def _scalar_habits(formula: ast.FunctionDef) -> Iterator[Fault]:
    """Yield what Python does with one value, where the formula holds one for each household."""
    data = _names_of_data(formula)
    for node in ast.walk(formula):
        match node:
            case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test) if _uses(
                test, data
            ):
                problem = "un « if » choisit pour tous les foyers à la fois"
                remedy = "Écrivez where(condition, valeur, autre_valeur), ou condition * valeur"
                yield (node.lineno, problem, remedy)
            case ast.BoolOp(op=op) if _uses(node, data):
                word, sign = ("and", "*") if isinstance(op, ast.And) else ("or", "+")
                problem = f"« {word} » ne compare pas des tableaux"
                yield (node.lineno, problem, f"Écrivez (a) {sign} (b)")
            case ast.UnaryOp(op=ast.Not()) if _uses(node, data):
                problem = "« not » ne s'applique pas à un tableau"
                yield (node.lineno, problem, "Écrivez not_(condition)")
            case ast.Compare(ops=ops) if len(ops) > 1 and _uses(node, data):
                problem = "deux comparaisons à la suite ne comparent pas des tableaux"
                yield (node.lineno, problem, "Écrivez (a <= x) * (x <= b)")
            case ast.Compare(ops=[ast.In() | ast.NotIn()]) if _uses(node, data):
                problem = "« in » ne cherche pas dans un tableau"
                yield (node.lineno, problem, "Écrivez isin(valeurs, liste), de numpy")
            case ast.Call(func=ast.Name(id=name)) if name in BUILTINS and _uses(node, data):
                problem = f"« {name} » de Python ne va pas avec un tableau"
                yield (node.lineno, problem, f"Écrivez {BUILTINS[name]}")
            case ast.Return(value=None | ast.Constant()):
                problem = "la formule rend une seule valeur, et non une par foyer ou par personne"
                remedy = "Multipliez-la par une condition lue dans le foyer"
                yield (node.lineno, problem, remedy)


def _names_of_data(formula: ast.FunctionDef) -> set[str]:
    """Return the entity of a formula, and the local names whose value depends on it."""
    found = {formula.args.args[0].arg} if formula.args.args else set()
    while True:
        before = len(found)
        for node in ast.walk(formula):
            match node:
                case ast.Assign(targets=[*targets], value=value) if _uses(value, found):
                    named = [part for one in targets for part in ast.walk(one)]
                    found |= {part.id for part in named if isinstance(part, ast.Name)}
                case ast.AugAssign(target=ast.Name(id=name), value=value) if _uses(value, found):
                    found.add(name)
                case ast.For(target=ast.Name(id=name), iter=many) if _uses(many, found):
                    found.add(name)
        if len(found) == before:
            return found


def _uses(node: ast.AST, names: set[str]) -> bool:
    return any(isinstance(part, ast.Name) and part.id in names for part in ast.walk(node))


def _readings(formula: ast.FunctionDef, known: Collection[str]) -> Iterator[Fault]:
    """Yield the variables that a formula reads and that do not exist, or reads without a period."""
    if not formula.args.args:
        return
    entity = formula.args.args[0].arg
    for node in ast.walk(formula):
        match node:
            case ast.Call(func=func, args=[ast.Constant(value=str(name)), _, *_]) if (
                _root(func) == entity and name not in known
            ):
                yield (node.lineno, *unknown_variable(name, known))
            case ast.Call(func=func, args=[ast.Constant(value=str(name))], keywords=[]) if (
                _root(func) == entity and name in known
            ):
                problem = f"« {name} » est lue sans période"
                yield (node.lineno, problem, "Ajoutez period après son nom")


def _root(node: ast.AST) -> str:
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return node.id if isinstance(node, ast.Name) else ""


def unknown_variable(name: str, known: Collection[str]) -> tuple[str, str]:
    """Return the words for a variable that does not exist, and the one probably meant."""
    near = suggestion(name, known)
    remedy = f"Vouliez-vous écrire « {near} » ?" if near else "Vérifiez son nom"
    return f"la variable « {name} » n'existe pas", remedy
