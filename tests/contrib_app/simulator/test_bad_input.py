"""Whatever is typed or forged: words in the page, what was typed kept, never an error of ours."""

import html

import pytest

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "!!python/object/apply:os.system [ls]",
    "{{ 7*7 }}",
    "a: [*b, &b]",
    "1e308",
    "NaN",
    "9**9**9",
    "-1",
    "\u0000",
    "\ud7ff\u202e",
    "é" * 5_000,
    "🧨",
    "../../etc/passwd",
    "'; DROP TABLE simulations; --",
]
TEXT_FIELDS = [
    ("foyer", "enfants"),
    ("foyer", "autres"),
    ("personne/demandeur", "naissance"),
    ("logement", "code_postal"),
    ("loyer", "loyer"),
    ("loyer", "charges"),
    ("declares/demandeur", "salaires"),
    ("patrimoine/demandeur", "livret_a"),
]
CHOICES = [
    ("foyer", "couple"),
    ("personne/demandeur", "activite"),
    ("personne/demandeur", "nationalite"),
    ("personne/demandeur", "situations"),
    ("logement", "statut"),
    ("loyer", "particularites"),
    ("ressources/demandeur", "natures"),
    ("prestations", "recues"),
]


def refused(response, typed=""):
    """Check that the page tells what is wrong and shows again what was typed."""
    assert response.status_code == 400, response.status_code
    assert 'role="alert"' in response.text
    assert "field-error" in response.text
    assert response.text.count("<title>Erreur : ") == 1
    if typed:
        shown = html.escape(typed[:50], quote=True).replace("&quot;", "&#34;")
        assert shown.replace("&#x27;", "&#39;") in response.text
    return response.text


@pytest.mark.parametrize("typed", HOSTILE, ids=lambda text: ascii(text)[:20])
@pytest.mark.parametrize(("page", "field"), TEXT_FIELDS)
def test_hostile_text(someone, answers, page, field, typed):
    someone.answer_all()
    given = dict(answers).get(page, {})
    page_text = refused(someone.answer(page, **given | {field: typed}))
    assert "<script>alert" not in page_text
    assert "<img src=x" not in page_text
    assert someone.see("resultats").status_code == 200, "the former answers still stand"


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "31/02/1990", "hier"])
def test_what_was_typed_is_kept(someone, you, typed):
    someone.answer("foyer", couple="seul", enfants="0", autres="0")
    page = refused(someone.answer("personne/demandeur", **you | {"naissance": typed}), typed)
    assert page.count("checked") == 2, "the other answers of the page are still there"


@pytest.mark.parametrize("forged", ["", "nimporte", "<b>", "__class__", "é" * 1_000])
@pytest.mark.parametrize(("page", "field"), CHOICES)
def test_forged_choice(someone, answers, page, field, forged):
    someone.answer_all()
    response = someone.answer(page, **dict(answers)[page] | {field: forged})
    if forged or response.status_code == 400:
        refused(response)
    assert someone.see("resultats").status_code == 200


@pytest.mark.parametrize(
    ("born", "words"),
    [
        ("31/02/1990", "n&#39;existe pas"),
        ("01/01/2999", "futur"),
        ("01/01/1850", "trop ancienne"),
        ("", "Écrivez la date de naissance"),
        ("01/01/0001", "trop ancienne"),
    ],
)
def test_impossible_birth(someone, you, born, words):
    someone.answer("foyer", couple="seul", enfants="0", autres="0")
    page = refused(someone.answer("personne/demandeur", **you | {"naissance": born}), born)
    assert words in page


@pytest.mark.parametrize("count", ["13", "40", "1000000", "-1", "2,5"])
def test_too_many_children(someone, count):
    page = refused(someone.answer("foyer", couple="seul", enfants=count, autres="0"), count)
    assert "jusqu'à 12" in page


def test_twelve_children_and_six_others(someone, child):
    someone.answer("foyer", couple="marie", enfants="12", autres="6")
    for rank in range(1, 13):
        assert someone.see(f"personne/enfant{rank}").status_code == 200
        someone.answer(f"personne/enfant{rank}", **child)
    assert someone.see("personne/autre6").status_code == 200
    assert someone.see("personne/enfant13").status_code == 303
    assert "12e enfant" in someone.see("resume").text


@pytest.mark.parametrize("code", ["00000", "99999", "3500", "350000", "CEDEX", "976000"])
def test_unknown_postal_code(someone, home, code):
    someone.answer("foyer", couple="seul", enfants="0", autres="0")
    page = refused(someone.answer("logement", **home | {"code_postal": code}), code)
    assert "Ce code postal n'est pas connu" in page


@pytest.mark.parametrize("forged", ["75056", "35238", "99999", "<b>", "", "é" * 1_000])
def test_forged_commune(someone, home, forged):
    someone.answer_all(logement=home | {"code_postal": "01400"}, commune={"commune": "01001"})
    refused(someone.answer("commune", commune=forged))
    assert "Abergement-Clémenciat" in someone.see("resume").text


@pytest.mark.parametrize("rent", ["-1", "1e308", "1000001", "inf"])
def test_impossible_rent(someone, rent):
    someone.answer_all()
    refused(someone.answer("loyer", loyer=rent), rent)
    assert 'value="450"' in someone.see("loyer").text, "the former rent still stands"


@pytest.mark.parametrize(
    "path",
    [
        "/simulation/inconnue/foyer",
        "/simulation/" + "0" * 32 + "/foyer",
        "/simulation/" + "0" * 32 + "/resultats",
        "/simulation/" + "0" * 32 + "/resume",
        "/simulation/" + "é" * 500 + "/foyer",
        "/simulation/%00/foyer",
        "/simulation/..%2f..%2fetc/foyer",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_unknown_simulation(client, path, method):
    response = getattr(client, method)(path)
    assert response.status_code in (404, 405)
    assert "<h1>" in response.text


@pytest.mark.parametrize(
    "page",
    [
        "nimporte",
        "personne/nimporte",
        "personne/enfant1",
        "personne/conjoint",
        "montants/demandeur",
        "etudes/demandeur",
        "paris",
        "brest",
        "foyer/demandeur",
        "personne/%00",
        "é" * 300,
    ],
)
def test_page_that_does_not_concern_them(someone, page):
    someone.answer_all()
    for response in (someone.see(page), someone.answer(page, x="1")):
        assert response.status_code in (303, 404)
    assert someone.see("resultats").status_code == 200


def test_an_empty_form_and_a_form_too_long(someone):
    refused(someone.answer("foyer", autre_chose="1"))
    response = someone.answer("foyer", couple="é" * 100_000)
    assert response.status_code == 413
    assert "trop long" in response.text


def test_a_form_that_is_not_one(client, someone):
    for options in ({"data": b"\xff\xfe"}, {"json": {"couple": "seul"}}, {"data": "{}"}):
        response = client.post(f"{someone.address}/foyer", **options)
        assert response.status_code in (400, 303)


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://ailleurs.example"}],
    ids=lambda headers: next(iter(headers)),
)
def test_a_form_of_another_site_is_refused(client, someone, headers):
    response = client.post(f"{someone.address}/effacer", headers=headers)
    assert response.status_code == 403
    assert someone.see("foyer").status_code == 200


def test_no_box_ticked_is_an_answer(client, someone):
    """A browser sends an empty form when every box was unticked."""
    someone.answer_all(
        ressources__demandeur={"natures": "salaire"},
        montants__demandeur={"salaire_moyenne": "1000"},
    )
    client.post(f"{someone.address}/ressources/demandeur", data={})
    assert "1 000" not in someone.see("resume").text


def test_a_kind_of_income_ticked_later_asks_its_amount(someone):
    someone.answer_all(
        ressources__demandeur={"natures": "salaire"},
        montants__demandeur={"salaire_moyenne": "1000"},
    )
    response = someone.answer("ressources/demandeur", natures=["salaire", "chomage"])
    assert response.location.endswith("montants/demandeur")
