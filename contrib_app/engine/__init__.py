"""Computing, away from the web: a warm process forks a bounded child for each computation."""

from contrib_app.engine.client import Engine, EngineError, Failed, TooBusy, TooSlow

__all__ = ["Engine", "EngineError", "Failed", "TooBusy", "TooSlow"]
