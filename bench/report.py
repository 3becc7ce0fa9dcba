"""One JSON line a figure, and whether every goal was met."""

import json
import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Report:
    bench: str
    missed: list[str] = field(default_factory=list)

    def figure(
        self,
        metric: str,
        value: float,
        unit: str,
        *,
        goal: float | None = None,
        least: float | None = None,
        floor: float | None = None,
        **more: object,
    ) -> None:
        """Print `value`; with a `floor`, the goal is about their ratio. `goal` is an upper bound, `least` a lower one.

        `more` is printed beside it, for whoever wants to know what the figure is made of.
        """
        ratio = value / floor if floor else None
        judged = ratio if ratio is not None else value
        ok = (goal is None or judged <= goal) and (least is None or judged >= least)
        line = {"bench": self.bench, "metric": metric, "value": _short(value), "unit": unit, "floor": _short(floor)}
        line |= {"ratio": _short(ratio), "goal": goal if least is None else least, "ok": ok}
        print(json.dumps(line | more), flush=True)
        if not ok:
            self.missed.append(metric)


def _short(number: float | None) -> float | None:
    return None if number is None else round(number, 3)


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile; `share` is 0.95 for p95."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def middle(values: Sequence[float]) -> float:
    return statistics.median(values)
