"""How many questions of a paper each domain has, from its exact weight: by the largest remainder."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor


def counts(questions: int, weights: Sequence[Fraction]) -> tuple[int, ...]:
    """Whole numbers that are `questions` together, for weights that are 1 together.

    What is left after rounding down goes to the largest remainders; of equal ones to the larger weight, and then to the
    one that stands first.
    """
    quotas = [questions * weight for weight in weights]
    shares = [floor(quota) for quota in quotas]
    first = sorted(range(len(weights)), key=lambda n: (shares[n] - quotas[n], -weights[n], n))
    for n in first[: questions - sum(shares)]:
        shares[n] += 1
    return tuple(shares)
