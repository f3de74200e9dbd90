"""What a variable rests on, as far as its formulas name it."""

from lawcases import Legislation


def names_below(variables: list[str], legislation: Legislation) -> list[str]:
    """Return variables and those that their formulas name, at any depth, nearest first."""
    known = legislation.system.variables
    found: dict[str, None] = {}
    waiting = list(variables)
    while waiting:
        name = waiting.pop(0)
        if name in found or name not in known:
            continue
        found[name] = None
        for formula in known[name].formulas.values():
            waiting += [text for text in formula.__code__.co_consts if isinstance(text, str)]
    return list(found)
