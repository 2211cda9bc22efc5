"""`python -m benchmarks [WORD …]`: measure the rows whose work holds one of the words, or all, and write the page."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from benchmarks import report
from benchmarks.measuring import Outcome
from benchmarks.rows import ROWS

ROUNDS = 7


def main() -> int:
    reader = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    reader.add_argument("words", nargs="*", metavar="WORD", help="only rows whose work holds one of these")
    reader.add_argument("--rounds", type=int, default=ROUNDS, help="how often each side is measured")
    given = reader.parse_args()
    words = [word.casefold() for word in given.words] or [""]
    chosen = [row for row in ROWS if any(word in row.work.casefold() for word in words)]
    if not chosen:
        print("No row holds any of these words. There are:", *(row.work for row in ROWS), sep="\n  ")
        return 2
    outcomes = []
    for row in chosen:
        outcome = Outcome(row, row.measure(given.rounds))
        print(report.on_terminal(outcome), flush=True)
        outcomes.append(outcome)
    if len(chosen) == len(ROWS):
        report.PAGE.write_text(report.page(outcomes, report.this_machine(datetime.now(UTC).date())), encoding="utf-8")
        print(f"\nWritten to {report.PAGE.relative_to(report.PAGE.parents[2])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
