"""Ask OpenFisca's own runner, in a process of its own, what it thinks of cases."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from lawcases.case import Case
from lawcases.errors import LegislationNotLoaded
from lawcases.writing import write_cases

RUN = "from openfisca_core.scripts.openfisca_command import main; main()"


def green_cases(cases: Sequence[Case], country: str, extensions: Sequence[str]) -> list[bool]:
    """Tell, for each case, whether `openfisca test` passes it.

    Raises LegislationNotLoaded when the runner does not start.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for rank, case in enumerate(cases):
            (folder / f"{rank:06}.yaml").write_text(write_cases([case]), encoding="utf-8")
        report = folder / "report.xml"
        command = [sys.executable, "-c", RUN, "test", str(folder), "--country-package", country]
        if extensions:
            command += ["--extensions", *extensions]
        options = f"-c {os.devnull} -p no:cacheprovider --junitxml={report}"
        done = subprocess.run(  # noqa: S603 - our own interpreter, names of packages
            command,
            cwd=folder,
            env={**os.environ, "PYTEST_ADDOPTS": options},
            capture_output=True,
            text=True,
            check=False,
        )
        if not report.exists():
            raise LegislationNotLoaded("openfisca test", (done.stderr or done.stdout)[-300:])
        found = list(ElementTree.parse(report).iter("testcase"))  # noqa: S314 - written just now
    if len(found) != len(cases):
        raise LegislationNotLoaded("openfisca test", f"{len(found)} of {len(cases)} cases were run")
    return [not list(one) for one in found]
