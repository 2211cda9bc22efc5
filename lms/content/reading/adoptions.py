"""What was decided about a bank before there were reviews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from lms.content.reading.head import NOWHERE, Head
from lms.sources.diagnostics import Place


@dataclass(frozen=True, slots=True)
class Adoption:
    """What was adopted of a bank, by question: the version first, then texts in other languages as `es:<hash>`."""

    bank: str
    by: str
    reason: str
    versions: Mapping[str, tuple[str, ...]]
    day: date | None = None
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)
    head: Head = field(default=NOWHERE, compare=False, repr=False)
