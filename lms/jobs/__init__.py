"""The queue and what runs on it. The state is in the database; a job only carries it on."""
