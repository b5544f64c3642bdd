"""Words of job titles, by what they tell of a job."""

from __future__ import annotations

# Before the name of a job these make another job of it: "assistant to the CISO", "former CISO".
NOT_YET = frozenset(
    [
        "deputy",
        "vice",
        "assistant",
        "associate",
        "aspiring",
        "future",
        "former",
        "ex",
        "junior",
        "to",
    ]
)
# Before the role's name these stand for whoever comes right below it, and the first by itself.
DEPUTY = "deputy"
DEPUTIES = frozenset([DEPUTY, "vice", "associate"])
JOINING = frozenset(["a", "an", "the", "to", "of"])
# The same for a job that isn't even near: who had the role, or has it promised, is near.
FAR = frozenset(["assistant", "aspiring", "future", "junior", "to"])
PAST = frozenset(["former", "ex", "aspiring", "future"])
# Words of jobs in security, where that is the field of the role.
IN_FIELD = frozenset(
    [
        "security",
        "cyber",
        "cybersecurity",
        "infosec",
        "appsec",
        "soc",
        "pentester",
        "pentesting",
        "hacker",
        "siem",
        "threat",
        "vulnerability",
        "iso",
        "isso",
        "issm",
        "ciso",
    ]
)
GOVERNANCE = frozenset(
    [
        "risk",
        "grc",
        "compliance",
        "governance",
        "audit",
        "auditor",
        "privacy",
        "legal",
        "lawyer",
        "attorney",
        "counsel",
        "law",
        "regulatory",
        "policy",
    ]
)
OPERATIONS = frozenset(
    [
        "analyst",
        "soc",
        "operations",
        "incident",
        "responder",
        "response",
        "threat",
        "detection",
        "blue",
        "siem",
    ]
)
STUDIES = frozenset(
    ["student", "undergraduate", "undergrad", "freshman", "sophomore", "graduate", "apprentice"]
)
LEADS = frozenset(["manager", "head", "lead", "leader", "director", "chief", "supervisor", "vp"])
# Titles of those at the head of a function, whatever the function is.
HEADS = frozenset(
    ["head", "director", "chief", "vp", "president", "cio", "cto", "ceo", "cfo", "coo"]
)
