"""The official runner, in a bounded process of its own: `openfisca test`'s verdict on a file.

`python -m contrib_app.publishing.official FOLDER` runs every file of FOLDER and prints, as its last
line, {name: true when green}. The files are ours, written by `lawcases` and read back without tags
before they come here, since this runner would execute tags.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from contrib_app.engine.jobs import COUNTRY, EXTENSIONS
from contrib_app.publishing.errors import Unreachable

SECONDS = 120.0
SECONDS_EACH = 20.0
MEGABYTES = 4096


def judge(texts: Mapping[str, str]) -> dict[str, bool]:
    """Return what the official runner says of each text ({name: green or not}).

    Raises Unreachable when it ends without a verdict.
    """
    seconds = SECONDS + SECONDS_EACH * len(texts)
    with tempfile.TemporaryDirectory(prefix="mesaides-") as folder:
        for name, text in texts.items():
            Path(folder, f"{name}.yaml").write_text(text, encoding="utf-8")
        process = subprocess.Popen(
            [sys.executable, "-m", "contrib_app.publishing.official", folder, str(int(seconds))],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ},
        )
        try:
            out, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise Unreachable("the official runner takes too long") from None
        finally:
            if process.returncode is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
    try:
        verdicts = json.loads(out.splitlines()[-1])
        return {name: bool(verdicts[name]) for name in texts}
    except (IndexError, KeyError, ValueError):
        raise Unreachable("the official runner ended without a verdict") from None


def main(folder: str, seconds: str) -> None:  # pragma: no cover - runs in the child
    """Judge every file of a folder, under limits of time, memory and files."""
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 2**20, MEGABYTES * 2**20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
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
