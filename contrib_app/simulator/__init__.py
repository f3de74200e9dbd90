"""Questions, answers, results."""

from contrib_app.simulator.views import bp

__all__ = ["bp"]
