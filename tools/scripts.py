"""Conversations that tools and tests hold with the advisor, a script each."""

from __future__ import annotations

SCRIPTS: tuple[tuple[str, ...], ...] = (
    ("What is the CISSP?", "who offers it?", "which certifications help?", "and the second one?",
    "who offers it?",
     "how much does a CISO earn?", "how old is that figure?", "which degree do I need?",
     "tell me more", "thanks"),
    ("What is Security+?", "who offers it?", "what does a CISO do?", "the third one?",
    "how do I become a CISO?",
     "which skills do I need?", "and the first one?", "what is the most a CISO can earn?", "why?",
     "who offers Security+?"),
    ("how much does a CISO earn?", "where does that come from?", "what does it depend on?",
    "What is the CySA+?", "who offers it?",
     "what does a CTO earn", "how many years of experience does it take?", "which jobs lead there?",
     "the second one?", "bye"),
    ("hello", "which degree do I need?", "is it required?", "What is CAP?", "who offers it?",
    "what does a CISO do?",
     "the last one?", "which certifications help?", "and the first one?", "who offers it?"),
    ("how do I become a CISO?", "the second step?", "how many years of experience does it take?",
    "which skills do I need?",
     "what does it pay and which certs do I need?", "and the third one?", "who offers it?",
     "go back", "how old is that salary figure?",
     "where can I read more?"),
    ("whats a ciso", "what does the abbreviation mean?", "who does a CISO lead?",
    "how many hours a week do they work",
     "what does it pay?", "how old is that figure?", "which certifications help?",
     "the fourth one?", "who offers it?", "what is the CISSP?"),
)  # fmt: skip
