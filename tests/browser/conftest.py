"""A real server, a real engine and a real browser, started once."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        message = "Chromium manque : apt install chromium, puis make test"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Serve the application as `mesaides serve` does; return its address and its environment."""
    home = tmp_path_factory.mktemp("home")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "MESAIDES_HOME": str(home / "instance"),
        "MESAIDES_CORPUS": str(home / "corpus"),
        "MESAIDES_COMPUTE_SECONDS": "60",
        "PORT": str(port),
    }
    mesaides = Path(sys.executable).with_name("mesaides")
    server = subprocess.Popen([mesaides, "serve"], env=environment)
    address = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=1).close()
            break
        except OSError:
            assert server.poll() is None, "the server ended at its start"
            time.sleep(0.2)
    yield Site(address, environment, mesaides, home / "corpus")
    server.terminate()
    server.wait(10)


class Site:
    """Where the application answers, and how to run its commands on the same database."""

    def __init__(self, address, environment, mesaides, corpus):
        self.address = address
        self.environment = environment
        self.mesaides = mesaides
        self.corpus = corpus

    def run(self, *arguments, **options):
        return subprocess.run(
            [self.mesaides, *arguments],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
            **options,
        )


SCREENS = {"phone": (390, 844), "desk": (1280, 900)}


@pytest.fixture
def page(browser, request):
    """A page on the screen that the test names."""
    width, height = SCREENS[request.param]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="fr-FR")
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()
