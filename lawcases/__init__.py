"""Read, check, run and write OpenFisca test cases.

Reading and writing need no legislation and load nothing heavy; the names that compute are loaded
the first time they are used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from lawcases.annotating import github_text
from lawcases.bisecting import Turn, turns_of, turns_text
from lawcases.case import Case, Check, Difference, Margin, Outcome, Value
from lawcases.changing import Change, Comparison, compare_runs, comparison_text
from lawcases.errors import CaseError, Place
from lawcases.html_report import html_text
from lawcases.junit import junit_text
from lawcases.reading import read_cases, read_file
from lawcases.report import Report, Result, Verdict, results_of
from lawcases.reporting import json_text, terminal_text
from lawcases.writing import write_cases

if TYPE_CHECKING:
    from lawcases.anonymity import (
        Altered,
        Anonymised,
        Pass,
        anonymise,
        other_places,
        role_names,
        round_amounts,
        vague_dates,
    )
    from lawcases.batching import run_cases
    from lawcases.checking import check_case
    from lawcases.coverage import Coverage, Item, coverage_of
    from lawcases.distributing import run_on_dask
    from lawcases.explaining import Explanation, Origin, UsedParameter, explain
    from lawcases.formatting import format_text
    from lawcases.grouping import duplicates
    from lawcases.legislation import Legislation, load_legislation
    from lawcases.linting import lint_cases
    from lawcases.migrating import Migrated, migrate_text
    from lawcases.migration_table import Table, read_table, table_of
    from lawcases.pruning import without_unread_inputs
    from lawcases.running import compute, run_case
    from lawcases.shrinking import Shrunk, shrink
    from lawcases.signing import Signature, signature
    from lawcases.telling import explanation_text

__all__ = [
    "Altered",
    "Anonymised",
    "Case",
    "CaseError",
    "Change",
    "Check",
    "Comparison",
    "Coverage",
    "Difference",
    "Explanation",
    "Item",
    "Legislation",
    "Margin",
    "Migrated",
    "Origin",
    "Outcome",
    "Pass",
    "Place",
    "Report",
    "Result",
    "Shrunk",
    "Signature",
    "Table",
    "Turn",
    "UsedParameter",
    "Value",
    "Verdict",
    "anonymise",
    "check_case",
    "compare_runs",
    "comparison_text",
    "compute",
    "coverage_of",
    "duplicates",
    "explain",
    "explanation_text",
    "format_text",
    "github_text",
    "html_text",
    "json_text",
    "junit_text",
    "lint_cases",
    "load_legislation",
    "migrate_text",
    "other_places",
    "read_cases",
    "read_file",
    "read_table",
    "results_of",
    "role_names",
    "round_amounts",
    "run_case",
    "run_cases",
    "run_on_dask",
    "shrink",
    "signature",
    "table_of",
    "terminal_text",
    "turns_of",
    "turns_text",
    "vague_dates",
    "without_unread_inputs",
    "write_cases",
]

_HOME_OF = {
    "Shrunk": "shrinking",
    "shrink": "shrinking",
    "Altered": "anonymity",
    "Anonymised": "anonymity",
    "Pass": "anonymity",
    "anonymise": "anonymity",
    "other_places": "anonymity",
    "role_names": "anonymity",
    "round_amounts": "anonymity",
    "vague_dates": "anonymity",
    "run_on_dask": "distributing",
    "Explanation": "explaining",
    "Origin": "explaining",
    "UsedParameter": "explaining",
    "explain": "explaining",
    "explanation_text": "telling",
    "run_cases": "batching",
    "Legislation": "legislation",
    "load_legislation": "legislation",
    "check_case": "checking",
    "format_text": "formatting",
    "Coverage": "coverage",
    "Item": "coverage",
    "coverage_of": "coverage",
    "duplicates": "grouping",
    "Migrated": "migrating",
    "migrate_text": "migrating",
    "Table": "migration_table",
    "read_table": "migration_table",
    "table_of": "migration_table",
    "Signature": "signing",
    "signature": "signing",
    "lint_cases": "linting",
    "run_case": "running",
    "compute": "running",
    "without_unread_inputs": "pruning",
}


def __getattr__(name: str) -> Any:
    """Import what computes only when it is asked for: OpenFisca takes a second to import."""
    if name in _HOME_OF:
        return getattr(import_module(f"lawcases.{_HOME_OF[name]}"), name)
    raise AttributeError(f"module 'lawcases' has no attribute {name!r}")
