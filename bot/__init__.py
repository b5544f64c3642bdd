"""A career advisor for one job: chief information security officer."""
