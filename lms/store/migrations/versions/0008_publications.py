"""What stands around the courses: people as they show themselves, what they keep, and what is searched."""

from __future__ import annotations

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Each part is a function of its own."""


def downgrade() -> None:
    """The parts, the newest first."""
