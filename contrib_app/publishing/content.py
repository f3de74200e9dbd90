"""What is published of a case: its text and its place, and nothing else. Pure.

Nothing from a contributor decides a path: it is made of the benefit's place in the catalogue, the
title as the reviewer validated it, reduced to plain letters, and the number of the case.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

from contrib_app.catalogue import Benefit, find_benefit, label_words
from contrib_app.contributions.models import Contribution
from contrib_app.contributions.privacy import passages
from lawcases import Case, CaseError, read_cases, write_cases

SLUG = re.compile(r"[a-z0-9_]{1,60}")


class Unpublishable(Exception):
    """A case cannot be published as it is; the message says why."""


@dataclass(frozen=True)
class Content:
    """A case as it is published. green: as the agent who accepted it saw it."""

    number: int
    benefit: Benefit
    case: Case
    text: str
    name: str
    green: bool

    def path(self, green: bool) -> str:
        """Return its place in the corpus: a case that the rules do not satisfy stands apart."""
        return f"{'yaml' if green else 'divergences'}/{self.benefit.path}/{self.name}.yaml"


def content_of(contribution: Contribution) -> Content:
    """Return what is published of a case. Raises Unpublishable."""
    benefit = find_benefit(contribution.benefit)
    if benefit is None:
        raise Unpublishable("its benefit left the catalogue")
    try:
        case = publishable(contribution)
        text = write_cases([case])
    except CaseError as error:
        raise Unpublishable(error.args[0]) from None
    if found := list(passages(text, label_words())):
        raise Unpublishable(f"it seems to hold: {found[0].kind}")
    return Content(
        number=contribution.id,
        benefit=benefit,
        case=case,
        text=text,
        name=f"{slug(contribution.title)}_{contribution.id}",
        green=all(check["passed"] for check in contribution.checks),
    )


def publishable(contribution: Contribution) -> Case:
    """Return the case as it is published: the reviewer's title, and where it comes from."""
    (case,) = read_cases(contribution.case_yaml)
    return replace(
        case,
        name=contribution.title,
        description=None,
        keywords=(f"contribution-{contribution.id}", contribution.evidence.value),
    )


def slug(title: str) -> str:
    """Return a title as a file name: plain lower-case letters, figures and underscores.

    >>> slug("Paris : 116 € attendus, à l'équilibre")
    'paris_116_attendus_a_l_equilibre'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60].strip("_") or "cas"
    if not SLUG.fullmatch(name):
        raise ValueError("a slug holds plain letters only")
    return name
