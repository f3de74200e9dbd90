"""The readings of the law that its own documentation calls uncertain."""

from contrib_app.engine.names import names_below
from lawcases import Legislation

MARK = "Incertain : "


def uncertain_readings(name: str, legislation: Legislation) -> list[str]:
    """Return the marks of a variable, and of those that its formulas name, at any depth.

    A mark is a line of a variable's documentation that begins with `Incertain : `. They come
    without it, each once, those of the variable itself first.
    """
    found: dict[str, None] = {}
    for one in names_below([name], legislation):
        documentation = legislation.system.variables[one].documentation or ""
        for line in documentation.splitlines():
            if line.strip().startswith(MARK):
                found[line.strip().removeprefix(MARK)] = None
    return list(found)
