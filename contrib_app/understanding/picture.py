"""A curve → the points of a drawing: lines told apart by their dashes, readable without colour."""

from collections.abc import Sequence
from dataclasses import dataclass

from contrib_app.understanding.service import Curve

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 64, 32, 16, 48
DASHES = ("8 4", "2 3", "12 4 2 4", "4 4", "16 4", "1 5", "8 3 2 3 2 3")
MOST_LINES = len(DASHES)
STEPS = (50, 100, 200, 250, 500, 1000, 2000, 5000)


@dataclass(frozen=True)
class Line:
    """One line of the drawing. number: what its label and its legend share."""

    number: int
    label: str
    points: str
    dashes: str
    x: float
    y: float


@dataclass(frozen=True)
class Picture:
    """What the template draws, in the units of its view box."""

    total: str
    lines: list[Line]
    x_ticks: list[tuple[float, float]]
    y_ticks: list[tuple[float, float]]
    now: float | None


def picture_of(curve: Curve) -> Picture:
    """Return the drawing of a curve, its largest lines first."""
    most_x, most_y = curve.incomes[-1], max(1.0, *curve.totals)

    def at_x(income: float) -> float:
        return round(LEFT + income / most_x * (WIDTH - LEFT - RIGHT), 1)

    def at_y(amount: float) -> float:
        return round(HEIGHT - BOTTOM - amount / most_y * (HEIGHT - TOP - BOTTOM), 1)

    def points(amounts: Sequence[float]) -> str:
        pairs = zip(curve.incomes, amounts, strict=True)
        return " ".join(f"{at_x(income)},{at_y(amount)}" for income, amount in pairs)

    largest = sorted(curve.amounts.items(), key=lambda one: -max(one[1]))[:MOST_LINES]
    lines = []
    for rank, (label, amounts) in enumerate(largest):
        peak = amounts.index(max(amounts))
        where = at_x(curve.incomes[peak]), at_y(amounts[peak]) - 6
        lines.append(Line(rank + 1, label, points(amounts), DASHES[rank], *where))
    return Picture(
        total=points(curve.totals),
        lines=lines,
        x_ticks=[(at_x(value), value) for value in ticks(most_x)],
        y_ticks=[(at_y(value), value) for value in ticks(most_y)],
        now=at_x(curve.now) if 0 < curve.now <= most_x else None,
    )


def ticks(most: float) -> list[float]:
    """Return round values from nothing to the largest, seven at most.

    >>> ticks(2600.0)
    [0.0, 500.0, 1000.0, 1500.0, 2000.0, 2500.0]
    """
    step = next((one for one in STEPS if most / one <= 7), STEPS[-1])
    return [float(value) for value in range(0, int(most) + 1, step)]
