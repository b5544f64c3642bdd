"""The values that everything else speaks of; imports nothing of ours."""
