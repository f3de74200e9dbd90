"""`python -m contrib_app.engine`: load the law, warm it, answer."""

import logging
import signal

from contrib_app.config import read_settings
from contrib_app.engine.child import Limits
from contrib_app.engine.jobs import Jobs
from contrib_app.engine.server import Server, freeze


def main() -> None:
    logging.basicConfig(format="%(name)s %(levelname)s %(message)s")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the owner, who then ends us
    settings = read_settings()
    jobs = Jobs()
    jobs.warm_up()
    freeze()
    limits = Limits(
        seconds=settings.compute_seconds,
        megabytes=settings.compute_megabytes,
        longer={
            "simplify": 6 * settings.compute_seconds,
            "why": 6 * settings.compute_seconds,
            "vary": 6 * settings.compute_seconds,
            "decide": 18 * settings.compute_seconds,
            "coverage": 60 * settings.compute_seconds,
        },
    )
    Server(settings.socket, jobs.tasks(), limits).serve()


if __name__ == "__main__":
    main()
