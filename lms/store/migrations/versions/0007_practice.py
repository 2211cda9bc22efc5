"""What the practice of certifying keeps: duties, the life of a question, applications and decisions."""

from __future__ import annotations

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Each part is a function of its own."""


def downgrade() -> None:
    """The parts, the newest first."""
