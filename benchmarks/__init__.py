"""Measures of what the project promises, as ratios within one run."""
