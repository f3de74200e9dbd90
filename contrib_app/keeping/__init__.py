"""Keeping the data: for as long as it is needed, on more than one disk, and not a day more."""
