"""Notations: numbers, money, dates and degrees as people and sources write them."""
