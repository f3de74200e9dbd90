"""Each error of a beginner is said with its file, its line and what to write instead."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from contrib_app.authoring.checks import Repository, check
from contrib_app.cli import main

HEAD = """from openfisca_france.model.base import MONTH, Famille, Individu, Variable, min_, where


"""
PARAMETER = """description: Montant
values:
  2024-01-01:
    value: 50
metadata:
  unit: currency
  reference:
    2024-01-01:
      - title: Délibération 1
"""
CASE = """- name: Un test
  period: 2024-01
  input:
    age: 30
  output:
    vf_saine: 30
"""


def variable(name, body, entity="Individu"):
    """Return the text of a variable whose formula is `body`."""
    argument = entity.lower()
    lines = "".join(f"        {line}\n" for line in body.splitlines())
    return (
        f"class {name}(Variable):\n    value_type = float\n    entity = {entity}\n"
        '    definition_period = MONTH\n    label = "Aide"\n    reference = ["Article 1"]\n\n'
        f"    def formula_2024_01_01({argument}, period, parameters):\n"
        f'        """Article 1."""\n{lines}\n\n'
    )


def repository(root, *, law="", parameters=None, case=CASE, entry=None, name="vf_extension"):
    """Write a small extension; every text is the content of one file."""
    package = root / name
    files = {package / "__init__.py": '"""Une extension."""\n'}
    files[package / "variables/aides.py"] = HEAD + SANE + law
    for path, text in {"mesaides/montant.yaml": PARAMETER, **(parameters or {})}.items():
        files[package / "parameters" / path] = text
    files[root / "tests/yaml/aides.yaml"] = case
    if entry:
        files[root / "contrib_app/catalogue/benefits/vf_saine.yaml"] = entry
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Repository(root, name)


SANE = variable("vf_saine", 'return individu("age", period) * 1.0')


def line_of(repository, words, path="variables/aides.py"):
    text = (repository.root / repository.extension / path).read_text()
    return next(n for n, line in enumerate(text.splitlines(), 1) if words in line)


NOT_LOADED = {  # what to write in the file of variables, where it is seen, what is said
    "relative import": ("from .autre import x\n", "from .autre", "un import relatif"),
    "syntax": ("def f(:\n", "def f(:", "Python ne peut pas lire"),
    "national name": (variable("rsa", "return 1"), "class rsa", "« rsa » existe déjà dans OpenF"),
    "own name": (SANE.replace("30", "31"), None, "« vf_saine » existe déjà dans vf_extension"),
    "no entity": (
        variable("vf_a", 'return individu("age", period)').replace("    entity = Individu\n", ""),
        "class vf_a",
        "« vf_a » n'a pas de « entity »",
    ),
}


@pytest.mark.parametrize("kind", NOT_LOADED)
def test_what_prevents_loading_is_said_without_loading(tmp_path, kind):
    law, where, words = NOT_LOADED[kind]
    broken = repository(tmp_path, law=law)
    found = check(broken)
    assert any(one.stops for one in found)
    (one,) = [one for one in found if words in one.problem]
    assert one.file == "vf_extension/variables/aides.py"
    if where:
        assert one.line == line_of(broken, where)


IN_A_FORMULA = {  # the lines of a formula, the line that is wrong, what is said, what instead
    "misspelt": ('return individu("agee", period)', "agee", "« agee » n'existe pas", "age"),
    "no period": ('return individu("age") * 2', 'individu("age")', "sans période", "period après"),
    "if": (
        'if individu("age", period) > 3:\n    return individu("age", period)\n'
        'return individu("age", period) * 2',
        "if individu",
        "un « if »",
        "where(",
    ),
    "ternary": (
        'x = individu("age", period)\nreturn x if x > 3 else x * 2',
        "return x if",
        "« if »",
        "where(",
    ),
    "and": (
        'x = individu("age", period)\nreturn (x > 3) and (x < 5)',
        "and (x < 5)",
        "« and »",
        "(a) * (b)",
    ),
    "not": ('return not individu("age", period)', "return not", "« not »", "not_("),
    "chain": ('x = individu("age", period)\nreturn 3 < x < 5', "3 < x < 5", "à la suite", "* (x"),
    "in": ('return individu("age", period) in (3, 4)', " in (3", "« in »", "isin("),
    "min": ('return min(individu("age", period), 3)', "return min(", "« min »", "min_("),
    "scalar": ("return 50", "return 50", "une seule valeur", "condition"),
    "item assignment": (
        'x = individu("age", period)\nx[x > 3] = 0\nreturn x',
        "x[x > 3]",
        "affectation dans un tableau",
        "where(",
    ),
    "lost sum": (
        'x = individu("age", period)\ntotal = x\n+ x\nreturn total',
        "        + x",
        "rien ne garde",
        "parenthèses",
    ),
}


@pytest.mark.parametrize("kind", IN_A_FORMULA)
def test_a_formula_that_works_for_one_household_only(tmp_path, kind):
    body, where, words, instead = IN_A_FORMULA[kind]
    broken = repository(tmp_path, law=variable("vf_aide", body))
    from contrib_app.authoring.checks import code

    (one,) = list(code.check(broken))
    assert (one.file, one.line) == ("vf_extension/variables/aides.py", line_of(broken, where))
    assert words in one.problem
    assert instead in one.remedy


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (('    label = "Aide"\n', ""), "« label »"),
        (('label = "Aide"', 'label = ""'), "« label »"),
        (('    reference = ["Article 1"]\n', ""), "« reference »"),
        (('label = "Aide"', 'label = ("Aide",)'), "liste d'un texte"),
        (('label = "Aide"', 'label = "Aide",'), "liste d'un texte"),
        (('"""Article 1."""', ""), "quel article"),
        (("formula_2024_01_01", "formula"), "pas de date"),
        (
            ('label = "Aide"', 'label = "Aide"\n    documentation = """\n    C\'est incertain."""'),
            "doute ne sera pas montré",
        ),
    ],
)
def test_what_a_variable_must_say(tmp_path, changed, words):
    from contrib_app.authoring.checks import code

    law = variable("vf_aide", 'return individu("age", period)').replace(*changed)
    (one,) = list(code.check(repository(tmp_path, law=law)))
    assert words in one.problem


@pytest.mark.parametrize(
    ("path", "text", "line", "words"),
    [
        ("mesaides/x.yaml", "description: [\n", 2, "n'est pas lisible"),
        ("mesaides/x.yaml", "description: a\ndescription: b\n", 2, "déjà écrit à la ligne 1"),
        (
            "mesaides/x.yaml",
            PARAMETER.replace("2024-01-01:\n    value", "2024:\n    value"),
            3,
            "2024",
        ),
        ("mesaides/x.yaml", "description: a\nvalue: 3\n", 2, "pas de date"),
        ("mesaides/x.yaml", "description: a\nvalues: 3\n", 2, "pas de date"),
        ("mesaides/x.yaml", "description: a\n", 1, "pas de valeur"),
        ("mesaides/x.yaml", PARAMETER.replace("- title", "- titre"), 3, "pas de référence"),
        ("mesaides/x.yaml", PARAMETER.split("  reference")[0], 3, "pas de référence"),
        ("mesaides/x.yaml", PARAMETER.replace("value: 50", "value: 1 250,50"), 3, "un texte"),
        ("mesaides/x.yaml", PARAMETER.replace("description: Montant\n", ""), 1, "description"),
        ("prestations_sociales/x.yaml", PARAMETER, 1, "existe déjà à la racine"),
        ("communes/x.yaml", PARAMETER, 1, "que toutes les lois partagent"),
    ],
)
def test_a_parameter(tmp_path, path, text, line, words):
    from contrib_app.authoring.checks import parameters

    found = list(parameters.check(repository(tmp_path, parameters={path: text})))
    (one,) = [one for one in found if words in one.problem]
    assert one.line == line


TOO_MANY = 'famille("af", period) + famille.members("age", period)'
LOADED = (
    variable("vf_voisins", 'return individu("age", period) * individu("age", period).max()')
    + variable("vf_entite", 'return famille("age", period)', "Famille")
    + variable("vf_chemin", 'return individu("age", period) * parameters(period).mesaides.montan')
    + variable("vf_avant", 'return individu("age", period) * parameters(period).mesaides.tard')
    + variable("vf_tailles", f"return {TOO_MANY}", "Famille")
    + variable("vf_seul", "return famille.sum(1)", "Famille")
    + variable("vf_annee", 'return individu.foyer_fiscal("rfr", period)')
)
LATE = PARAMETER.replace("2024-01-01", "2025-01-01")
WRONG_CASES = (
    CASE.replace("age:", "agee:")
    + CASE.replace("vf_saine: 30", "vf_sane: 30").replace("Un test", "Un autre")
    + CASE.replace("    vf_saine: 30\n", "").replace("Un test", "Un vide")
)
ENTRY = """label: Aide
entity: famille
kind: right
organism: Val-Fictif
purpose: Aide.
path: communes/val_fictif/vf_saine
information: https://example.org
apply: https://example.org
checked_on: "2026-11-22"
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """An extension that loads, wrong in every other way."""
    root = tmp_path_factory.mktemp("loaded")
    broken = repository(
        root,
        law=LOADED,
        parameters={"mesaides/tard.yaml": LATE},
        case=WRONG_CASES.split("- name: Un vide")[0],
        entry=ENTRY,
        name="vf_loaded_extension",
    )
    (root / "tests/yaml/vide.yaml").write_text("- name: Un vide\n  period: 2024-01\n  output:\n")
    return broken, check(broken)


@pytest.mark.parametrize(
    ("where", "words", "instead"),
    [
        ("def formula", "regarde les foyers voisins", "famille.sum("),
        (
            'return famille("age"',
            "« age » est une variable de « individus »",
            "famille.members",
        ),
        ("mesaides.montan", "« mesaides.montan » n'existe pas", "son chemin"),
        ("mesaides.tard", "« mesaides.tard » n'existe pas, ou n'a pas", "première valeur"),
        ("famille.sum(1)", "un nombre seul", "famille.members"),
        ('foyer_fiscal("rfr"', "« rfr » se calcule par an", "period.this_year"),
        ('famille.members("age"', "tailles différentes", "famille.sum("),
    ],
)
def test_what_only_a_trial_on_several_households_shows(loaded, where, words, instead):
    broken, found = loaded
    (one,) = [one for one in found if words in one.problem]
    text = (broken.root / one.file).read_text().splitlines()
    assert where in text[one.line - 1]
    assert instead in one.remedy


@pytest.mark.parametrize(
    ("file", "line", "words", "instead"),
    [
        ("tests/yaml/aides.yaml", 4, "« agee » n'existe pas", "« age » ?"),
        ("tests/yaml/aides.yaml", 12, "« vf_sane » n'existe pas", "« vf_saine » ?"),
        ("tests/yaml/vide.yaml", 3, "n'attend aucun résultat", "output"),
        ("contrib_app/catalogue/benefits/vf_saine.yaml", 1, "par individu", "entity: individu"),
        ("contrib_app/catalogue/benefits/vf_saine.yaml", 1, "de type float", "kind: amount"),
    ],
)
def test_the_corpus_and_the_catalogue(loaded, file, line, words, instead):
    _, found = loaded
    (one,) = [one for one in found if words in one.problem]
    assert (one.file, one.line) == (file, line)
    assert instead in one.remedy


def test_messages_hold_no_trace_and_no_path_of_the_machine(loaded):
    broken, found = loaded
    for one in found:
        assert str(broken.root) not in str(one)
        assert "Traceback" not in str(one)
        assert str(one).startswith(f"{one.file}:{one.line} : ")


def test_the_command_says_all_and_fails(tmp_path):
    repository(tmp_path, law=NOT_LOADED["relative import"][0], name="openfisca_mesaides")
    done = CliRunner().invoke(main, ["check", "--root", str(tmp_path)])
    assert done.exit_code == 1
    assert "openfisca_mesaides/variables/aides.py:16 : un import relatif" in done.output
    assert done.output.endswith("1 à corriger.\n")


def test_this_repository_has_nothing_to_correct():
    done = CliRunner().invoke(main, ["check", "--root", str(Path(__file__).parents[3])])
    assert done.output == "Rien à corriger.\n"
    assert done.exit_code == 0
