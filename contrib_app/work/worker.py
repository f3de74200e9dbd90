"""The process that does the jobs, one at a time. Any number of them may run, on any machine."""

import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from contrib_app.work import queue
from contrib_app.work.outcomes import NeedsSomebody, TryAgain

log = logging.getLogger("mesaides.worker")

Done = TypeVar("Done")
Handler = Callable[[int], float | None]
"""Does the job of a subject. Returns the seconds after which it recurs, None when it does not."""

POLL_SECONDS = 1.0
KEEP_EVERY = queue.LEASE_SECONDS / 3


class Worker:
    """Does the jobs of a database. handlers: what does each kind."""

    def __init__(self, database: Engine, handlers: Mapping[str, Handler]):
        self.database = database
        self.handlers = handlers
        self.name = f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"

    def run(self, stopping: threading.Event, poll: float = POLL_SECONDS) -> None:
        """Work until told to stop. A database that does not answer is tried again."""
        while not stopping.is_set():
            try:
                worked = self.run_one()
            except SQLAlchemyError as error:
                log.error("the database does not answer: %s", type(error).__name__)
                worked = False
            if not worked:
                stopping.wait(poll)

    def run_one(self) -> bool:
        """Do the job that has waited longest. Return False when none is waiting."""
        taken = self._with(queue.take, self.name)
        if taken is None:
            return False
        done = threading.Event()
        keeper = threading.Thread(target=self._keep, args=(taken, done), daemon=True)
        keeper.start()
        try:
            self._do(taken)
        finally:
            done.set()
            keeper.join()
        return True

    def _do(self, taken: queue.Taken) -> None:
        try:
            again_in = self.handlers[taken.kind](taken.subject)
        except NeedsSomebody as error:
            self._say(taken, error)
            self._with(queue.set_aside, taken, type(error).__name__)
        except TryAgain as error:
            self._say(taken, error)
            self._with(queue.give_back, taken, type(error).__name__, wait=error.after)
        except Exception as error:
            self._say(taken, error)
            self._with(queue.give_back, taken, type(error).__name__, refused=True)
        else:
            self._with(queue.finish, taken, again_in=again_in)

    def _say(self, taken: queue.Taken, error: Exception) -> None:
        """Log the kind of a fault, never its message: it may quote a case."""
        log.warning("%s %s: %s", taken.kind, taken.subject, type(error).__name__)

    def _keep(self, taken: queue.Taken, done: threading.Event) -> None:
        while not done.wait(KEEP_EVERY):
            try:
                if not self._with(queue.keep, taken):
                    return
            except SQLAlchemyError:
                log.warning("the lease of %s %s could not be kept", taken.kind, taken.subject)

    def _with(self, verb: Callable[..., Done], *arguments: Any, **options: Any) -> Done:
        with Session(self.database) as session:
            done = verb(session, *arguments, **options)
            session.commit()
            return done
