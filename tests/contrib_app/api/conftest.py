"""The whole service, served: the real engine with the real law, and a web server on loopback."""

import contextlib
import http.client
import threading
from dataclasses import dataclass

import pytest
import waitress

from contrib_app import create_app
from contrib_app.config import Settings
from contrib_app.running import WEB_SERVER, computing, upgrade

SECONDS = 10


@dataclass
class Served:
    port: int
    settings: Settings

    def post(self, path, body, content_type="application/json", seconds=60):
        """Return the status, the headers and the body of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        headers = {} if content_type is None else {"Content-Type": content_type}
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()


def run_until_closed(server):
    with contextlib.suppress(OSError):  # its sockets are closed under it at the end
        server.run()


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    home = tmp_path_factory.mktemp("served")
    settings = Settings(
        home=home,
        database_url=f"sqlite:///{home / 'test.sqlite3'}",
        secret_key="a key for tests only",
        corpus=home,
        compute_seconds=SECONDS,
    )
    upgrade(settings)
    app = create_app(settings)
    with computing(settings):
        server = waitress.create_server(app, host="127.0.0.1", port=0, **WEB_SERVER)
        threading.Thread(target=run_until_closed, args=[server], daemon=True).start()
        yield Served(server.effective_port, settings)
        server.close()
    app.extensions["database"].dispose()
