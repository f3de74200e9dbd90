"""`python -m lawcases`."""

import sys

from lawcases.cli import main

sys.exit(main())
