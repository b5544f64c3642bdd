"""What the sources say: extracted with spaCy, kept in SQLAlchemy tables, read as typed facts.

No Rasa here.
"""
