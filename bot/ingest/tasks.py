"""Tasks that a sentence tells of: `Drivers watch signals, keep to limits and report faults`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.ingest.lexicon import Lexicon
from bot.ingest.phrases import enumeration

_WORK = Lexicon("work")
_LONGEST_TASK = 14
_LAST_AND = re.compile(r"\s(?:and|or)\s(?=[a-z]+\b)")
_COMMAS = re.compile(r",\s+(?:(?:and|or|then)\s+)?")


def tasks_of(sentence: str, nouns: Sequence[str], *, in_duties: bool) -> list[str]:
    """What a sentence says that the work consists of, none where it lists nothing.

    `nouns` are the words that people in the occupation are called by. Only a section on duties
    is read for what they do; elsewhere the sentence must say that it speaks of the work.
    """
    doing = _WORK["doing"].search(sentence)
    tasks = enumeration(doing["list"]) if doing else []
    if _are_tasks(tasks):
        return tasks
    if not in_duties:
        return []
    if (after := _WORK["after_colon"].search(sentence)) and _are_tasks(
        tasks := enumeration(after["list"])
    ):
        return tasks
    if filling := _WORK["filling"].search(sentence):
        tasks = enumeration(filling["list"])
        return tasks if len(tasks) > 1 and _are_short(tasks) else []
    return _done_by(sentence, nouns)


def _are_tasks(tasks: list[str]) -> bool:
    return len(tasks) > 1 and _are_short(tasks) and all(map(_WORK["task"].match, tasks))


def _are_short(tasks: list[str]) -> bool:
    return all(len(task.split()) <= _LONGEST_TASK for task in tasks)


def _done_by(sentence: str, nouns: Sequence[str]) -> list[str]:
    """The verbs of a sentence whose subject is the people in the occupation, with what follows."""
    for subject in _WORK["subject"].finditer(sentence):
        noun = subject["noun"]
        if noun and noun.lower() not in nouns and noun.lower().removesuffix("s") not in nouns:
            continue
        text = sentence[subject.end() :].rstrip(" .;:!?")
        first = _WORK["work_verb"].match(text)
        if first is None:
            continue
        tasks = _split_at_verbs(text, is_third_person=first["plain"] is None)
        if len(tasks) > 1 and _are_short(tasks):
            return tasks
    return []


def _split_at_verbs(text: str, *, is_third_person: bool) -> list[str]:
    """The members of a list of verbs: split at commas and `and`, where a verb of the same form
    follows.
    """

    def is_verb(part: str) -> bool:
        found = _WORK["work_verb"].match(part)
        return found is not None and is_third_person == (found["plain"] is None)

    tasks: list[str] = []
    for part in _COMMAS.split(text):
        if not is_verb(part):
            if not tasks:
                return []
            break  # "…, which takes a day"
        start = 0
        for joint in _LAST_AND.finditer(part):
            if is_verb(part[joint.end() :]):
                tasks.append(part[start : joint.start()])
                start = joint.end()
        tasks.append(part[start:])
    return [_WORK["adverb"].sub("", task).strip() for task in tasks]
