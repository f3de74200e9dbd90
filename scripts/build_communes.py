"""Build the table of communes from the npm package `@etalab/decoupage-administratif`.

    python scripts/build_communes.py [FOLDER OF THE UNPACKED PACKAGE]

Without a folder, `npm pack` fetches the package. One line per commune of France, most populated
first within a postal code: INSEE code, name, SIREN of the intercommunality, population, postal
codes. Paris, Lyon and Marseille appear by arrondissement. Source: Etalab, Licence Ouverte 2.0.
"""

import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "@etalab/decoupage-administratif@6.0.0"
TABLE = Path(__file__).parent.parent / "contrib_app" / "simulator" / "communes.tsv"


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else fetch(Path(scratch))
        rows = table(
            json.loads((folder / "data" / "communes.json").read_text()),
            json.loads((folder / "data" / "epci.json").read_text()),
        )
    TABLE.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    print(f"{len(rows)} communes in {TABLE.name}")


def fetch(scratch: Path) -> Path:
    """Fetch and unpack the package; return its folder."""
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=scratch, check=True)
    (archive,) = scratch.glob("*.tgz")
    with tarfile.open(archive) as tar:
        tar.extractall(scratch, filter="data")
    return scratch / "package"


def table(communes: list[dict], epci: list[dict]) -> list[tuple[str, ...]]:
    """Return one row per commune that has a postal code, by INSEE code."""
    siren = {member["code"]: one["code"] for one in epci for member in one["membres"]}
    whole = {one["commune"] for one in communes if one["type"] == "arrondissement-municipal"}
    kept = [
        one
        for one in communes
        if one["type"] in ("commune-actuelle", "arrondissement-municipal")
        and one["code"] not in whole
        and one.get("codesPostaux")
    ]
    return [
        (
            one["code"],
            one["nom"],
            siren.get(one.get("commune", one["code"]), ""),
            str(one.get("population", 0)),
            " ".join(sorted(one["codesPostaux"])),
        )
        for one in sorted(kept, key=lambda one: one["code"])
    ]


if __name__ == "__main__":
    main()
