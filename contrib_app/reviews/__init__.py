"""The agents' queue and their decisions."""

from contrib_app.reviews.views import bp

__all__ = ["bp"]
