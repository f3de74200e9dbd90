"""Cases that show the same thing bear the same digest."""

import hashlib
from dataclasses import astuple

from lawcases import Case, Legislation
from lawcases.signing import signature


def digest_of(case: Case, legislation: Legislation) -> str | None:
    """Return a digest of the conditions that a case meets, None when it cannot be computed."""
    found = signature(case, legislation)
    if found is None:
        return None
    said = repr([sorted(part) for part in astuple(found)])
    return hashlib.sha256(said.encode()).hexdigest()
