"""How a job may fail, by what to do about it; any other exception is tried again much later."""


class TryAgain(Exception):
    """A fault of the moment. after: seconds to wait at least."""

    after = 0.0


class TryMuchLater(Exception):
    """The other side says no, and may say yes once somebody changed something there."""


class NeedsSomebody(Exception):
    """Trying again would change nothing: the job is set aside until somebody looks."""
