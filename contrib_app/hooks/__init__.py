"""What the repository of the rules tells us: its checks, and that something changed there."""

from contrib_app.hooks.views import bp

__all__ = ["bp"]
