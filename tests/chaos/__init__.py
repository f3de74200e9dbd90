"""What is promised must hold whatever is killed. Short forms run with the tests; the long forms
are commands: see docs/trust.md."""
