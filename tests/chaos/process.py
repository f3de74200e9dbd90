"""The processes that `kill` kills: `python -m tests.chaos.process PORT` starts them.

It loads everything once, then forks a `web` or a `worker` for each line that it reads, and writes
the child's number: one that is killed is replaced in milliseconds. They are those of `mesaides`,
but that the official runner always agrees with the agent, the forge is the harness's, and a lease
is short: the promise is the same, the test is not so long.
"""

import os
import signal
import sys
import threading

import waitress

from contrib_app import create_app
from contrib_app.config import read_settings
from contrib_app.database import make_engine, writing
from contrib_app.duties import duties, start_recurring
from contrib_app.publishing.press import make_press
from contrib_app.work import queue, worker


def serve(port):
    waitress.serve(create_app(read_settings()), listen=f"127.0.0.1:{port}", threads=8)


def work():
    queue.LEASE_SECONDS, worker.KEEP_EVERY, queue.LONGEST_WAIT = 3.0, 1.0, 2.0
    queue.LONGEST_WAIT_REFUSED = 2.0
    settings = read_settings()
    database = writing(make_engine(settings.database_url))
    press = make_press(settings, database, judge=lambda texts: dict.fromkeys(texts, True))
    press.forge.rest.pause = 0.0
    start_recurring(database)
    todo = duties(settings, database, press, runner=lambda texts: dict.fromkeys(texts, True))
    worker.Worker(database, todo).run(threading.Event(), poll=0.05)


def nurse(port):
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.setsid()
            try:
                serve(port) if line.strip() == "web" else work()
            finally:
                os._exit(1)
        print(pid, flush=True)


if __name__ == "__main__":
    nurse(sys.argv[1])
