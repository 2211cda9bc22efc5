"""Every row of the table, in its order."""

from __future__ import annotations

from benchmarks import (
    after_examination,
    certificate,
    compiling,
    daily_pages,
    lesson_page,
    saved_answers,
    saved_files,
    search,
    start_up,
    verification_page,
)
from benchmarks.measuring import Row

ROWS: tuple[Row, ...] = (
    *lesson_page.ROWS,
    *daily_pages.ROWS,
    *saved_answers.ROWS,
    *verification_page.ROWS,
    *search.ROWS,
    *compiling.ROWS,
    *saved_files.ROWS,
    *certificate.ROWS,
    *after_examination.ROWS,
    *start_up.ROWS,
)
