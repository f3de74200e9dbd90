"""Load a country package as OpenFisca does, without doing again what gave the same last time.

Two things are kept on disk (`lawcases.keeping`): the tree of parameters that a folder of YAML files
gives, and where each class is written in a file of variables, which OpenFisca finds by parsing the
file a second time. Both depend on nothing but those files and on the versions of OpenFisca and of
Python. Formulas, reforms and everything that a package computes while it loads run as always.
"""

import ast
import contextlib
import gc
import hashlib
import linecache
import sys
from collections.abc import Iterator
from importlib.metadata import version
from types import SimpleNamespace
from typing import Any

import openfisca_core.parameters
from openfisca_core.parameters import ParameterNode
from openfisca_core.taxbenefitsystems import TaxBenefitSystem, tax_benefit_system

from lawcases.keeping import files_below, fingerprint, kept

PARAMETER_CLASSES = ("openfisca_core.parameters",)
Outline = list[tuple[str, int, int | None]]


@contextlib.contextmanager
def quick_start() -> Iterator[None]:
    """Within, country packages and extensions load quickly, and the same."""
    collecting = gc.isenabled()
    gc.disable()  # hundreds of thousands of objects are built, none is garbage
    linecache.checkcache()  # a file may have changed since this process read it
    try:
        with _kept_parameters(), _kept_outlines(), _known_metadata():
            yield
    finally:
        if collecting:
            gc.enable()


def _versions() -> bytes:
    return repr(
        (sys.version, version("openfisca-core"), openfisca_core.parameters.__file__)
    ).encode()


@contextlib.contextmanager
def _kept_parameters() -> Iterator[None]:
    """Take from the cache the whole trees that are read from folders."""
    create = ParameterNode.__init__

    def create_or_recall(
        self: Any,
        name: str = "",
        directory_path: Any = None,
        data: Any = None,
        file_path: Any = None,
    ) -> None:
        state = None if directory_path is None else _state(directory_path)
        if state is None or type(self) is not ParameterNode:
            create(self, name, directory_path, data, file_path)
            return

        def made() -> dict[str, Any]:
            ParameterNode.__init__ = create  # the folders below are part of this tree
            try:
                create(self, name, directory_path, data, file_path)
            finally:
                ParameterNode.__init__ = create_or_recall
            facts: dict[str, Any] = self.__dict__
            return facts

        title = f"parameters {name} {directory_path}"
        self.__dict__.update(kept(title, state, made, PARAMETER_CLASSES))

    ParameterNode.__init__ = create_or_recall
    try:
        yield
    finally:
        ParameterNode.__init__ = create


def _state(folder: str) -> bytes | None:
    """Return the key of what OpenFisca makes of a folder, None if it is still changing."""
    try:
        print_of_files = fingerprint(files_below(folder))
    except OSError:
        return None
    return None if print_of_files is None else _versions() + print_of_files


@contextlib.contextmanager
def _kept_outlines() -> Iterator[None]:
    """Take from the cache the first and last lines of the classes of a folder of variables."""
    add = TaxBenefitSystem.add_variables_from_directory

    def add_with_outlines(self: Any, directory: Any) -> None:
        state = _state(directory)
        if state is None:
            add(self, directory)
            return
        known = kept(f"classes {directory}", state, lambda: _outlines(directory), ())
        TaxBenefitSystem.add_variables_from_directory = add  # the folders below are part of it
        tax_benefit_system.ast = SimpleNamespace(
            ClassDef=ast.ClassDef, parse=lambda source: _outlined(source, known)
        )
        try:
            add(self, directory)
        finally:
            tax_benefit_system.ast = ast
            TaxBenefitSystem.add_variables_from_directory = add_with_outlines

    TaxBenefitSystem.add_variables_from_directory = add_with_outlines
    try:
        yield
    finally:
        TaxBenefitSystem.add_variables_from_directory = add


def _outlines(folder: str) -> dict[bytes, Outline]:
    """Return the outline of each file of variables of a folder, by what it holds."""
    found = {}
    for entry in files_below(folder):
        if entry.name.endswith(".py"):
            source = "".join(linecache.getlines(entry.path))
            with contextlib.suppress(SyntaxError, ValueError):  # to be told when it is loaded
                found[_digest(source)] = [
                    (one.name, one.lineno, one.end_lineno)
                    for one in ast.parse(source).body
                    if isinstance(one, ast.ClassDef)
                ]
    return found


def _outlined(source: str, known: dict[bytes, Outline]) -> Any:
    """Return what OpenFisca looks at in the syntax tree of a file: its classes, and their lines."""
    outline = known.get(_digest(source))
    if outline is None:
        return ast.parse(source)
    nothing: dict[str, Any] = {"bases": [], "keywords": [], "body": [], "decorator_list": []}
    classes: list[ast.stmt] = [
        ast.ClassDef(name=name, lineno=first, end_lineno=last, **nothing)
        for name, first, last in outline
    ]
    return ast.Module(body=classes, type_ignores=[])


def _digest(source: str) -> bytes:
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).digest()


@contextlib.contextmanager
def _known_metadata() -> Iterator[None]:
    """Read the metadata of a package once, not once a file of variables."""
    read = TaxBenefitSystem.get_package_metadata
    known: dict[type, dict[str, str]] = {}

    def remembered(self: Any) -> dict[str, str]:
        if self.baseline:
            return read(self)  # type: ignore[no-any-return]
        if type(self) not in known:
            known[type(self)] = read(self)
        return dict(known[type(self)])

    TaxBenefitSystem.get_package_metadata = remembered
    try:
        yield
    finally:
        TaxBenefitSystem.get_package_metadata = read
