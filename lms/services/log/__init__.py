"""The issuance log and the audit log."""
