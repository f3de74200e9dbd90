"""Accepted cases → files of the corpus."""
