"""The job that somebody names as theirs, in words that we know: never a name of a person."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.nlu.mentions import Mention, Mentions
from bot.nlu.statements import Clause

_HEADS = {
    "analyst", "engineer", "architect", "administrator", "admin", "sysadmin", "developer", "dev", "programmer", "manager", "consultant", "officer", "specialist",
    "technician", "lead", "leader", "director", "head", "auditor", "tester", "pentester", "hacker", "student", "intern", "trainee", "apprentice", "contractor",
    "ciso", "cto", "cio", "cso", "vp", "freelancer", "helpdesk", "support", "operator", "researcher", "instructor", "coordinator", "supervisor",
}  # fmt: skip
_FIELDS_OF_WORK = {
    "security", "soc", "network", "cloud", "it", "infosec", "cyber", "cybersecurity", "software", "data", "systems", "system", "risk", "compliance", "grc", "senior",
    "junior", "lead", "principal", "chief", "deputy", "help", "desk", "penetration", "pen", "application", "devops", "devsecops", "information", "technical", "team",
    "project", "product", "program", "incident", "response", "threat", "web", "database", "operations", "infrastructure", "service", "privacy", "audit", "internal",
    "computer", "staff", "vulnerability", "identity", "access", "forensic", "forensics", "test", "quality", "site", "reliability", "full", "stack", "backend",
    "frontend", "business", "of", "self", "employed", "assistant", "associate", "vice", "president",
}  # fmt: skip
_VERBS_TOO = ("head", "lead", "support")


def job(text: str, mentions: Mentions, clauses: Iterable[Clause], own: bool) -> str:
    """The job that somebody says they have; with `own` false any job that is named."""
    jobs: list[Mention] = list(mentions.own_jobs)
    stones = [m for m in mentions.known if m.kind in ("stepping_stone", "title")]
    if own:
        said = [job for job in stones if re.search(
            r"\b(?:i['’]?m|i am|im|as|was|been|being|work(?:ed|ing)? as|currently|my (?:current )?(?:job|role|title|position) is)(?:\s+(?:an?|the|just|currently|now|only|still|already))*(?:\s+(?:senior|junior|lead|it|chief))?\s*$",
            text[: job.start], re.IGNORECASE)]  # fmt: skip
        jobs += said
    else:
        jobs += [*mentions.other_jobs, *stones]
    if jobs:
        job = min(jobs, key=lambda job: (job.start, -job.end))
        return _widened(text, job.start, job.end)
    cue = r"(?:i['’]?m|i am|im|as|work(?:ed|ing)? as|currently|my (?:current )?(?:job|role|title|position) is)\s+(?:an?\s+|the\s+|currently\s+|now\s+)*"
    words = r"((?:[A-Za-z]+[ -]){0,4}?)"
    pattern = (
        rf"\b{cue}{words}({'|'.join(sorted(_HEADS))})\b"
        if own
        else rf"\b{words}({'|'.join(sorted(_HEADS))})\b"
    )
    for clause in clauses:
        for match in re.finditer(pattern, clause.text, re.IGNORECASE):
            before = re.findall(r"[A-Za-z]+", match[1])
            kept: list[str] = []
            for word in reversed(before):
                if word.lower() not in _FIELDS_OF_WORK:
                    break
                kept.insert(0, word)
            if own and (clause.asks or len(kept) < len(before)):
                continue
            after = re.match(
                r"\s+of\s+(?:the\s+)?((?:IT security|information security|IT|security|infosec|cyber\s?security|engineering|operations|infrastructure)(?:\s+operations)?)\b",
                clause.text[match.end() :],
                re.IGNORECASE,
            )
            if (
                not (kept or after)
                and match[2].lower() in _VERBS_TOO
                and (own or len(clause.text.split()) > 1)
            ):
                continue
            return " ".join([*kept, match[2], *(["of", after[1]] if after else [])])
    return ""


def _widened(text: str, start: int, end: int) -> str:
    """`senior` or `SOC` before a job's name belongs to it."""
    words = list(re.finditer(r"[A-Za-z]+", text[:start]))
    while (
        words
        and words[-1][0].lower() in _FIELDS_OF_WORK - {"of", "it"}
        and not text[words[-1].end() : start].strip(" -")
    ):
        start = words.pop().start()
    return text[start:end]
