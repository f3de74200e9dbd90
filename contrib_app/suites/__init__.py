"""What each institution's published cases guard, and what nobody's case does yet."""

from contrib_app.suites.views import bp

__all__ = ["bp"]
