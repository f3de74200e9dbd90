"""A real git remote, over file:// and over HTTP, and a forge that misbehaves when told to."""

import json
import os
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import ThreadingMixIn
from urllib.parse import parse_qs, unquote, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

from contrib_app.config import Publishing
from contrib_app.database import make_engine, writing
from contrib_app.publishing.forges import NoForge
from contrib_app.publishing.git import Repository
from contrib_app.publishing.press import Press

AUTHOR = ("Mes aides", "mes-aides@localhost")
IDENTITY = {
    "GIT_AUTHOR_NAME": "Somebody",
    "GIT_AUTHOR_EMAIL": "somebody@example.org",
    "GIT_COMMITTER_NAME": "Somebody",
    "GIT_COMMITTER_EMAIL": "somebody@example.org",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "PATH": os.environ["PATH"],
}


class Remote:
    """A bare repository with one commit on `main`."""

    def __init__(self, folder):
        self.folder = folder
        self.url = f"file://{folder}"
        folder.mkdir()
        self.git("init", "--quiet", "--bare", "--initial-branch=main", ".")
        self.git("config", "http.receivepack", "true")
        blob = self.git("hash-object", "-w", "--stdin", given="A house.\n")
        tree = self.git("mktree", given=f"100644 blob {blob}\tREADME.md\n")
        self.first = self.git("commit-tree", tree, "-m", "First")
        self.git("update-ref", "refs/heads/main", self.first)

    def git(self, *arguments, given=None, check=True):
        done = subprocess.run(
            ["git", "-C", self.folder, *arguments],
            input=given,
            check=check,
            capture_output=True,
            text=True,
            env=IDENTITY,
        )
        return done.stdout.strip()

    def branches(self):
        lines = self.git("for-each-ref", "--format=%(refname:short) %(objectname)", "refs/heads")
        return dict(line.split() for line in lines.splitlines() if not line.startswith("main "))

    def files(self, branch):
        """Return what a branch adds to main: {path: text}."""
        paths = self.git("diff", "--name-only", f"main...{branch}").splitlines()
        return {path: self.git("show", f"{branch}:{path}") + "\n" for path in paths}

    def merge(self, branch):
        self.git("update-ref", "refs/heads/main", self.branches()[branch])


@pytest.fixture
def remote(tmp_path):
    return Remote(tmp_path / "remote.git")


@pytest.fixture
def press(settings, app, remote, tmp_path):
    """What publishing needs, with a judge that agrees with the agent."""
    return Press(
        settings=Publishing(forge="branch", repository=remote.url),
        database=writing(make_engine(settings.database_url)),
        repository=Repository(tmp_path / "clone.git", remote.url, author=AUTHOR, seconds=20),
        forge=NoForge(),
        judge=lambda texts: {name: "af: 0" in text for name, text in texts.items()},
        patches=tmp_path / "patches",
    )


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *_):
        pass


class ThreadingWSGIServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def git_backend(folder, before=lambda environ: None):
    """Return a WSGI application that serves the repositories of a folder with git itself.

    before: called with each request; what it returns, if anything, is the status answered instead.
    """

    def serve(environ, start_response):
        if status := before(environ):
            start_response(status, [("Content-Type", "text/plain")])
            return [b""]
        length = int(environ.get("CONTENT_LENGTH") or 0)
        passed = {key: value for key, value in environ.items() if isinstance(value, str)}
        done = subprocess.run(
            ["git", "http-backend"],
            input=environ["wsgi.input"].read(length),
            capture_output=True,
            env={**passed, **IDENTITY, "GIT_PROJECT_ROOT": str(folder), "GIT_HTTP_EXPORT_ALL": "1"},
        )
        head, _, body = done.stdout.partition(b"\r\n\r\n")
        headers = [tuple(line.split(": ", 1)) for line in head.decode().split("\r\n") if line]
        status = next((value for name, value in headers if name == "Status"), "200 OK")
        start_response(status, [pair for pair in headers if pair[0] != "Status"])
        return [body]

    return serve


@pytest.fixture
def serve():
    """Serve WSGI applications until the test ends; `serve(app)` returns the address."""
    servers = []

    def start(application):
        server = make_server(
            "127.0.0.1", 0, application, ThreadingWSGIServer, handler_class=QuietHandler
        )
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


class FakeForge:
    """Pull requests in memory, behind the addresses of GitHub, GitLab and Gitea.

    requests: (method, path, parameters, content, headers), in order.
    faults: what happens to the next requests, in order: None, a status, "drop before" (the change
        is not made, nor answered), "drop after" (it is made, and not answered), "hang".
    """

    def __init__(self):
        self.pulls = []
        self.requests = []
        self.faults = []
        self.checks = None
        self.released = threading.Event()
        forge = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                forge.handle(self, {})

            def do_POST(self):
                length = int(self.headers["Content-Length"])
                forge.handle(self, json.loads(self.rfile.read(length)))

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def close(self):
        self.released.set()
        self.server.shutdown()
        self.server.server_close()

    def handle(self, request, content):
        parts = urlsplit(request.path)
        parameters = {name: values[0] for name, values in parse_qs(parts.query).items()}
        method = request.command
        self.requests.append((method, parts.path, parameters, content, dict(request.headers)))
        fault = self.faults.pop(0) if self.faults else None
        if fault == "hang":
            self.released.wait(30)
            request.close_connection = True
            return
        if fault == "drop before":
            request.close_connection = True
            return
        if callable(fault):
            fault(request)
            return
        if isinstance(fault, int):
            status, answer = fault, {"message": "no"}
        else:
            status, answer = self.answer(method, parts.path, parameters, content)
        if fault == "drop after":
            request.close_connection = True
            return
        body = json.dumps(answer).encode()
        request.send_response(status)
        if status == 429:
            request.send_header("Retry-After", "7")
        if 300 <= status < 400:
            request.send_header("Location", "http://127.0.0.1:1/elsewhere")
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def answer(self, method, path, parameters, content):
        if path.startswith("/projects/"):
            return self.gitlab(method, path, parameters, content)
        tail = unquote(path).split("/")[4:]
        if tail[0] == "commits" and tail[-1] == "check-runs":
            runs = [{"conclusion": one} for one in self.checks or []]
            return 200, {"total_count": len(runs), "check_runs": runs}
        if tail[0] == "commits":
            return 200, {"state": self.checks or "", "total_count": 0}
        if method == "POST":
            pull = self.open(content["head"], content["base"])
            return (201, self.plain(pull)) if pull else (422, {"message": "exists"})
        if len(tail) == 2:
            return 200, self.plain(self.pulls[int(tail[1]) - 1])
        if len(tail) > 2:  # Gitea: /pulls/{base}/{head}
            found = [one for one in self.pulls if one["head"] == "/".join(tail[2:])]
            return (200, self.plain(found[0])) if found else (404, {"message": "not found"})
        branch = parameters["head"].split(":", 1)[1]
        return 200, [self.plain(one) for one in self.pulls if one["head"] == branch]

    def gitlab(self, method, path, parameters, content):
        if method == "POST":
            pull = self.open(content["source_branch"], content["target_branch"])
            return (201, self.merge_request(pull)) if pull else (409, {"message": "exists"})
        number = path.rsplit("/", 1)[1]
        if number.isdigit():
            return 200, self.merge_request(self.pulls[int(number) - 1])
        branch = parameters["source_branch"]
        return 200, [self.merge_request(one) for one in self.pulls if one["head"] == branch]

    def open(self, head, base):
        if any(one["head"] == head for one in self.pulls):
            return None
        pull = {"head": head, "base": base, "number": len(self.pulls) + 1, "state": "open"}
        self.pulls.append(pull)
        return pull

    def plain(self, pull):
        merged = pull["state"] == "merged"
        return {
            "number": pull["number"],
            "html_url": f"https://forge.example/o/r/pull/{pull['number']}",
            "state": "open" if pull["state"] == "open" else "closed",
            "merged_at": "2026-11-24T10:00:00Z" if merged else None,
            "merged": merged,
            "head": {"sha": "a" * 40, "ref": pull["head"]},
        }

    def merge_request(self, pull):
        status = {"status": self.checks} if self.checks else None
        return {
            "iid": pull["number"],
            "web_url": f"https://forge.example/o/r/-/merge_requests/{pull['number']}",
            "state": {"open": "opened"}.get(pull["state"], pull["state"]),
            "sha": "a" * 40,
            "head_pipeline": status,
        }


@pytest.fixture
def forge():
    forge = FakeForge()
    yield forge
    forge.close()
