"""Evaluation sets of our own and what checks their shape."""
