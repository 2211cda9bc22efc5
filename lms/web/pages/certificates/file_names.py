"""The names under which people keep what they download."""

from __future__ import annotations

import re
import unicodedata


def file_name(title: str, serial: str, kind: str) -> str:
    """`Certified-Patient-Leader-7K3MD.pdf`: in letters that every system keeps as they are."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii")
    words = re.findall(r"[A-Za-z0-9]+", plain)[:8] or ["Certificate"]
    return "-".join([*words, serial.partition("-")[0].upper()]) + f".{kind}"
