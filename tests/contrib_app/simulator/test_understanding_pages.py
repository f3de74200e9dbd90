"""The pages that explain a result: the words, the picture and its table."""

import pytest

CONDITION = {
    "words": "ressources du foyer",
    "value": 1214.0,
    "relation": "at most",
    "threshold": 1200.0,
    "threshold_words": "Plafond",
    "met": False,
    "source": "Règlement, II 2.1",
}


@pytest.fixture
def explained(someone, engine):
    """Somebody whose results are known, and an engine that can explain them."""

    def values(situations, variables):
        found = []
        for rank, situation in enumerate(situations):
            one = {name: dict.fromkeys(engine._instances(name, situation), 0) for name in variables}
            if "rsa" in one:
                one["rsa"] = {"famille": 90.0 * (rank % 3 == 2)}
            found.append(one)
        return found

    engine.replies["why"] = lambda situations, period, variables, subject: {
        "conditions": [CONDITION],
        "values": values(situations, variables),
    }
    engine.replies["vary"] = lambda situations, period, variables: values(situations, variables)
    someone.answer_all()
    someone.see("resultats")
    return someone


def test_why_tells_the_value_against_the_threshold_and_the_nearest_change(explained):
    page = explained.see("pourquoi/rsa").text
    for words in ("1 214 €", "1 200 € au plus", "Règlement, II 2.1", "cette aide s’ouvrirait"):
        assert words in page.replace("\u202f", " ").replace("\xa0", " ")


def test_the_curve_is_a_picture_with_its_table(explained):
    page = explained.see("courbe").text
    assert 'role="img"' in page
    assert page.count("<polyline") == 2
    assert page.count('<th scope="row">') == 26


@pytest.mark.parametrize("page", ["pourquoi/rsa", "courbe"])
def test_nothing_is_explained_before_a_first_result(someone, page):
    assert someone.see(page).location.endswith("resultats")


def test_a_benefit_of_elsewhere_is_not_explained(explained):
    assert explained.see("pourquoi/paris_logement").status_code == 404
