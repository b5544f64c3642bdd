"""Matrices of bytes, and the runtime that multiplies them; no Rasa, no text."""
