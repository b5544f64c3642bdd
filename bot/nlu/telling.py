"""Understands what people tell of themselves: years, leading, degrees, certifications, jobs, dates, and how they say no.

spaCy's rules find the spans in a message; the words of the clause around a span decide what it is about.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.knowledge.claims import DEGREES as DEGREE_NAMES
from bot.nlu.mentions import Mention, Mentions
from bot.profile import DEGREES, MOST_YEARS, Profile, Supposition, Told, Years, later

NOVEL = 80
"""A message of more words is no short answer."""
_FARTHEST = 50

_UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60}
_WORDS = {word: number for number, word in enumerate(_UNITS)} | _TENS | {"dozen": 12, "hundred": 100, "couple": 2}
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_SEASONS = {"spring": 5, "summer": 8, "autumn": 11, "fall": 11, "winter": 12}

_NUMBER = {"LOWER": {"REGEX": rf"^(?:\d+(?:[.,]\d+)?|{'|'.join(_WORDS)})(?:ish)?$"}}
_YEAR = {"TEXT": {"REGEX": r"^(?:19[5-9]\d|20\d\d)$"}}
_UNIT = {"LOWER": {"IN": ["year", "years", "yr", "yrs", "y", "yoe", "yer", "yeras", "month", "months", "mo", "mos", "decade", "decades"]}}
_ABOUT = {
    "LOWER": {"IN": ["about", "around", "roughly", "approximately", "approx", "circa", "~", "some", "like", "nearly", "almost",
                     "over", "under", "at", "least", "most", "than", "more", "less", "only", "just", "not", "even", "close", "up",
                     "to"]},
    "OP": "*",
}  # fmt: skip
_TO = {"LOWER": {"IN": ["to", "-", "–", "—", "or", "till", "until"]}}
_ISH = [{"LOWER": "-", "OP": "?"}, {"LOWER": {"IN": ["ish", "odd", "something"]}, "OP": "?"}]
_PLUS = {"LOWER": {"IN": ["+", "plus"]}, "OP": "?"}
_MORE_OF = {"LOWER": {"IN": ["more", "additional", "extra", "further", "full", "good", "solid", "long"]}, "OP": "?"}
_HALF = [{"LOWER": "and"}, {"LOWER": {"IN": ["a", "one"]}, "OP": "?"}, {"LOWER": "half"}]
_NOW = {"LOWER": {"IN": ["now", "today", "present", "date", "currently"]}}
_OF = {"LOWER": "of", "OP": "?"}
_TENS_UP = [{"LOWER": {"IN": list(_TENS)}}, {"LOWER": "-", "OP": "?"}, _NUMBER]
_PART = {"LOWER": {"IN": ["end", "start", "beginning", "middle", "mid", "early", "late"]}}
_WHICH = {"LOWER": {"IN": ["next", "this"]}}
_BY = {"LOWER": {"IN": ["by", "in", "until", "till", "before", "around", "about", "for"]}, "OP": "?"}
_TOWARDS = {"LOWER": {"IN": ["in", "within", "over", "after"]}}
_NAMED_TIME = {"LOWER": {"IN": ["year", "month", *_SEASONS]}}
_MONTH = {"LOWER": {"IN": [name for name in _MONTHS if name]}}

_PATTERNS = [
    *({"label": "SPAN", "pattern": pattern} for pattern in (
        [_ABOUT, _NUMBER, *_ISH, _PLUS, _MORE_OF, _UNIT],
        [_ABOUT, _NUMBER, *_ISH, _PLUS, _UNIT, *_HALF],
        [_ABOUT, _NUMBER, _UNIT, {"LOWER": "and", "OP": "?"}, _NUMBER, _UNIT],
        [_ABOUT, *_TENS_UP, _PLUS, _UNIT],
        [_ABOUT, _NUMBER, *_HALF, _UNIT],
        [_ABOUT, _NUMBER, _UNIT, {"LOWER": "-", "OP": "?"}, _TO, _NUMBER, _PLUS, _UNIT],
        [_ABOUT, _NUMBER, _TO, _NUMBER, _PLUS, _UNIT],
        [_ABOUT, {"LOWER": {"IN": ["a", "an", "one"]}}, {"LOWER": {"IN": ["good", "whole", "full", "bit", "little", "solid"]}, "OP": "*"}, _UNIT],
        [_ABOUT, {"LOWER": {"IN": ["a", "an", "one"]}}, _UNIT, *_HALF],
        [_ABOUT, {"LOWER": "a", "OP": "?"}, {"LOWER": {"IN": ["couple", "few", "handful", "dozen"]}}, _OF, _UNIT],
        [{"LOWER": {"IN": ["several", "many", "some"]}}, _UNIT],
        [_ABOUT, {"LOWER": "half"}, {"LOWER": {"IN": ["a", "an"]}}, _UNIT],
        [{"LOWER": {"IN": ["since", "from"]}}, {"LOWER": {"IN": ["about", "around", "early", "late", "mid"]}, "OP": "?"}, {**_MONTH, "OP": "?"}, _YEAR],
        [{"LOWER": {"IN": ["from", "between"]}, "OP": "?"}, _YEAR, {"LOWER": {"IN": ["to", "-", "–", "—", "till", "until", "through", "and", "up"]}}, {"LOWER": {"IN": ["to", "until"]}, "OP": "?"}, _YEAR],
        [{"LOWER": {"IN": ["from", "since"]}, "OP": "?"}, {**_MONTH, "OP": "?"}, _YEAR, {"LOWER": {"IN": ["to", "-", "–", "—", "till", "until", "through", "up"]}}, {"LOWER": {"IN": ["to", "until"]}, "OP": "?"}, _NOW],
    )),
    *({"label": "DATE", "pattern": pattern} for pattern in (
        [_TOWARDS, {"LOWER": {"IN": ["the", "next", "about", "around", "like", "roughly"]}, "OP": "*"}, _NUMBER, *_ISH, _UNIT],
        [_TOWARDS, {"LOWER": {"IN": ["the", "next", "about", "around"]}, "OP": "*"}, _NUMBER, _TO, _NUMBER, _UNIT],
        [_TOWARDS, {"LOWER": {"IN": ["the", "next", "about"]}, "OP": "*"}, {"LOWER": {"IN": ["a", "one", "half"]}, "OP": "*"}, {"LOWER": {"IN": ["couple", "few"]}, "OP": "?"}, _OF, _UNIT],
        [_NUMBER, _UNIT, {"LOWER": "from"}, {"LOWER": {"IN": ["now", "today"]}}],
        [_BY, {"LOWER": "the", "OP": "?"}, _PART, _OF, {"LOWER": "the", "OP": "?"}, {**_WHICH, "OP": "?"}, {"LOWER": {"IN": ["year", "decade"]}}],
        [_BY, {"LOWER": "the", "OP": "?"}, _PART, {"LOWER": "-", "OP": "?"}, _OF, _YEAR],
        [_BY, _WHICH, _NAMED_TIME],
        [_BY, {"LOWER": "the", "OP": "?"}, {"LOWER": {"IN": list(_SEASONS)}}, _OF, {**_WHICH, "OP": "?"}, {**_YEAR, "OP": "?"}, {"LOWER": "year", "OP": "?"}],
        [_BY, {**_WHICH, "OP": "?"}, _MONTH, {"LOWER": ",", "OP": "?"}, _YEAR],
        [{"LOWER": {"IN": ["by", "in", "until", "before", "next"]}}, _MONTH],
        [{"LOWER": {"IN": ["by", "in", "until", "till", "before", "around", "for"]}}, {"LOWER": {"IN": ["about", "around"]}, "OP": "?"}, _YEAR],
        [{"LOWER": {"IN": ["year", "season"]}}, {"LOWER": "after"}, {"LOWER": "next"}],
        [{"LOWER": {"IN": ["one", "two", "three"]}}, {"LOWER": "years"}, {"LOWER": "time"}],
    )),
    {"label": "AGE", "pattern": [_NUMBER, {"LOWER": "-", "OP": "?"}, {**_UNIT, "OP": "?"}, {"LOWER": "-", "OP": "?"}, {"LOWER": {"IN": ["old", "yo"]}}]},
    {"label": "AGE", "pattern": [_NUMBER, {"LOWER": "y"}, {"LOWER": "/"}, {"LOWER": "o"}]},
    {"label": "AGE", "pattern": [{"LOWER": {"IN": ["i", "im", "i'm", "aged", "turning", "age", "turn", "turned", "when", "since"]}}, {"LOWER": {"IN": ["am", "was", "i", "i'm"]}, "OP": "*"}, {"TEXT": {"REGEX": r"^(?:1[0-9]|[2-9]\d)$"}}]},
    {"label": "NUMBER", "pattern": [_ABOUT, _NUMBER, *_ISH, _PLUS]},
    {"label": "NUMBER", "pattern": [_ABOUT, *_TENS_UP]},
    {"label": "NUMBER", "pattern": [_ABOUT, _NUMBER, _TO, _NUMBER]},
    {"label": "NUMBER", "pattern": [_ABOUT, _NUMBER, *_HALF]},
]  # fmt: skip

_BREAKS = {",", ";", ".", "!", "?", ":", "(", ")", "and", "but", "plus", "with", "then", "&", "while", "yet", "so", "•", "|"}
_ENDS_SENTENCE = {".", "!", "?"}
_ASKS = re.compile(
    r"^\W*(?:and |so |but |then |or |ok |well )*(?:what|which|how|when|where|who|whose|why|should|shall|would|could|can|do|does|did|is|are|was|am i"
    r"|will|must|may|any|whats|what's|wat|shud|tell me)\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:no|not|none|never|without|lack(?:s|ing|ed)?|missing|zero|neither|nor|dont|don't|didn't|doesn't|haven't|havent|hasn't|isn't|w/o|skip(?:ped)?"
    r"|dropped out|only ever)\b", re.IGNORECASE,
)
_NOT_YET_HELD = re.compile(
    r"\b(?:want|wanna|plan(?:ning)?|prepar\w+|study(?:ing)? for|studying|working (?:on|towards?)|pursuing|consider\w*|aim\w*|going for|need|thinking|take"
    r"|taking|next|should|would|could|enrol\w*|signed up|booked|about to|failed|wants? me to|prefer|do the|get (?:a|the|my)|start(?:ing)? (?:a|the|my)"
    r"|if|instead|versus|vs|apply(?:ing)? (?:to|for)|application)\b", re.IGNORECASE,
)
_HAS = re.compile(
    r"\b(?:have|ive|i've|has|hold|holding|got|did|finished|completed|passed|earned|my|with|graduated|am|im|i'm|done|obtained|certified|own|possess"
    r"|since|already|been|worked|managed|led|spent|was|under my belt|here)\b", re.IGNORECASE,
)
_MANAGES = (
    r"(?:lead|leads|leading|led|manag(?:e|es|ed|ing)|managers?|management|managerial|supervis\w+|supervisory|team[ -]?lead(?:er|s)?|leadership"
    r"|direct reports?|reports? to me|in charge of|head of|director|chief|boss|people|staff)"
)
_LEADING = re.compile(rf"\b{_MANAGES}\b", re.IGNORECASE)
_LEADS_NOW = re.compile(
    r"\b(?:i (?:lead|manage|supervise|run|head)\b|(?:am|i'm|im|been) (?:managing|leading|supervising|running|in charge of)\b|i(?:'ve| have)? (?:led|managed|supervised)\b"
    r"|(?:lead|manage|supervise|managing|leading|led|managed) (?:a|the|my|an|our|small|\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|people|others|engineers|analysts)"
    r"|team[ -]?lead(?:er)?\b|direct reports|(?:security|it|infosec|engineering|operations|soc) manager\b|head of|director of)", re.IGNORECASE,
)
_OTHER_MANAGEMENT = re.compile(
    r"\b(?:risk|project|program(?:me)?|product|patch|incident|vulnerability|identity|access|asset|change|service|database|account|office|data|configuration"
    r"|device|case|log|key|event)s?[ -]manag\w+|\bmanag\w+ (?:systems?|networks?|servers?|firewalls?|databases?|projects?|risks?|incidents?|tickets?|infrastructure|security (?:for|of|tools))",
    re.IGNORECASE,
)
_NEVER_LED = re.compile(
    rf"\b(?:no|never|not|without|zero|don't|dont|haven't|havent|didn't|lack\w*|nobody|no one|nor)\b[^,.;]{{0,30}}\b{_MANAGES}\b|\b(?:nobody|no one) (?:reports|to lead|under me)\b"
    r"|\bled (?:no|nobody|no one|anyone never)\b|\bindividual contributor\b", re.IGNORECASE,
)
_DISLIKES_LEADING = re.compile(r"\b(?:want|like|hate|prefer|enjoy|love|good at|interested|if|intend|plan)\b", re.IGNORECASE)
_SECURITY = re.compile(
    r"\b(?:security|infosec|cyber\w*|soc|pen ?-?test\w*|hack\w*|grc|forensics?|ciso|appsec|siem|red team|blue team|threat\w*|incident\w*)\b", re.IGNORECASE
)
_IT = re.compile(
    r"\b(?:IT|I\.T\.?|in it|sys ?-?admin\w*|admin|administrator|networks?|networking|dev|developer|development|programm\w+|software|engineer\w*|analyst|architect\w*"
    r"|help ?-?desk|support|cloud|dev ?ops|audits?|auditor|auditing|compliance|risk|tech|technology|technical|computers?|databases?|data|firewalls?|systems?|web|coding|java"
    r"|testing|tester|infrastructure|operations|ops|signals|privacy)\b"
)
_COUNTED = re.compile(
    r"\s+(?:\w+\s+)?(?:people|persons|staff|reports?|teams?|jobs?|companies|certs?|\w{3,}(?:ers|ists|ects|ors|ysts|ees|ificates|ifications))\b", re.IGNORECASE
)
_LOST = re.compile(r"\b(?:no|don't|dont|not|without|haven't|never|expired|lost)\b", re.IGNORECASE)
_EXPERIENCE = re.compile(r"\b(?:exp|experience|yoe|work(?:ed|ing)?|under my belt|behind me|career|industry|field|business)\b", re.IGNORECASE)
_ELSEWHERE = re.compile(r"\b(?:in|as|at|of|for) (?!(?:it|them|these|those|my belt|this|now|a|an|the|over|about|almost|nearly|me)\b)[a-z]", re.IGNORECASE)
_NO_EXPERIENCE = re.compile(
    r"\b(?:no|zero|without(?: any)?|not any|lack(?:ing)?)\s+(?:\w+\s+){0,2}(?:experience|exp|years)\b|\b(?:complete|total|absolute) (?:beginner|newbie|novice)\b"
    r"|\bnever worked in (?:it|security|tech)\b", re.IGNORECASE,
)
_NOT_WORK = re.compile(
    r"\b(?:ago|old|off|degree|retired|stud(?:y|ied|ying)|university|uni|school|college|contract|jail|married|savings|leave|maternity|before|later|long)\b", re.IGNORECASE
)
_PART_OF_IT = re.compile(r"\b(?:of (?:them|those|which|that|these)|includ\w+|the last|thereof|out of)\b", re.IGNORECASE)
_GOAL = re.compile(
    r"\b(?:want|wanna|goal|aim\w*|target\w*|become|be (?:a |the )?(?:ciso|there|head|one|ready)|ciso|plan(?:ning)?|hope|hoping|ready|dream|there|by|make it|date|deadline)\b",
    re.IGNORECASE,
)
_NO_DATE = re.compile(r"\b(?:no (?:date|deadline|rush|hurry|target|plan)|whenever|some ?day|as soon as possible|asap|doesn't matter|eventually|nothing particular|no particular (?:date|time)|no idea when)\b", re.IGNORECASE)

_DEGREES = [(level, DEGREE_NAMES[level]) for level in ("doctorate", "mba", "master", "bachelor", "diploma")] + [
    ("master", re.compile(r"\bmasters?\b|\bm\.?eng\b|\bmaster's\b|\bM\.?A\b|\bpost ?-?grad\w*\b|\bM\.?S\b(?!\w)|\bLLM\b|\bM\.?Tech\b|\bMCA\b", re.IGNORECASE)),
    ("bachelor", re.compile(r"\bbach?el[eo]rs?'?s?\b|\bbachlor'?s?\b|\bb\.?eng\b|\bB\.?A\b(?!\w)|\bB\.?S\b(?!\w)|\bb\.?tech\b|\bbca\b|\bLLB\b|\bundergrad(?:uate)?\b|\bbs[c]?\b|\bfirst degree\b|\buniversity degree\b", re.IGNORECASE)),
    ("bachelor", re.compile(r"\b(?:degree|graduated?|grad)\b|\b(?:finished|completed|done with) (?:uni|university|college)\b", re.IGNORECASE)),
    ("diploma", re.compile(r"\bassociate'?s?\b|\bapprentice\w*\b|\bfoundation degree\b|\bHN[CD]\b", re.IGNORECASE)),
]  # fmt: skip
_NO_DEGREE = re.compile(
    r"\b(?:no|without(?: a| any)?|not have a|don't have a|dont have a|haven't got a|lack a|never (?:got|finished|did|had|took) (?:a|my)|missing|never had a)\s+(?:\w+\s+){0,2}(?:degree|bachelor\S*|uni\w*|college|diploma)"
    r"|\bnever (?:went to|been to|finished|attended|set foot in) (?:a )?(?:uni\w*|college|school)|\bdropped out\b|\bdrop ?-?out\b|\bself[ -]taught\b.*\bno (?:papers|degree)"
    r"|\bdidn't (?:go to|finish|attend) (?:uni\w*|college)|\b(?:only|just) (?:a |have a |finished )?(?:high[ -]?school|secondary school|ged|a[ -]levels|abitur)\b|\b(?:high[ -]?school|secondary school|ged|a[ -]levels)\b|\bno papers\b",
    re.IGNORECASE,
)
_STUDENT = re.compile(
    r"\b(?:student|studying (?:for|towards?)|in my (?:first|second|third|final|last|1st|2nd|3rd) (?:year|semester)|(?:1st|2nd|3rd|first|second|third|final)[ -]?(?:yr|year)s?\b(?= (?:of|student))"
    r"|halfway through|pursuing|enrolled|currently (?:doing|studying)|still (?:at|in) (?:uni\w*|college)|working on (?:a|my)|will graduate|undergrad student|doing (?:a|my) (?:bachelor\S*|bsc|degree))\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"^\s*(?:degree\s*)?(?:in|of)\b", re.IGNORECASE)

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
    r"|^\W*i (?:have|hold|got|did) (?:none|nothing|zero|no(?: such)? \w+)(?: (?:yet|so far|at all))*\W*$|^\W*i (?:don'?t|do not|haven'?t|have not|never)(?: (?:have|got|hold|had|did|done|any|one|yet|a|it|so|far|that))*\W*$",
    re.IGNORECASE,
)
_YES = re.compile(r"^\W*(?:yes|yeah|yep|yup|sure|of course|i (?:do|have|am)|y|ok(?:ay)?|go ahead|please do|ja|aye|indeed|absolutely|definitely)\b(?:\W+(?:please|i (?:do|have|am)|sure))*\W*$", re.IGNORECASE)
_CORRECTS = re.compile(
    r"^\W*(?:no+|nope|actually|sorry|wait|correction|i mean|i meant|rather|oops|make (?:it|that)|change|that's wrong|wrong|not quite|well actually|hang on|hm+)\b[\s,.:;!-]+\S"
    r"|\b(?:not \w+(?: years?)?[,.]? but|i (?:meant|said)|it'?s (?:actually|really)|should (?:be|say|read))\b|,\s*not \w+(?: years?)?\W*$",
    re.IGNORECASE,
)
_WHY = re.compile(r"\bwhy (?:do|would|are|did|is that|does (?:it|that)|should|must|the question|that question)\b.{0,30}\b(?:ask|need|want|know|tell|matter|important|asking|that|this|question)\b|^\W*(?:but |and )?why\W*$|\bwhat(?:'s| is| do you need) (?:that|this|it)(?: for| needed for)\b", re.IGNORECASE)
_RESET = re.compile(
    r"\b(?:start (?:over|from scratch|afresh)|begin again from (?:zero|scratch)|forget (?:everything|all|what i (?:said|told)|what i've (?:said|told)|my (?:profile|data|answers|details))"
    r"|(?:clear|delete|erase|reset|wipe|remove) (?:my |the |all )?(?:my )?(?:profile|answers|plan|details|data about me|everything))\b",
    re.IGNORECASE,
)
_IF = re.compile(r"^\W*(?:and|but|or) (?:if|with|without)\b|\b(?:what if|wat if|what happens if|what would happen if|what changes if|suppose|supposing|assuming|imagine|if i|say i|how about if|(?:recompute|calculate|try) (?:it|again|that)|would (?:it|anything) change)\b|\bwhat about (?:skipping|leaving out|without)\b", re.IGNORECASE)
_LEAVES_OUT = re.compile(r"\b(?:skip\w*|without|drop\w*|leav\w* out|don't|dont|do not|never|no|not|wouldn't|didn't|stay away from|forgo|lose|give up|avoid\w*|omit\w*)\b", re.IGNORECASE)
_MORE = re.compile(r"\b(?:more|another|extra|additional|further|longer)\b", re.IGNORECASE)
_NEGATIVE = re.compile(r"(?:(?<![\w.)])[-−]|\b(?:minus|negative)\s+)\s?\d", re.IGNORECASE)
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


@dataclass(frozen=True)
class _Clause:
    """A stretch between two breaks: `holds` is whether it states something of the person, `asks` whether it asks."""

    text: str
    start: int
    end: int
    sentence: int
    asks: bool
    states: bool


class Listener:
    """Hears what a message tells; built once, without knowledge of any conversation."""

    def __init__(self) -> None:
        self._nlp = _rules()

    def hear(self, text: str, mentions: Mentions, today: date) -> Told:
        """`mentions` are those of the same text; relative dates and "since 2015" count from `today`."""
        if not text.strip():
            return Told()
        text = text.replace("’", "'").replace("–", "-").replace("—", "-")
        doc = self._nlp(text)
        spans = [_Span(e.label_, e.text, text.find(e.text, e.start_char), e.end_char) for e in doc.ents]
        spans = [span for span in spans if span.label != "AGE"]
        clauses = _clauses(text, doc)
        supposes = bool(_IF.search(text))
        odd: list[str] = []
        named = _named(text, spans, clauses, mentions, today, odd)
        said = Profile() if supposes else _said(text, spans, clauses, mentions, today)
        lost = tuple(_certifications(mentions, clauses, held=False)) if not supposes else ()
        signals = [name for name, pattern in _SIGNALS.items() if pattern.search(text)]
        if "?" in text or any(clause.asks for clause in clauses):
            signals.append("asks")
        if len(text.split()) > NOVEL:
            signals.append("long")
        if _NEGATIVE.search(text):
            odd.append("negative")
            said, named = replace(said, years=None, leading=None), replace(named, years=None, leading=None)
        bare = [s for s in spans if s.label in ("NUMBER", "SPAN") and not s.refers_to_dates and not _COUNTED.match(text[s.end :])] if "negative" not in odd else []
        number = _years_of(bare[0].text, today) if len(bare) == 1 else None
        if number and number.high > MOST_YEARS and not _is_year(number):
            odd.append("many")
            number = None
        if any(e.label_ == "AGE" for e in doc.ents) or re.search(r"\bwhen i(?:'m| am| turn)\b|\bbefore (?:i'm|i am|i turn|my)\b", text, re.IGNORECASE):
            odd.append("age")
        told = Told(said, named, number, lost, tuple(signals), tuple(dict.fromkeys(odd)))
        return replace(told, supposed=_supposed(text, named, mentions)) if supposes else told


_SIGNALS = {"skip": _SKIP, "stop": _STOP, "none": _NONE, "yes": _YES, "undated": _NO_DATE, "corrects": _CORRECTS, "why": _WHY, "reset": _RESET}


@dataclass(frozen=True)
class _Span:
    label: str
    text: str
    start: int
    end: int

    @property
    def refers_to_dates(self) -> bool:
        return bool(re.match(r"(?:since|from|between)?\s*\w*\s*(?:19|20)\d\d", self.text.lower())) and self.label == "SPAN"


def _rules() -> Language:
    nlp = spacy.blank("en")
    nlp.tokenizer = _Words(nlp.vocab)
    ruler = nlp.add_pipe("entity_ruler", config={"validate": False})
    ruler.add_patterns(_PATTERNS)  # type: ignore[attr-defined]
    return nlp


class _Words:
    """Words, numbers and signs by themselves: `10+yrs` is three tokens, `don't` is one."""

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab

    def __call__(self, text: str) -> Doc:
        found = list(re.finditer(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+(?:[.,]\d+)?(?!\d)|\S", text))
        words: list[str] = []
        spaces: list[bool] = []
        at = 0
        for index, match in enumerate(found):
            if match.start() > at and not words:  # a text may begin with white space
                words.append(text[at : match.start()])
                spaces.append(False)
            following = found[index + 1].start() if index + 1 < len(found) else len(text)
            words.append(match[0])
            spaces.append(text[match.end() : match.end() + 1] == " ")
            extra = text[match.end() + 1 : following] if spaces[-1] else text[match.end() : following]
            if extra:
                words.append(extra)
                spaces.append(False)
            at = following
        return Doc(self._vocab, words=words, spaces=spaces)


def _clauses(text: str, doc: Doc) -> list[_Clause]:
    inside = {token.i for entity in doc.ents for token in entity}
    out: list[_Clause] = []
    start, sentence, states, asks = 0, 0, False, False
    for token in [*doc, None]:
        breaks = token is None or (token.lower_ in _BREAKS and token.i not in inside and not _inside_name(text, token.idx))
        if not breaks:
            continue
        end = len(text) if token is None else token.idx
        part = text[start:end]
        if part.strip():
            new_sentence = not out or out[-1].sentence != sentence
            asks_here = bool(_ASKS.match(part)) or (asks and not new_sentence and not _HAS.search(part))
            # "I have 8 years, a CISSP and a BSc": what follows in a list holds as the first did
            states = not asks_here and (bool(_HAS.search(part)) or not _NOT_YET_HELD.search(part) or (states and not new_sentence))
            if _NOT_YET_HELD.search(part) and not re.search(r"\b(?:have|has|hold|got my|passed|finished|completed|earned)\b", part, re.IGNORECASE):
                states = False
            asks = asks_here
            out.append(_Clause(part, start, end, sentence, asks_here, states))
        if token is not None:
            start = token.idx + len(token)
            if token.lower_ in _ENDS_SENTENCE:
                sentence += 1
    return out


def _inside_name(text: str, at: int) -> bool:
    """A full stop inside `B.Sc.` or `I.T.` ends nothing, and `/` of `w/o` neither."""
    return text[at] == "." and bool(re.search(r"\b\w{1,2}$", text[:at])) and bool(re.match(r"\.\w", text[at:]))


def _clause_at(clauses: list[_Clause], at: int) -> _Clause | None:
    return next((clause for clause in clauses if clause.start <= at < clause.end), clauses[-1] if clauses else None)


def _said(text: str, spans: list[_Span], clauses: list[_Clause], mentions: Mentions, today: date) -> Profile:
    """What the person states of themselves."""
    stating = [clause for clause in clauses if clause.states and not clause.asks]
    years: list[tuple[Years, _Clause]] = []
    leading: list[tuple[Years, _Clause]] = []
    fields: list[str] = []
    for span in spans:
        clause = _clause_at(stating, span.start) if any(c.start <= span.start < c.end for c in stating) else None
        if clause is None or span.label == "DATE":
            continue
        led = _leads(clause.text)
        if span.label == "NUMBER":
            if led and _PART_OF_IT.search(clause.text) and (value := _years_of(span.text, today)):
                leading.append((value, clause))
            elif re.search(r"^\W*(?:in|as|of)\b", text[span.end :].strip()[:3]) and (years or leading) and not led and (value := _years_of(span.text, today)):
                years.append((value, clause))  # "8 years in IT and 5 in security"
                fields.append(clause.text)
            continue
        value = _years_of(span.text, today)
        if value is None or value.high > MOST_YEARS:
            continue
        rest = clause.text.replace(span.text, " ")
        if _NOT_WORK.search(rest) and not _EXPERIENCE.search(rest):
            continue
        if led:
            leading.append((value, clause))
        in_field = _SECURITY.search(rest) or _IT.search(rest) or _EXPERIENCE.search(rest) or not _ELSEWHERE.search(rest)
        if in_field and (not led or _SECURITY.search(rest) or re.search(r"\bIT\b", rest)):
            years.append((value, clause))
            fields.append(rest)
    if len(years) > 1 and leading:  # "10 years in IT, 4 of them as security manager": the led ones are counted already
        only_led = {id(clause) for _, clause in leading}
        kept = [(value, clause) for value, clause in years if id(clause) not in only_led]
        years = kept or years
    total = _total([value for value, _ in years], any(_PART_OF_IT.search(clause.text) for _, clause in years))
    if total is None and any(_NO_EXPERIENCE.search(clause.text) for clause in stating) and not _LEADING.search(text):
        total = Years(0, 0)
    led_years = max((value for value, _ in leading), key=lambda value: value.high, default=None)
    leads: bool | None = None
    statement = " . ".join(clause.text for clause in stating)
    if led_years:
        leads = led_years.high > 0
    elif any(_NEVER_LED.search(c.text) and not _DISLIKES_LEADING.search(c.text) for c in stating):
        leads, led_years = False, Years(0, 0)
    elif any(_LEADS_NOW.search(c.text) and not _NOT.search(c.text) and not _OTHER_MANAGEMENT.search(c.text) for c in stating):
        leads = True
    held = tuple(_certifications(mentions, clauses, held=True))
    no_certifications = re.search(r"\b(?:no|without(?: any)?|zero|not a single|don't have any|dont have any|haven't got any|not have any) (?:\w+ )?(?:certs?|certifications?|certificates?)\b", statement, re.IGNORECASE)
    return Profile(
        role=_role(text, mentions, stating, own=True),
        years=total,
        field="security" if total and _SECURITY.search(" ".join(fields)) else "it" if total and _IT.search(" ".join(fields)) else "",
        leading=led_years,
        leads=leads,
        degree=_degree(stating),
        certifications=held or (() if no_certifications else None),
        target=_target(spans, text, today, only_with_goal=True),
    )


def _named(
    text: str, spans: list[_Span], clauses: list[_Clause], mentions: Mentions, today: date, odd: list[str]
) -> Profile:
    """All that a message names, for when it was asked for."""
    values = [value for span in spans if span.label == "SPAN" and (value := _years_of(span.text, today))]
    if any(value.high > MOST_YEARS for value in values):
        odd.append("many")
    values = [value for value in values if value.high <= MOST_YEARS]
    dated = [_date_of(span.text, today) for span in spans if span.label == "DATE"]
    bare_year = re.search(r"\b(20\d\d)\b", text)
    target = next((value for value in dated if value), None)
    if target is None and bare_year and not any(span.refers_to_dates for span in spans):
        target = date(int(bare_year[1]), 12, 31)
    if target and target < today:
        odd.append("past")
        target = None
    if target and target.year - today.year > _FARTHEST:
        odd.append("far")
        target = None
    held = tuple(_certifications(mentions, clauses, held=None))
    leads = False if _NEVER_LED.search(text) else True if _LEADS_NOW.search(text) else None
    no_experience = Years(0, 0) if _NO_EXPERIENCE.search(text) else None
    return Profile(
        role=_role(text, mentions, clauses, own=False),
        years=_total(values, bool(_PART_OF_IT.search(text))) or no_experience,
        field="security" if _SECURITY.search(text) else "it" if _IT.search(text) else "",
        leads=leads,
        degree=_degree(clauses),
        certifications=held or None,
        target=target,
    )


def _total(values: list[Years], overlap: bool) -> Years | None:
    """Several spans may be one after the other or one inside the other: at least the longest, at most all together."""
    if not values:
        return None
    longest = max(values, key=lambda value: value.high)
    if len(values) == 1 or overlap:
        return longest
    return Years(max(value.low for value in values), min(float(MOST_YEARS), sum(value.high for value in values)))


def _leads(clause: str) -> bool:
    return bool(_LEADING.search(_OTHER_MANAGEMENT.sub(" ", clause)))


def _degree(clauses: Iterable[_Clause]) -> str:
    """The highest degree that the clauses state, `none` or `student` when they say so."""
    found: list[str] = []
    for clause in clauses:
        if _NO_DEGREE.search(clause.text):
            found.append("none")
            continue
        levels = [level for level, pattern in _DEGREES if pattern.search(clause.text)]
        if clause.states and _STUDENT.search(clause.text) and (not levels or levels[0] == "bachelor" or "student" in clause.text.lower()):
            found.append("student")
        elif levels and not re.search(r"\b(?:no|not|without|never|degrees (?:of|that))\b", clause.text, re.IGNORECASE):
            found.append(max(levels, key=DEGREES.index) if levels[0] != "bachelor" else "bachelor")
    return max(found, key=DEGREES.index, default="")


def _certifications(mentions: Mentions, clauses: list[_Clause], held: bool | None) -> Iterable[str]:
    """Certifications that are held (True), said not to be held (False), or named without a no (None)."""
    named = [m for m in mentions.known if m.kind == "certification"] + list(mentions.other_certifications)
    for mention in sorted(named, key=lambda m: m.start):
        clause = _clause_at(clauses, mention.start)
        if clause is None:
            continue
        denied = bool(_NOT.search(clause.text)) and not re.search(r"\b(?:not only|no longer than)\b", clause.text)
        wanted = {
            None: not denied,
            True: clause.states and not clause.asks and not denied,
            False: denied and not clause.asks and bool(_LOST.search(clause.text)),
        }[held]
        if wanted:
            yield mention.value


def _role(text: str, mentions: Mentions, clauses: Iterable[_Clause], own: bool) -> str:
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
    pattern = rf"\b{cue}{words}({'|'.join(sorted(_HEADS))})\b" if own else rf"\b{words}({'|'.join(sorted(_HEADS))})\b"
    for clause in clauses:
        for match in re.finditer(pattern, clause.text, re.IGNORECASE):
            if own and match[2].lower() in ("head", "lead", "support", "helpdesk") and not match[1]:
                continue
            before = re.findall(r"[A-Za-z]+", match[1])
            kept: list[str] = []
            for word in reversed(before):
                if word.lower() not in _FIELDS_OF_WORK:
                    break
                kept.insert(0, word)
            if own and len(kept) < len(before):
                continue
            if clause.asks and own:
                continue
            after = re.match(r"\s+of\s+(?:the\s+)?((?:IT security|information security|IT|security|infosec|cyber\s?security|engineering|operations|infrastructure)(?:\s+operations)?)\b", clause.text[match.end() :], re.IGNORECASE)
            return " ".join([*kept, match[2], *(["of", after[1]] if after else [])])
    return ""


def _widened(text: str, start: int, end: int) -> str:
    """`senior` or `SOC` before a job's name belongs to it."""
    words = list(re.finditer(r"[A-Za-z]+", text[:start]))
    while words and words[-1][0].lower() in _FIELDS_OF_WORK - {"of", "it"} and not text[words[-1].end() : start].strip(" -"):
        start = words.pop().start()
    return text[start:end]


def _target(spans: list[_Span], text: str, today: date, *, only_with_goal: bool) -> date | None:
    for span in spans:
        around = text[: span.start] + text[span.end :]
        if span.label == "DATE" and (not only_with_goal or _GOAL.search(around)):
            value = _date_of(span.text, today)
            if value and today <= value and value.year - today.year <= _FARTHEST:
                return value
    return None


def _supposed(text: str, named: Profile, mentions: Mentions) -> Supposition:
    """The change that a "what if" asks about."""
    leaves_out = bool(_LEAVES_OUT.search(text))
    certifications = named.certifications or tuple(
        m.value for m in (*(m for m in mentions.known if m.kind == "certification"), *mentions.other_certifications)
    )
    levels = [level for level, pattern in _DEGREES if pattern.search(text)]
    leading = bool(_LEADING.search(_OTHER_MANAGEMENT.sub(" ", text)))
    if leaves_out:
        drops = [name for name in certifications]
        if levels:
            specific = bool(DEGREE_NAMES["master"].search(text)) or levels[0] in ("master", "mba", "doctorate")
            drops.append(f"degree/{levels[0]}" if specific else "degree")
        if re.search(r"\b(?:certs?|certifications?|certificates?)\b", text, re.IGNORECASE) and not certifications:
            drops.append("certification")
        if leading and not drops:
            drops.append("management")
        if not drops and re.search(r"\bexperience\b", text, re.IGNORECASE):
            drops.append("experience")
        if not drops and re.search(r"\b(?:uni\w*|college|school|study\w*)\b", text, re.IGNORECASE):
            drops.append("degree")
        return Supposition(drops=tuple(drops))
    if named.years and _MORE.search(text):
        return Supposition(more=named.years)
    has = Profile(
        years=None if leading else named.years,
        leading=named.years if leading else None,
        leads=True if leading else None,
        degree=named.degree or (levels[0] if levels else ""),
        certifications=certifications or None,
    )
    return Supposition(has=has)


def _is_year(number: Years) -> bool:
    return 1950 <= number.low <= 2100


def _years_of(text: str, today: date) -> Years | None:
    """`five-ish`, `5 to 7 years`, `2015 until now`, `half a decade`, `a year and a half`."""
    text = " ".join(text.lower().replace("–", "-").split())
    if years := re.findall(r"\b(?:19[5-9]\d|20\d\d)\b", text):
        if re.match(r"^\d{4}$", text):
            return Years(int(text), int(text))
        start = int(years[0])
        end = int(years[1]) if len(years) > 1 else today.year
        if not start <= end <= today.year:
            return None
        return Years(end - start, end - start) if end > start else Years(0, 1)
    unit = 10.0 if "decade" in text else 1 / 12 if re.search(r"\bmo(?:nth)?s?\b", text) and "year" not in text else 1.0
    if re.search(r"\bhalf an?\b", text):
        return Years(unit / 2, unit / 2)
    if "couple" in text:
        return Years(2 * unit, 2 * unit)
    if re.search(r"\b(?:few|handful)\b", text):
        return Years(3 * unit, 5 * unit)
    if re.search(r"\b(?:several|many|some) (?:year|yr|month|decade)", text):
        return Years(3 * unit, 7 * unit) if "several" in text else None
    numbers = [number * unit for number in _numbers(text)]
    if not numbers and re.search(r"\b(?:an?|one)\b", text):
        numbers = [unit]
    if not numbers:
        return None
    if re.search(r"\bhalf\b", text):
        numbers[-1] += 0.5 * unit
    if len(numbers) == 2 and re.search(r"year.*month", text):
        numbers = [numbers[0] + numbers[1] / 12]
    low, high = min(numbers), max(numbers)
    if re.search(r"\b(?:nearly|almost|close to|not even|under|less than|up to|at most)\b", text) and low == high:
        if "up to" in text or "at most" in text:
            return Years(round(max(0.0, high - unit), 2), round(high, 2))
        return Years(round(max(0.0, high - unit), 2), round(high, 2))
    return Years(round(low, 2), round(high, 2))


def _numbers(text: str) -> list[float]:
    found: list[float] = []
    tens = False
    for word in re.findall(r"\d+(?:[.,]\d+)?|[a-z]+", text):
        word = word[:-3] if word.endswith("ish") and word[:-3] in _WORDS else word
        if word[0].isdigit():
            found.append(float(word.replace(",", ".")))
            tens = False
        elif word in _WORDS and word not in ("couple", "hundred") and not (word == "one" and "one of" in text):
            if tens and _WORDS[word] < 10:
                found[-1] += _WORDS[word]
            else:
                found.append(float(_WORDS[word]))
            tens = word in _TENS
        elif word == "hundred":
            found[-1:] = [(found[-1] if found else 1) * 100]
    return found


def _date_of(text: str, today: date) -> date | None:
    """`in 3 years`, `by 2030`, `end of next year`, `next spring`; the last day of what is named."""
    text = " ".join(text.lower().replace("–", "-").split())
    year = re.search(r"\b(?:19|20)\d\d\b", text)
    wanted = int(year[0]) if year else today.year + 1 if "next year" in text else today.year if "this year" in text else None
    month = next((number for name, number in _MONTHS.items() if re.search(rf"\b{name}\b", text) and not (name == "may" and "may be" in text)), None)
    season = next((number for name, number in _SEASONS.items() if re.search(rf"\b{name}\b", text)), None)
    if "after next" in text:
        return date(today.year + 2, 12, 31)
    if "decade" in text and re.search(r"\b(?:end|middle|mid|start)\b", text):
        return date(today.year // 10 * 10 + 9, 12, 31)
    if month or season:
        number = month or season or 12
        if wanted is None:
            wanted = today.year if number > today.month or (number == today.month and month) else today.year + 1
        return _end_of(wanted, number)
    if wanted is not None:
        if re.search(r"\b(?:start|beginning|early)\b", text):
            return _end_of(wanted, 3)
        return _end_of(wanted, 6) if re.search(r"\b(?:middle|mid)\b", text) else date(wanted, 12, 31)
    if "month" in text and "next" in text and not re.search(r"\d|months", text):
        return later(today, 1 / 12)
    if re.search(r"\b(?:end|middle|start|beginning|late|early)\b", text) and "year" in text:
        return date(today.year, 12, 31)
    span = _years_of(re.sub(r"\b(?:in|within|over|after|the|next|from now|from today|time)\b", " ", text), today)
    return later(today, span.high) if span and span.high > 0 and span.high <= 1000 else None


def _end_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])

