"""An application for each test, an engine that computes nothing, a client that judges pages.

The rooms that keep something are tested on both databases; the others on SQLite alone.
"""

import pkgutil
from html.parser import HTMLParser
from importlib import import_module

import pytest
from argon2 import PasswordHasher
from flask.testing import FlaskClient

import contrib_app
from contrib_app import create_app
from contrib_app.accounts import service as accounts
from contrib_app.catalogue import find_benefit, load_catalogue
from contrib_app.config import Publishing, Settings
from contrib_app.contributions.service import PLURALS
from contrib_app.database import make_engine
from contrib_app.engine import StillComputing
from contrib_app.orm import Base
from tests.postgresql import Server, skip_if_missing

LABELS = {
    "date_naissance": {"label": "Date de naissance", "kind": "date", "unit": None, "members": {}},
    "depcom": {"label": "Code INSEE", "kind": "str", "unit": None, "members": {}},
}
FIELDS = {"input", "select", "textarea"}
SILENT = {"hidden", "submit", "button"}


CI_TOKEN = "a token of the repository's checks"
WEBHOOK_SECRET = "a secret that the forge shares"
BOTH_DATABASES = {
    "accounts",
    "contributions",
    "keeping",
    "publishing",
    "reviews",
    "suites",
    "tables",
    "work",
}


def pytest_generate_tests(metafunc):
    if "database_url" in metafunc.fixturenames:
        both = metafunc.definition.path.parent.name in BOTH_DATABASES
        both = both and not metafunc.definition.get_closest_marker("one_database")
        databases = ["sqlite", "postgresql"] if both else ["sqlite"]
        metafunc.parametrize("database_url", databases, indirect=True)


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords():
    """Hash passwords with the least work: the tests have no secret to protect."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "HASHER", hasher)
        patch.setattr(accounts, "NOBODY", hasher.hash("nobody has this password"))
        yield


@pytest.fixture(scope="session")
def postgresql():
    """A PostgreSQL server for the whole session, with one database that holds every table."""
    skip_if_missing()
    server = Server().start()
    url = server.create("tests")
    create_everything(url)
    yield url
    server.remove()


def create_everything(url):
    for module in pkgutil.walk_packages(contrib_app.__path__, "contrib_app."):
        if module.name.endswith(("models", "publication", "simulators")):
            import_module(module.name)
    engine = make_engine(url)
    Base.metadata.create_all(engine)
    engine.dispose()


@pytest.fixture
def database_url(request, tmp_path):
    """The address of an empty database, of the kind that the test asks for."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.sqlite3'}"
    url = request.getfixturevalue("postgresql")
    engine = make_engine(url)
    tables = ", ".join(table.name for table in Base.metadata.sorted_tables)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    engine.dispose()
    return url


@pytest.fixture
def settings(tmp_path, database_url):
    return Settings(
        home=tmp_path,
        database_url=database_url,
        secret_key="a key for tests only",
        corpus=tmp_path / "corpus",
        publishing=Publishing(ci_token=CI_TOKEN, webhook_secret=WEBHOOK_SECRET),
    )


@pytest.fixture
def engine():
    return FakeEngine()


@pytest.fixture
def app(settings, engine):
    app = create_app(settings)
    app.testing = True
    app.test_client_class = JudgingClient
    app.extensions["engine"] = engine
    Base.metadata.create_all(app.extensions["database"])
    yield app
    app.extensions["database"].dispose()


@pytest.fixture
def client(app):
    return app.test_client()


class FakeEngine:
    """Answers `compute` with `values` (0 or False for the rest), other jobs with `replies`.

    calls: what was asked, in order. error: what to raise instead. before: called first.
    not_yet: how many times `soon` has no answer yet.
    """

    def __init__(self):
        self.values = {}
        self.replies = {
            "uncertainties": lambda variables: {},
            "labels": lambda variables: LABELS,
            "why": lambda situations, **_: {"conditions": [], "values": [{} for _ in situations]},
        }
        self.calls = []
        self.error = None
        self.before = None
        self.not_yet = 0

    def call(self, job, **arguments):
        self.calls.append((job, arguments))
        if self.before:
            self.before()
        if self.error:
            raise self.error
        if job in self.replies:
            reply = self.replies[job]
            return reply(**arguments) if callable(reply) else reply
        assert job == "compute"
        return {
            name: dict.fromkeys(self._instances(name, arguments["situation"]), 0)
            | self.values.get(name, {})
            for name in arguments["variables"]
        }

    def soon(self, job, **arguments):
        if self.not_yet:
            self.not_yet -= 1
            raise StillComputing("on its way")
        return self.call(job, **arguments)

    def _instances(self, variable, situation):
        owner = next(one for one in load_catalogue() if variable in one.variables)
        entity = (find_benefit(variable) or owner).entity
        return situation[PLURALS[entity]]


class JudgingClient(FlaskClient):
    """Every HTML page that a test sees must be one that anybody can read and use."""

    def open(self, *arguments, **options):
        response = super().open(*arguments, **options)
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303):
            assert problems_of(response.text) == []
        return response


def problems_of(html):
    """Return what makes a page hard to use, or weakens its content policy."""
    page = Page()
    page.feed(html)
    found = []
    if page.lang != "fr":
        found.append("the page does not say its language")
    if not page.title.strip():
        found.append("no title")
    if page.headings != 1:
        found.append(f"{page.headings} first headings")
    found += [f"no label for {field}" for field in page.fields if field not in page.labels]
    found += [f"{one} leads nowhere" for one in page.anchors if one not in page.ids]
    found += [f"{one} describes nothing" for one in page.describing if one not in page.ids]
    found += [f"{one} is used twice" for one in set(page.ids) if page.ids.count(one) > 1]
    return found + page.inline


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.lang = None
        self.title = ""
        self.in_title = False
        self.headings = 0
        self.fields, self.labels, self.anchors, self.ids = [], set(), [], []
        self.describing, self.inline = [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.in_title = tag == "title"
        self.lang = given.get("lang", self.lang) if tag == "html" else self.lang
        self.headings += tag == "h1"
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "label":
            self.labels.add(given.get("for"))
        if tag in FIELDS and given.get("type") not in SILENT and "aria-label" not in given:
            self.fields.append(given.get("id", f"an unnamed {tag}"))
        if tag == "a" and given.get("href", "").startswith("#"):
            self.anchors.append(given["href"][1:])
        self.describing += given.get("aria-describedby", "").split()
        self.describing += given.get("aria-labelledby", "").split()
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(f"inline {tag}")
        self.inline += [f"inline {name}" for name in given if name == "style" or name[:2] == "on"]

    def handle_data(self, data):
        if self.in_title:
            self.title += data

    def handle_endtag(self, tag):
        self.in_title = self.in_title and tag != "title"
