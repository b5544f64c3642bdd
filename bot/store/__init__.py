"""Conversations and what is learned from them, kept in SQLite or PostgreSQL."""
