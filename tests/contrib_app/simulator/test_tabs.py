"""Two tabs, forms sent twice, forms sent in another order: nothing is lost or mixed."""


def test_two_simulations_do_not_mix(client, someone):
    other = type(someone)(client)
    someone.answer_all()
    other.answer("foyer", couple="marie", enfants="3", autres="0")
    assert other.simulation_id != someone.simulation_id
    assert 'value="3"' in other.see("foyer").text
    assert 'value="0"' in someone.see("foyer").text
    other.answer("effacer")
    assert someone.see("resultats").status_code == 200


def test_a_form_only_writes_its_own_answers(someone, you):
    """Both tabs show a page; each is sent after the other changed something else."""
    someone.answer_all()
    someone.answer("loyer", loyer="777")
    someone.answer("personne/demandeur", **you | {"naissance": "01/02/1960"})
    assert 'value="777"' in someone.see("loyer").text
    assert 'value="01/02/1960"' in someone.see("personne/demandeur").text


def test_a_form_sent_twice_changes_nothing(someone, home):
    someone.answer_all()
    before = someone.see("resume").text
    first = someone.answer("logement", **home)
    again = someone.answer("logement", **home)
    assert first.location == again.location
    assert someone.see("resume").text == before


def test_a_form_sent_after_its_question_is_gone(someone, you):
    """One tab answers about the partner; the other had just said there is none."""
    someone.answer_all()
    response = someone.answer("personne/conjoint", **you)
    assert response.status_code == 303
    page = someone.see("resume").text
    assert "conjoint·e" not in page
    assert someone.see("resultats").status_code == 200


def test_pages_in_any_order(someone, answers):
    someone.answer("foyer", couple="seul", enfants="0", autres="0")
    for _tab in range(2):  # the rent is asked once the kind of housing is known
        for page, given in reversed(answers):
            someone.answer(page, **given)
    assert someone.see("resultats").status_code == 200


def test_a_partner_who_comes_back_is_remembered(someone, you):
    someone.answer("foyer", couple="marie", enfants="0", autres="0")
    someone.answer("personne/conjoint", **you | {"naissance": "03/07/1986"})
    someone.answer("foyer", couple="seul", enfants="0", autres="0")
    someone.answer("foyer", couple="pacse", enfants="0", autres="0")
    assert 'value="03/07/1986"' in someone.see("personne/conjoint").text


def test_an_answer_given_while_computing_is_neither_blocked_nor_lost(app, someone, engine):
    """The other tab changes the rent during the computation."""
    someone.answer_all()
    tab = type(someone).__new__(type(someone))
    tab.client, tab.address = app.test_client(), someone.address
    statuses = []

    def change_the_rent():
        engine.before = None
        statuses.append(tab.answer("loyer", loyer="888").status_code)

    engine.before = change_the_rent
    assert someone.see("resultats").status_code == 200
    assert statuses == [303]
    assert 'value="888"' in someone.see("loyer").text
    someone.see("resultats")
    rents = [
        asked["situation"]["menages"]["menage"]["loyer"]
        for job, asked in engine.calls
        if job == "compute"
    ]
    assert len(rents) == 2, "what was computed for the former rent is not shown for the new one"
    assert rents[0] != rents[1]
