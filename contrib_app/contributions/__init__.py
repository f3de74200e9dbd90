"""A result that somebody knows better → a short anonymous case, and its follow-up."""

from contrib_app.contributions.views import bp

__all__ = ["bp"]
