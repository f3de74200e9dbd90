"""What may go wrong while a case leaves, sorted by what to do about it.

PublishingError
├── Unreachable      the other side is down, slow or busy: try again soon
├── Refused          it answers, and says no: try again much later
├── BadAnswer        it answers something else than what it promises: try again soon
├── Conflict         somebody else's work is where ours should go: a person must look
└── BadSetting       this installation is not set up for it: a person must look

Messages say what was done and where; they never quote a case, a token, or what the other side said.
"""

from contrib_app.work.outcomes import NeedsSomebody, TryAgain, TryMuchLater


class PublishingError(Exception):
    """A case did not leave this time."""


class Unreachable(PublishingError, TryAgain):
    """The other side is down, slow or busy. `after`: seconds that it asks us to wait."""

    def __init__(self, message: str, after: float = 0.0):
        self.after = after
        super().__init__(message)


class Refused(PublishingError, TryMuchLater):
    """The other side says no."""


class BadAnswer(PublishingError, TryAgain):
    """The other side answers something else than what it promises."""


class Conflict(PublishingError, NeedsSomebody):
    """Somebody else's work is where ours should go."""


class BadSetting(PublishingError, NeedsSomebody):
    """This installation is not set up for it."""
