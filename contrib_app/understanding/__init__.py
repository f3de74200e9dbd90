"""Why a result is what it is, what would change it, and how it moves with incomes."""

from contrib_app.understanding.views import bp

__all__ = ["bp"]
