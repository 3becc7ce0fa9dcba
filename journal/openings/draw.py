"""Which prompts a couple's page offers today (pure). Both see the same six, in the same order.

Nobody may read from them whose ceiling is the lower one (PRODUCT.md, practice 2). So:

- The page never says how deep a prompt is, and there are always six.
- How deep a day goes is first drawn for the couple, and only then capped by the lower ceiling. Most days stay light for
  everybody, also for two who have both chosen "tender".
- A ceiling that nobody ever touched is the lowest, so a light page may mean a partner who never saw that setting.
- The draw cannot be computed outside. A change counts from the next day, so nobody can move their own up and down and
  watch.

One thing remains: somebody whose own ceiling is high can guess, over many weeks.
"""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.crypto import salted_hmac

from journal.openings.prompts import PROMPTS, Prompt

OFFERED: Final = 6
#: How often a day goes as deep as 1, 2 or 3, whoever chose what.
PACE: Final = (50, 30, 20)
#: A day here begins for both at one instant, at night or in the morning nearly everywhere: it tells nothing of a zone.
BEGINS: Final = timedelta(hours=8)


def day_of(moment: datetime) -> date:
    return (moment.astimezone(UTC) - BEGINS).date()


def draw(couple_id: UUID, day: date, ceiling: int, prompts: Sequence[Prompt] = PROMPTS) -> list[Prompt]:
    seed = salted_hmac("journal.openings.draw", f"{couple_id}:{day}", algorithm="sha256").hexdigest()
    dice = random.Random(seed)  # noqa: S311  the seed is secret
    deepest = min(ceiling, dice.choices((1, 2, 3), PACE)[0])
    shuffled = sorted(prompts, key=lambda prompt: salted_hmac(seed, prompt.id, algorithm="sha256").digest())
    depths = [dice.randint(1, deepest) for _ in range(OFFERED)]
    chosen: list[Prompt] = []
    for depth in depths:
        chosen.append(next(prompt for prompt in shuffled if prompt.depth == depth and prompt not in chosen))
    return chosen
