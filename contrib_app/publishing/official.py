"""The official runner, in a bounded process of its own: `openfisca test`'s verdict on each file.

The files are ours, written by `lawcases` and read back without tags before they come here, since
this runner would execute tags.
"""

import json
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from contrib_app.engine.law import COUNTRY, EXTENSIONS
from contrib_app.publishing.child import limit, run_child
from contrib_app.publishing.errors import Unreachable

SECONDS = 120.0
SECONDS_EACH = 20.0


def judge(texts: Mapping[str, str]) -> dict[str, bool]:
    """Return what the official runner says of each text ({name: green or not}).

    Raises Unreachable when it ends without a verdict.
    """
    with tempfile.TemporaryDirectory(prefix="mesaides-") as folder:
        for name, text in texts.items():
            Path(folder, f"{name}.yaml").write_text(text, encoding="utf-8")
        seconds = SECONDS + SECONDS_EACH * len(texts)
        out = run_child("contrib_app.publishing.official", folder, seconds=seconds)
    try:
        verdicts = json.loads(out.splitlines()[-1])
        return {name: bool(verdicts[name]) for name in texts}
    except (IndexError, KeyError, ValueError):
        raise Unreachable("the official runner ended without a verdict") from None


def main(seconds: str, folder: str) -> None:  # pragma: no cover - runs in the child
    """Judge every file of a folder; the last line printed is {name: true when green}."""
    limit(int(seconds))
    os.environ["PYTEST_ADDOPTS"] = "-p no:cacheprovider"
    os.chdir(folder)

    from openfisca_core.scripts import build_tax_benefit_system
    from openfisca_core.tools.test_runner import run_tests

    law = build_tax_benefit_system(COUNTRY, EXTENSIONS, None)
    verdicts = {}
    for file in sorted(Path(folder).glob("*.yaml")):
        code = run_tests(law, [str(file)], {})
        if code in (0, 1):  # anything else is no verdict
            verdicts[file.stem] = code == 0
    sys.stdout.write("\n" + json.dumps(verdicts) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
