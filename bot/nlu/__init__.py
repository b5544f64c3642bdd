"""Rasa graph components that understand a message: embeddings,
linking, passage search, and reading it as questions.
"""
