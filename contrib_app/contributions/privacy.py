"""What must not be published: passages of a text that look like somebody. Pure.

Texts are never changed here: whoever wrote one is shown the passages, and decides.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """A passage that may name somebody: what it looks like, and the words themselves."""

    kind: str
    text: str


PATTERNS = {
    "e-mail": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "IBAN": re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b"),
    "téléphone": re.compile(r"(?<!\d)(?:\+33 ?|0033 ?|0)[1-9](?:[ .-]?\d{2}){4}(?!\d)"),
    "numéro d'allocataire": re.compile(r"(?<![\d])\d{7} ?[A-Z]\b"),
    "adresse": re.compile(
        r"\b\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|av\.|boulevard|bd|place|allée|impasse|chemin"
        r"|square|quai|cours|route|passage|villa|cité|résidence|lotissement) \w+",
        re.IGNORECASE,
    ),
    "santé": re.compile(
        r"\b(?:cancers?|tumeurs?|leucémies?|sida|vih|séropositi\w+|dépressi\w+|dépressi(?:f|ve)s?"
        r"|schizophrén\w+|bipolaires?|autis\w+|alzheimer|parkinson|épilep\w+|diabét\w+|diabète"
        r"|sclérose|chimio\w*|radiothérapie|hospitalis\w+|psychiatri\w+|suicid\w+|alcooli\w+"
        r"|toxicoman\w+|addicti\w+|trisomi\w+|mucoviscidose|avc|infarctus|burn-?out"
        r"|fausse couche|avortement|ivg|(?:ma|sa|leur|son|mon) (?:maladie|opération|traitement"
        r"|grossesse|handicap)|(?:suis|est|sommes|sont|tombée?|étais|était) malades?)\b",
        re.IGNORECASE,
    ),
}
TITLE = r"(?:M\.|Mme|Mlle|Mr|Monsieur|Madame|Mademoiselle|Dr|Docteur|Maître|Me)"
NAME = r"[A-ZÀ-Þ][a-zà-ÿ]+(?:-[A-ZÀ-Þ]?[a-zà-ÿ]+)*|[A-ZÀ-Þ]{2,}(?:-[A-ZÀ-Þ]{2,})*"
WITH_TITLE = re.compile(rf"(?<!\w){TITLE} (?:{NAME}|[A-Z]\.?)(?!\w)")
TWO_NAMES = re.compile(rf"(?<![\w’'-])({NAME}) ({NAME})(?![\w-])")
SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        a ainsi alors après au aucun aucune aux avant avec car ce ces cet cette chez comme dans de
        depuis des donc dont du elle elles en entre est et il ils je la le les leur leurs lorsque ma
        mais mes mon ne ni nos notre nous on ou où par parce pas pendant pour puis quand que qui sa
        sans sauf selon ses si son sont sous sur ton tous tout toute toutes un une vers vos votre
        vous
        """,
    )
)
KNOWN_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        caf msa rsa apl als alf aah aspa asi ass af cf asf ppa css paje aeeh ajpp apa adpa pch gir
        smic cdi cdd qf rfr cmg are insee ville paris rennes brest seine saint denis métropole
        france travail département conseil caisse allocations familiales code article règlement
        annexe titre livret pôle emploi carte navigo mobilité inclusion csp psol plf plfm pff pef pl
        ph pa
        """,
    )
)
NIR = re.compile(
    r"(?<!\d)([12](?:[ .]?\d){4}[ .]?(?:\d|2[AB])[ .]?[\dAB](?:[ .]?\d){6})"
    r"(?:[ .]?(\d{2}))?(?!\d)"
)


def passages(text: str, known: Collection[str] = ()) -> Iterator[Passage]:
    """Yield what looks personal in a text: numbers, addresses, illnesses, and what names somebody.

    known: words with a capital that name nobody, such as those of benefits' labels.

    >>> [one.kind for one in passages("Mme X, 06 12 34 56 78, x@free.fr")]
    ['e-mail', 'téléphone', 'nom']
    """
    for kind, pattern in PATTERNS.items():
        for found in pattern.finditer(text):
            yield Passage(kind, found.group())
    for found in NIR.finditer(text):
        if _is_nir(found.group(1), found.group(2)):
            yield Passage("numéro de sécurité sociale", found.group())
    yield from _names(text, KNOWN_WORDS | {word.lower() for word in known})


def _names(text: str, known: Collection[str]) -> Iterator[Passage]:
    """Yield somebody's title with a name, and two names that follow each other."""
    titled = list(WITH_TITLE.finditer(text))
    for found in titled:
        yield Passage("nom", found.group())
    start = 0
    while pair := TWO_NAMES.search(text, start):
        start = pair.start(2)  # the second word may be the first of another pair
        words = [word.lower() for word in pair.groups()]
        is_inside = any(one.start() <= pair.start() < one.end() for one in titled)
        if not is_inside and not any(word in SMALL_WORDS or word in known for word in words):
            yield Passage("nom", pair.group())


def _is_nir(body: str, key: str | None) -> bool:
    """Tell whether thirteen figures, and their key if it is there, are those of a NIR."""
    plain = re.sub(r"[ .]", "", body)
    number = int(plain.replace("2A", "19").replace("2B", "18")) if plain[:7] else 0
    if key is not None:
        return 97 - number % 97 == int(key)
    month = int(plain[3:5]) if plain[3:5].isdigit() else 0
    return 1 <= month <= 12 or 20 <= month <= 42
