"""Somebody who answers the questionnaire, page by page."""

import re

import pytest

FOYER = {"couple": "seul", "enfants": "0", "autres": "0"}
VOUS = {
    "naissance": "14/02/1985",
    "activite": "salarie",
    "nationalite": "fr",
}
LOGEMENT = {
    "code_postal": "35000",
    "statut": "locataire_vide",
}
LOYER = {"loyer": "450", "charges": ""}
ENFANT = {"naissance": "20/05/2018", "rattache": "oui"}


@pytest.fixture
def someone(client):
    return Someone(client)


class Someone:
    """A person with one simulation. `again` gives the same person a second tab."""

    def __init__(self, client):
        self.client = client
        self.address = client.post("/simulation").location.rsplit("/", 1)[0]

    @property
    def simulation_id(self):
        return re.search(r"[0-9a-f]{32}", self.address)[0]

    def see(self, page):
        return self.client.get(f"{self.address}/{page}")

    def answer(self, page, **given):
        return self.client.post(f"{self.address}/{page}", data=given or {"continuer": ""})

    def answer_all(self, **changed):
        """Answer every page of a person alone in Rennes; `changed` replaces some pages."""
        pages = alone() | {page.replace("__", "/"): given for page, given in changed.items()}
        for page, given in pages.items():
            response = self.answer(page, **given)
            assert response.status_code == 303, (page, response.text)
        return self


@pytest.fixture
def you():
    return dict(VOUS)


@pytest.fixture
def home():
    return dict(LOGEMENT)


@pytest.fixture
def child():
    return dict(ENFANT)


@pytest.fixture
def answers():
    """The pages of a person alone in Rennes, in order."""
    return list(alone().items())


def alone():
    return {
        "foyer": FOYER,
        "personne/demandeur": VOUS,
        "logement": LOGEMENT,
        "loyer": LOYER,
        "ressources/demandeur": {},
        "prestations": {},
    }


@pytest.fixture
def monthly():
    """Return what spells totals month by month."""
    return spelled_by_month


def spelled_by_month(amounts):
    """Return {month: amount}, a total being divided between the months of its period."""
    found = {}
    for period, total in amounts.items():
        _, _, rest = period.rpartition("month:")
        start, _, size = rest.partition(":")
        count = int(size or 1) if "-" in start else 12
        first = int(start[:4]) * 12 + int(start[5:] or 1) - 1
        months = [f"{at // 12}-{at % 12 + 1:02}" for at in range(first, first + count)]
        assert not found.keys() & set(months), f"{period} overlaps another period"
        found |= dict.fromkeys(months, total / count)
    return found
