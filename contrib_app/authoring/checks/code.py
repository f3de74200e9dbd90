"""The files of variables, read and not run: what Python accepts and the law does not mean."""

import ast
from collections.abc import Iterator
from functools import cache

from contrib_app.authoring.checks.findings import Finding, Repository, texts
from contrib_app.authoring.checks.formulas import faults_of_formula
from lawcases import load_legislation

NEEDED = ("value_type", "entity", "definition_period", "label", "reference")
WORDS = {
    "value_type": "value_type = float (ou bool, int, str, Enum)",
    "entity": "entity = Famille (ou Individu, Menage, FoyerFiscal)",
    "definition_period": "definition_period = MONTH (ou YEAR)",
    "label": 'label = "…", la phrase que lira un agent',
    "reference": 'reference = ["l\'article, et le lien vers le texte"]',
}
LOST = "une ligne calcule une valeur que rien ne garde"
LOST_REMEDY = "Mettez toute l'expression entre parenthèses, ou supprimez cette ligne"


def check(repository: Repository) -> Iterator[Finding]:
    """Yield what is wrong in the files of the extension."""
    trees: dict[str, ast.Module] = {}
    for file, text in texts(repository, repository.law_files):
        try:
            trees[file] = ast.parse(text)
        except SyntaxError as error:
            problem = "Python ne peut pas lire cette ligne"
            remedy = "Vérifiez ses parenthèses, ses guillemets et ses deux-points"
            yield Finding(file, error.lineno or 1, problem, remedy, stops=True)
    country = names_of_country(repository.country)
    own = {one.name: file for file, tree in trees.items() for one in variables_of(tree)}
    seen: dict[str, str] = {}
    for file, tree in trees.items():
        yield from faults_of(file, tree)
        for variable in variables_of(tree):
            yield from _collisions(file, variable, seen, country)
            yield from _attributes(file, variable)
            for formula in formulas_of(variable):
                yield from _words(file, formula)
                for line, problem, remedy in faults_of_formula(formula, {*country, *own}):
                    yield Finding(file, line, problem, remedy, stops=True)


@cache
def names_of_country(country: str) -> frozenset[str]:
    """Return the variables of a country package."""
    return frozenset(load_legislation(country, []).variables)


def variables_of(tree: ast.Module) -> list[ast.ClassDef]:
    """Return the variables that a file defines."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "Variable" for base in node.bases)
    ]


def formulas_of(variable: ast.ClassDef) -> list[ast.FunctionDef]:
    """Return the formulas of a variable."""
    return [
        node
        for node in variable.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("formula")
    ]


def faults_of(file: str, tree: ast.AST) -> Iterator[Finding]:
    """Yield what Python accepts in silence and that has already cost somebody a benefit."""
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(level=level) if level:
                problem = "un import relatif : OpenFisca exécute ce fichier seul"
                remedy = "Écrivez un import absolu, ou partagez par une variable ou un paramètre"
                yield Finding(file, node.lineno, problem, remedy, stops=True)
            case ast.Expr(value=ast.BinOp() | ast.UnaryOp() | ast.Compare() | ast.BoolOp()):
                yield Finding(file, node.lineno, LOST, LOST_REMEDY)
            case ast.Assign(targets=[*targets]) if any(
                isinstance(one, ast.Subscript) for one in targets
            ):
                yield _item_assignment(file, node.lineno)
            case ast.AugAssign(target=ast.Subscript()):
                yield _item_assignment(file, node.lineno)
            case ast.Assign(value=ast.Tuple(elts=[_])):
                problem = "une virgule à la fin : ce n'est plus un texte, mais une liste d'un texte"
                yield Finding(file, node.lineno, problem, "Supprimez la virgule")


def _item_assignment(file: str, line: int) -> Finding:
    problem = "une affectation dans un tableau change la réponse des foyers voisins"
    return Finding(file, line, problem, "Écrivez where(condition, valeur, autre_valeur)")


def _collisions(
    file: str, variable: ast.ClassDef, seen: dict[str, str], country: frozenset[str]
) -> Iterator[Finding]:
    name, remedy = variable.name, "Choisissez un autre nom, qui commence par celui du territoire"
    if name in country:
        problem = f"la variable « {name} » existe déjà dans OpenFisca-France"
        yield Finding(file, variable.lineno, problem, remedy, stops=True)
    elif name in seen:
        problem = f"la variable « {name} » existe déjà dans {seen[name]}"
        yield Finding(file, variable.lineno, problem, remedy, stops=True)
    seen.setdefault(name, file)


def _attributes(file: str, variable: ast.ClassDef) -> Iterator[Finding]:
    """Yield the attributes that lack, and marks of doubt that a machine would not find."""
    given: dict[str, ast.expr] = {
        target.id: node.value
        for node in variable.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for name in NEEDED:
        value = given.get(name)
        if value is None or (isinstance(value, ast.Constant | ast.List) and not _says(value)):
            problem = f"la variable « {variable.name} » n'a pas de « {name} »"
            stops = name not in ("label", "reference")
            yield Finding(file, variable.lineno, problem, f"Ajoutez {WORDS[name]}", stops)
    documentation = given.get("documentation")
    if isinstance(documentation, ast.Constant) and isinstance(documentation.value, str):
        for offset, line in enumerate(documentation.value.splitlines()):
            if "ncertain" in line and not line.strip().startswith("Incertain : "):
                problem = "ce doute ne sera pas montré aux personnes"
                remedy = "Commencez la ligne par « Incertain : »"
                yield Finding(file, documentation.lineno + offset, problem, remedy)


def _says(value: ast.Constant | ast.List) -> bool:
    return bool(value.elts if isinstance(value, ast.List) else value.value)


def _words(file: str, formula: ast.FunctionDef) -> Iterator[Finding]:
    """Yield what a formula must say of its text: which article, and since when."""
    if not ast.get_docstring(formula):
        problem = "la formule ne dit pas quel article elle code"
        remedy = "Recopiez l'article entre guillemets, sous la ligne « def »"
        yield Finding(file, formula.lineno, problem, remedy)
    if formula.name == "formula":
        problem = "la formule n'a pas de date"
        remedy = "Nommez-la formula_2026_01_01, du premier jour où le texte s'applique"
        yield Finding(file, formula.lineno, problem, remedy)
