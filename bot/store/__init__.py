"""Conversations and what is learnt from them, kept in SQLite or PostgreSQL."""
