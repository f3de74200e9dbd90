"""The commands of `lawcases`, one module each: `add_to` declares its arguments, `main` runs it."""
