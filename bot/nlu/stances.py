"""How people take or refuse a question about themselves: skip, stop, none, yes, a correction, a why."""

from __future__ import annotations

import re

NOVEL = 80
"""A message of more words is no short answer."""
_SKIP = re.compile(
    r"^\W*(?:please |let's |can we |i'?ll |i'?d like to |just )*(?:skip|pass|next(?: one| question)?|move on)\b(?! the\b)(?:\s+(?:it|this|that|one|question|please|for now|to the next))*\W*$"
    r"|\b(?:rather not|prefer not|not (?:telling|saying|going to say)|no comment|none of your business|don'?t want to (?:say|tell|answer|share)|won'?t (?:say|tell)|can'?t say"
    r"|keep that (?:private|to myself)|that'?s private|ask (?:me )?something else)\b|^\W*(?:i )?(?:don'?t know|do not know|dunno|no idea|not sure|idk|unsure|no clue)\W*(?:yet|sorry|really)?\W*$|^\W*n/?a\W*$|^\W*private\W*$",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"^\W*(?:please |ok |okay |no |let's |can (?:we|you) )*(?:stop|cancel|quit|abort|exit|enough)\b(?:\s+(?:it|this|that|here|now|please|asking|the|form|interview|questions|all|these|with|questioning|me|for|of))*\W*$"
    r"|^\W*(?:no,? )?(?:never ?mind|forget it|leave it|forget about it|drop it)\W*(?:then|please|thanks)?\W*$|\b(?:no more questions|stop asking|too many questions|don'?t (?:want|feel like) (?:to )?answer\w* (?:(?:any|your|these|all|more) )*questions|that'?s enough)\b",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"^\W*(?:no|nope|nah|none|nothing|never|zero|nil|not (?:yet|any|one|really|at all|a single one)|n|naw|neither|nobody|no one|no[,.]? (?:none|nothing|not yet|never|i (?:don'?t|haven'?t|do not|have not)))"
    r"(?:\W+(?:yet|so far|at all|of (?:them|those|these)|really|sadly|unfortunately|sorry|whatsoever|i'?m afraid|for now|i have none|none|actually|thanks?))*\W*$"
    r"|^\W*(?:no|none|not yet|never|not really)\b[\s,.;]*(?:but|though|however)\b"
    r"|^\W*i (?:have|hold|got|did) (?:none|nothing|zero|no (?:degree|certs?|certifications?|certificates?|experience|such \w+))(?: (?:yet|so far|at all))*\W*$|^\W*i (?:don'?t|do not|haven'?t|have not|never)(?: (?:have|got|hold|had|did|done|any|one|yet|a|it|so|far|that))*\W*$",
    re.IGNORECASE,
)
_YES = re.compile(
    r"^\W*(?:yes|yeah|yep|yup|sure|of course|i (?:do|have|am)|y|ok(?:ay)?|go ahead|please do|ja|aye|indeed|absolutely|definitely)\b(?:\W+(?:please|i (?:do|have|am)|sure))*\W*$",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"^\W*(?:no+|nope)(?:\s*[,.:;!-]+\s*\S|\s+(?:\d|it|its|it's|i|i'm|make|actually|that's|rather|more|only|just|sorry)\b)|^\W*(?:actually|sorry|wait|correction|i mean|i meant|rather|oops|make (?:it|that)|change|that's wrong|wrong|not quite|well actually|hang on|hm+)\b[\s,.:;!-]+\S"
    r"|\b(?:not \d+(?: years?)?[,.]? but|i (?:meant|said)|it'?s (?:actually|really)|should (?:be|say|read))\b|,\s*not \w+(?: years?)?\W*$",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"\bwhy (?:do|would|are|did|is that|does (?:it|that)|should|must|the question|that question)\b.{0,30}\b(?:ask|need|want|know|tell|matter|important|asking|that|this|question)\b|^\W*(?:but |and )?why\W*$|\bwhat(?:'s| is| do you need) (?:that|this|it)(?: for| needed for)\b",
    re.IGNORECASE,
)
_RESET = re.compile(
    r"\b(?:start (?:over|from scratch|afresh)|begin again from (?:zero|scratch)|forget (?:everything|all|what i (?:said|told)|what i've (?:said|told)|my (?:profile|data|answers|details))"
    r"|(?:clear|delete|erase|reset|wipe|remove) (?:my |the |all )?(?:my )?(?:profile|answers|plan|details|data about me|everything))\b",
    re.IGNORECASE,
)
_NO_DATE = re.compile(
    r"\b(?:no (?:date|deadline|rush|hurry|target|plan)|whenever|some ?day|as soon as possible|asap|doesn't matter|eventually|nothing particular|no particular (?:date|time)|no idea when)\b",
    re.IGNORECASE,
)
_PATTERNS = {
    "skip": _SKIP, "stop": _STOP, "none": _NONE, "yes": _YES, "undated": _NO_DATE, "corrects": _CORRECTS, "why": _WHY,
    "reset": _RESET,
}  # fmt: skip


def signals(text: str) -> list[str]:
    """The signals of `bot.domain.person.Told` that the wording alone gives."""
    found = [name for name, pattern in _PATTERNS.items() if pattern.search(text)]
    return [*found, "long"] if len(text.split()) > NOVEL else found
