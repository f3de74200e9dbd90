"""The values that each case of an assembly has whatever else is computed before them.

OpenFisca stops a computation that comes back to the same variable (a spiral), and what it then
answers depends on what was asked before. Where no path of a computation meets a variable twice
there is no spiral, in whatever order things are asked: the value depends on the inputs alone.
Such values (nine in ten, in France) are computed here once for all the cases, whatever each of
them gives and asks for. The others are left to each course (`lawcases.courses`).

Nothing here is guessed from the text of the law: what a formula asks for is noted as it runs, and a
formula that fails, that writes in what it reads or that looks at other rows shares nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy
from openfisca_core import periods
from openfisca_core.periods import DateUnit, Period

from lawcases.accelerating import Desk
from lawcases.assembling import ETERNITY, Assembly
from lawcases.neighbours import looks_at_neighbours
from lawcases.stocking import Known


@dataclass(slots=True)
class Shared:
    """A value of all the cases, right for some of them.

    valid: the cases for which it is right. reach: the variables below it, one bit each.
    children: what its formula asked for. givers: the cases that give it, and ask for nothing.
    is_partial: more cases could be valid, if they were asked for. tried: those that were.
    """

    array: Any
    valid: int
    reach: int
    givers: int
    children: Sequence[Known] = ()
    is_partial: bool = False
    tried: int = 0


@dataclass(slots=True)
class _Frame:
    """A formula that runs: for which cases it is right so far, and which of them are waited for."""

    valid: int
    live: int
    reach: int = 0
    is_partial: bool = False
    children: dict[Known, None] = field(default_factory=dict)


class _Useless(BaseException):
    """What a formula computes is right for nobody."""


class _ComesBack(BaseException):
    """A path meets a variable twice: `depth` is where it first met it."""

    def __init__(self, depth: int):
        super().__init__(depth)
        self.depth = depth


class _Watched(BaseException):
    """A formula asked for which periods a variable is known: what was shared must be forgotten."""


class Sharing:
    """What is shared by the cases of an assembly, computed when it is first asked for."""

    def __init__(self, assembly: Assembly, watched: set[str]):
        self.assembly = assembly
        self.watched = watched
        self.entries: dict[Known, Shared] = {}
        self._bits: dict[str, int] = {}
        self._frames: list[_Frame] = []
        self._open: dict[str, int] = {}
        self.simulation = assembly.simulation
        self.simulation.calculate = self._calculate
        self.simulation._batch = self
        self._put_eternal_values()

    def find(self, name: str, period: Period, wanted: int) -> Shared | None:
        """Return a value that is right for all the wanted cases, or else for as many as can be."""
        known = (name, period)
        while True:
            entry = self.entries.get(known)
            if entry is not None and not _may_grow(entry, wanted):
                return entry
            try:
                return self._evaluated(known, wanted)
            except _Watched:
                continue
            finally:
                self._frames.clear()
                self._open.clear()

    def bit(self, name: str) -> int:
        """Return the bit that stands for a variable."""
        bit = self._bits.get(name)
        if bit is None:
            bit = self._bits[name] = 1 << len(self._bits)
        return bit

    def watch(self, name: str) -> None:
        """Share no more than what is given of a variable whose known periods a formula asks for."""
        self.watched.add(name)
        bit = self.bit(name)
        for known in [known for known, entry in self.entries.items() if entry.reach & bit]:
            del self.entries[known]

    def know_periods(self, holder: Any) -> None:
        """Note that a formula asks for which periods a variable is known.

        What was computed before counts among them, unless the variable has no date and is given.
        """
        name = holder.variable.name
        if name not in self.watched:
            self.watch(name)
            raise _Watched
        is_eternal = holder.variable.definition_period is DateUnit.ETERNITY
        self._restrict(self.assembly.givers.get((name, ETERNITY), 0) if is_eternal else 0)

    peek = know_periods  # a formula looks at what is known, without computing it

    def forget(self) -> None:
        """Let go of all the values: they are large."""
        self.entries.clear()
        self.simulation.__dict__.pop("calculate", None)

    def _restrict(self, valid: int) -> None:
        if self._frames:
            frame = self._frames[-1]
            frame.valid &= valid
            if not frame.valid:
                raise _Useless

    def _calculate(self, name: str, period: Any) -> Any:
        """Return what a formula asks for, and note that it did. Takes the place of OpenFisca's."""
        if type(period) is not Period:
            period = periods.period(period)
        frame = self._frames[-1]
        known = (name, period)
        entry = self.entries.get(known)
        if entry is None or _may_grow(entry, frame.live):
            entry = self._evaluated(known, frame.live)
        frame.children[known] = None
        frame.reach |= entry.reach
        frame.valid &= entry.valid
        frame.is_partial |= entry.is_partial
        if not frame.valid:
            raise _Useless
        return entry.array

    def _evaluated(self, known: Known, wanted: int) -> Shared:
        """Compute a value for all the cases, those that are wanted being sure to be tried."""
        name, period = known
        desk = self._desk(name)
        variable, everyone = desk.variable, self.assembly.everyone
        if variable.definition_period is DateUnit.ETERNITY:
            entry = self._eternal(name, bool(variable.formulas))
        elif variable.is_neutralized or period[0] != variable.definition_period or period[2] != 1:
            entry = Shared(None, valid=0, reach=self.bit(name), givers=0)
        else:
            givers = self.assembly.givers.get(known, 0)
            formula = variable.get_formula(period)
            entry = Shared(None, givers, self.bit(name), givers)
            if name in self.watched or givers == everyone:
                pass
            elif formula is None:
                entry.valid = everyone
            elif not wanted & ~givers:
                entry.is_partial = True
            else:
                self._run(entry, desk, formula, known, wanted)
            if entry.array is None and entry.valid:
                entry.array = self.assembly.given(known)
        self.entries[known] = entry
        return entry

    def _eternal(self, name: str, has_formula: bool) -> Shared:
        known = (name, ETERNITY)
        givers = self.assembly.givers.get(known, 0)
        is_sure = not has_formula and name not in self.watched
        valid = self.assembly.everyone if is_sure else givers
        return Shared(self.assembly.given(known), valid, self.bit(name), givers)

    def _run(self, entry: Shared, desk: Desk, formula: Any, known: Known, wanted: int) -> None:
        """Run a formula, and complete its entry if its value is right for somebody."""
        name, period = known
        depth = self._open.get(name)
        if depth is not None:
            raise _ComesBack(depth)
        if looks_at_neighbours(formula):
            return
        others = self.assembly.everyone & ~entry.givers
        frame = _Frame(others, wanted & others)
        depth = self._open[name] = len(self._frames)
        self._frames.append(frame)
        array = None
        try:
            array = self._result(desk, formula, period)
        except _ComesBack as found:
            if found.depth != depth:
                raise
        except _Useless:
            entry.is_partial, entry.tried = frame.is_partial, wanted
        except Exception:  # it fails for one of the cases: it will be known in its course
            array = None
        finally:
            del self._frames[depth:]
            self._open.pop(name, None)
        if array is None or frame.reach & entry.reach:
            return
        entry.array = self._kept(array, entry, known)
        entry.valid |= frame.valid
        entry.reach |= frame.reach
        entry.children = tuple(frame.children)
        entry.is_partial, entry.tried = frame.is_partial, wanted

    def _result(self, desk: Desk, formula: Any, period: Period) -> Any:
        """Return what a formula gives, as OpenFisca would keep it; None if it could not."""
        system = self.assembly.law.system
        if formula.__code__.co_argcount == 2:
            array = formula(desk.population, period)
        else:
            array = formula(desk.population, period, system.get_parameters_at_instant)
        if array is None:
            array = desk.holder.default_array()
        if type(array) is not numpy.ndarray or array.dtype != desk.dtype or desk.is_enum:
            array = self.simulation._cast_formula_result(array, desk.variable)
        return array if array.shape == (desk.count,) else None

    def _kept(self, array: Any, entry: Shared, known: Known) -> Any:
        if entry.givers:
            return self.assembly.with_given(array, known)
        array = array.view()
        array.flags.writeable = False  # a formula that writes in what it reads must fail
        return array

    def _desk(self, name: str) -> Desk:
        desks: dict[str, Desk] = self.simulation._desks
        if name not in desks:
            desks[name] = Desk(self.simulation, self.assembly.law.system.variables[name])
        return desks[name]

    def _put_eternal_values(self) -> None:
        """Put the values without a date, which formulas look at without asking for them."""
        for name, period in self.assembly.givers:
            if period == ETERNITY:
                holder = self._desk(name).holder
                holder._memory_storage._arrays[ETERNITY] = self.assembly.given((name, ETERNITY))


def _may_grow(entry: Shared, wanted: int) -> bool:
    return entry.is_partial and bool(wanted & ~entry.valid & ~entry.tried)
