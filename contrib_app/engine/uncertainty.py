"""The readings of the law that its own documentation calls uncertain."""

from lawcases import Legislation

MARK = "Incertain : "


def uncertain_readings(name: str, legislation: Legislation) -> list[str]:
    """Return the marks of a variable, and of those that its formulas name, at any depth.

    A mark is a line of a variable's documentation that begins with `Incertain : `. They come
    without it, each once, those of the variable itself first.
    """
    variables = legislation.system.variables
    found: dict[str, None] = {}
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop(0)
        variable = variables.get(one)
        if variable is None or one in seen:
            continue
        seen.add(one)
        for line in (variable.documentation or "").splitlines():
            if line.strip().startswith(MARK):
                found[line.strip().removeprefix(MARK)] = None
        for formula in variable.formulas.values():
            waiting += [text for text in formula.__code__.co_consts if isinstance(text, str)]
    return list(found)
