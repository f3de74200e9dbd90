"""Computing, away from the web: a warm process forks a bounded child for each batch."""

from contrib_app.engine.client import (
    Engine,
    EngineError,
    Failed,
    StillComputing,
    TooBusy,
    TooSlow,
)

__all__ = ["Engine", "EngineError", "Failed", "StillComputing", "TooBusy", "TooSlow"]
