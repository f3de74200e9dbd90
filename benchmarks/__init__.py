"""What this project promises of speed, as commands. Run them with `python -m benchmarks.NAME`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
