"""What the web process knows of computing: an address and a question."""

import json
import socket
from pathlib import Path
from typing import Any


class EngineError(Exception):
    """A computation gave no result. Its message says why, and quotes nothing of the household."""


class TooSlow(EngineError):
    """The computation went over its time."""


class TooBusy(EngineError):
    """Too many computations are waiting already, or the engine is not running yet.

    retry_after: seconds after which to try again, from how long computations take now.
    """

    def __init__(self, message: str, retry_after: int = 5):
        super().__init__(message)
        self.retry_after = retry_after


class Failed(EngineError):
    """The model could not compute this household."""


REFUSALS = {"too_slow": TooSlow, "failed": Failed}


class Engine:
    """The warm process that listens on `address`.

    `patience` (seconds) bounds the whole call: the wait for a place and the computation.
    """

    def __init__(self, address: Path, patience: float = 30.0):
        self.address = address
        self.patience = patience

    def call(self, job: str, **arguments: Any) -> Any:
        """Run `job` of `contrib_app.engine.jobs` in a child of the warm process.

        Raises TooSlow, TooBusy or Failed.
        """
        question = f"{job}\n{json.dumps(arguments, allow_nan=False)}".encode()
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(self.patience)
                connection.connect(str(self.address))
                connection.sendall(question)
                connection.shutdown(socket.SHUT_WR)
                answer = b"".join(iter(lambda: connection.recv(65536), b""))
        except TimeoutError:
            raise TooSlow("no answer in time") from None
        except OSError:
            raise TooBusy("the engine does not answer") from None
        try:
            reply = json.loads(answer)
        except ValueError:
            raise Failed("the engine gave no readable answer") from None
        if "result" in reply:
            return reply["result"]
        if reply["error"] == "too_busy":
            raise TooBusy(reply["message"], reply.get("retry_after", 5))
        raise REFUSALS[reply["error"]](reply["message"])
