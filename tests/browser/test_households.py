"""Six real households walk to the end: every amount they read is OpenFisca's own.

Each page of the walks is judged by axe-core, once for each kind of page, on a phone and on a desk.
"""

import json
import os
import re
from pathlib import Path

import pytest

from contrib_app.catalogue import find_benefit, load_catalogue
from contrib_app.simulator.wording import result_words
from tests.browser.households import HOUSEHOLDS

pytestmark = pytest.mark.browser
LOCAL = {
    "rsa_brest": "Brest",
    "famille_paris": "Paris",
    "retraitee_paris": "Paris",
    "boursier_rennes": "Rennes",
    "apa_saint_denis": "Seine-Saint-Denis",
    "independante_lyon": None,
}
EXPECTED = {
    "rsa_brest": ["rsa", "aide_logement", "brest_metropole_transport"],
    "famille_paris": ["af", "aide_logement", "paris_logement_familles"],
    "retraitee_paris": ["aspa", "aide_logement"],
    "boursier_rennes": ["aide_logement", "rennes_metropole_transport"],
    "apa_saint_denis": ["seine_saint_denis_adpa"],
    "independante_lyon": ["asf"],
}
judged: set[tuple[str, str]] = set()
effort: dict[str, dict[str, int]] = {}


class Walker:
    """Somebody with a mouse and a keyboard, who counts what they do."""

    def __init__(self, page, site, size):
        self.page, self.site, self.size = page, site, size
        self.clicks = self.keys = self.pages = 0

    def start(self):
        self.page.goto(self.site.address)
        self.judge("home")
        self.press("Commencer la simulation")

    def press(self, name):
        self.clicks += 1
        self.page.get_by_role("button", name=name).click()

    def step(self):
        """Return the page of the questionnaire that is shown, `resume` at the end."""
        return re.search(r"/simulation/[0-9a-f]{32}/([^?#]+)", self.page.url)[1]

    def answer(self, given):
        for name, value in given.items():
            for one in value if isinstance(value, list) else [value]:
                self.fill(name, one)
        self.pages += 1
        self.press("Continuer")

    def fill(self, name, value):
        field = self.page.locator(f"[name={name}]")
        if field.first.get_attribute("type") in ("radio", "checkbox"):
            self.clicks += 1
            self.page.locator(f"[name={name}][value='{value}']").check()
        elif field.evaluate("one => one.tagName") == "SELECT":
            self.clicks += 2
            field.select_option(value)
        else:
            self.clicks += 1
            self.keys += len(value)
            field.fill(value)

    def judge(self, kind):
        """Check a kind of page with axe-core, once for each size of screen."""
        if (kind, self.size) in judged:
            return
        judged.add((kind, self.size))
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], kind
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{kind} is wider than the screen"
        if folder := os.environ.get("MESAIDES_SCREENSHOTS"):
            name = f"{self.size}-{kind.replace('/', '-')}.png"
            self.page.screenshot(path=Path(folder) / name, full_page=True)


def walk(walker, household):
    """Answer every page to the results; return what the results page says, benefit by benefit."""
    walker.start()
    while (step := walker.step()) != "resume":
        walker.judge(step.rpartition("/")[0] or step)
        walker.answer(household.get(step, {}))
    walker.judge("resume")
    walker.clicks += 1
    walker.page.get_by_role("link", name="Voir mes aides").click()
    walker.page.get_by_role("heading", name="Vos aides en").wait_for()


@pytest.fixture(scope="module")
def law():
    """OpenFisca by itself: no library, no acceleration, no batch."""
    from openfisca_france import FranceTaxBenefitSystem

    system = FranceTaxBenefitSystem()
    system.load_extension("openfisca_mesaides")
    return system


def directly(law, situation, month):
    from openfisca_core.simulation_builder import SimulationBuilder

    builder = SimulationBuilder()
    builder.set_default_period(month)
    return builder.build_from_entities(law, situation)


def check_amounts(page, law, name):
    """Compare each amount that is due on the page with OpenFisca's own value."""
    address = page.url.rpartition("/")[0]
    situation = json.loads(page.request.get(f"{address}/situation.json").text())
    month = situation.pop("month")
    simulation = directly(law, situation, month)
    due = page.locator("section.due")
    shown = {one.get_attribute("data-benefit"): one for one in due.all()}
    assert set(EXPECTED[name]) <= set(shown)
    for variable, section in shown.items():
        benefit = find_benefit(variable)
        values = simulation.calculate(variable, benefit.period_of(month))
        eligible = benefit.eligibility and simulation.calculate(benefit.eligibility, month)[0]
        basis = benefit.basis and simulation.calculate(benefit.basis, month)[0]
        words = {
            result_words(benefit, value.item(), eligible, basis)[0]
            for value in values
            if len(values) == 1 or value
        }
        text = section.inner_text().replace("\u202f", " ").replace("\xa0", " ")
        assert any(one.replace("\u202f", " ").replace("\xa0", " ") in text for one in words), (
            variable,
            words,
            text[:200],
        )


@pytest.mark.parametrize(
    ("page", "name"),
    [("phone" if rank % 2 else "desk", name) for rank, name in enumerate(HOUSEHOLDS)],
    indirect=["page"],
)
def test_a_household_reads_the_amounts_of_openfisca(page, site, law, name, request):
    walker = Walker(page, site, request.node.callspec.params["page"])
    walk(walker, HOUSEHOLDS[name])
    walker.judge("resultats")
    check_amounts(page, law, name)
    text = page.locator("main").inner_text()
    for territory in {one.territory for one in load_catalogue()} - {"France"}:
        place = LOCAL[name]
        assert (territory in text) == bool(place and place in territory), territory
    effort[name] = {"clicks": walker.clicks, "keys": walker.keys, "pages": walker.pages}
    if file := os.environ.get("MESAIDES_EFFORT"):
        Path(file).write_text(json.dumps(effort, indent=1))


@pytest.mark.parametrize("page", ["phone", "desk"], indirect=True)
def test_every_page_after_the_results_is_for_everybody(page, site, request):
    walker = Walker(page, site, request.node.callspec.params["page"])
    walk(walker, HOUSEHOLDS["rsa_brest"])
    results = page.url
    for link, kind in (
        ("Pourquoi ce résultat ? : Revenu de solidarité active", "pourquoi"),
        ("Voir comment vos aides bougent", "courbe"),
        ("Épargne et biens", "patrimoine"),
        ("Revenus déclarés", "declares"),
    ):
        page.goto(results)
        page.get_by_role("link", name=link).first.click()
        page.locator("h1:not(:text('Calcul en cours'))").wait_for(timeout=180_000)
        walker.judge(kind)
    page.goto(results.replace("resultats", "loyer"))
    page.locator("[name=loyer]").fill("beaucoup")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("alert").wait_for()
    walker.judge("erreur")


@pytest.mark.parametrize("page", ["phone"], indirect=True)
def test_a_narrow_screen_and_the_keyboard_alone(page, site):
    """At 320 px, as at 200 % of 640 px, nothing overflows; the keyboard reaches the next page."""
    page.set_viewport_size({"width": 320, "height": 600})
    page.goto(site.address)
    page.get_by_role("button", name="Commencer la simulation").focus()
    page.keyboard.press("Enter")
    page.locator("#couple-0").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("0")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Parlons de vous").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
