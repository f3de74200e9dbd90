"""The text of cases → the same cases in their canonical form, with the comments of the text."""

from collections.abc import Collection

from lawcases.canonical import canonical
from lawcases.commenting import comments_of
from lawcases.legislation import Legislation
from lawcases.reading import read_cases
from lawcases.walking import Path
from lawcases.writing import write_cases


def format_text(
    text: str, law: Legislation, *, file: str = "<text>", allow: Collection[str] = ()
) -> str:
    """Return the text in canonical form: one order, one layout, and every comment.

    The result reads back as cases of the same meaning, and is its own canonical form. Raises
    CaseError for a text that cannot be read, NotWritable when a comment has no place to go.
    """
    cases = read_cases(text, file=file, allow=allow)
    comments = comments_of(text, file)
    formatted = []
    for rank, case in enumerate(cases):

        def has_comments(path: Path, rank: str = str(rank)) -> bool:
            return comments.beneath((rank, *map(str, path)))

        formatted.append(canonical(case, law, keep=has_comments))
    return write_cases(formatted, comments)
