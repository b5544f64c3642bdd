"""`ciso-advisor knowledge …`: build the knowledge base, try it
before, and see what it holds and what grows old.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from bot import settings
from bot.cli.source_list import source_page, stale_lines
from bot.domain.facts import Extraction, Fact
from bot.knowledge.store import KnowledgeBase, knowledge_engine

PAGE = Path("docs/sources.md")


def add_commands(commands: Any) -> None:
    knowledge = commands.add_parser("knowledge", help="build and look at the knowledge base")
    steps = knowledge.add_subparsers(required=True, metavar="ACTION")
    steps.add_parser("build", help="read the sources into the database").set_defaults(run=_build)
    attempt = steps.add_parser(
        "try", help="answer questions from the sources as they are now on disk, without a build"
    )
    attempt.add_argument("questions", nargs="+", metavar="QUESTION")
    attempt.set_defaults(run=_try)
    steps.add_parser(
        "diff", help="show which sentences and answers a build would change"
    ).set_defaults(run=_diff)
    steps.add_parser("show", help="print the facts of the database").set_defaults(run=_show)
    stale = steps.add_parser("stale", help="print what has grown old, by source")
    stale.add_argument("--day", type=_day, metavar="DAY", help="as of a day such as 2027-03-01")
    stale.set_defaults(run=_stale)
    page = steps.add_parser("sources", help=f"write {PAGE}, the list of all sources")
    page.add_argument("--print", action="store_true", help="print it instead")
    page.set_defaults(run=_sources)
    extract = steps.add_parser("extract", help="print what a source text says, without keeping it")
    extract.add_argument("file", metavar="FILE", help="a Markdown or plain text file")
    extract.add_argument("--json", action="store_true", help="passages, entities and facts as JSON")
    extract.set_defaults(run=_extract)


def _build(parsed: argparse.Namespace) -> int:
    # spaCy, which the extractor reads with, takes other commands a third of their start
    from bot.ingest.build import write
    from bot.ingest.source_folder import read_folder

    sources = read_folder(settings.sources_folder())
    write(knowledge_engine(), sources)
    for extraction in sources.extractions:
        source = extraction.source
        print(f"{source.title} ({source.publisher}, {source.year}): {len(extraction.facts)} facts "
              f"in {len(extraction.passages)} passages")  # fmt: skip
    for path, reason in sources.skipped:
        print(f"skipped {path}: {reason}")
    return 0


def _try(parsed: argparse.Namespace) -> int:
    from bot.cli.knowledge_trial import ask_of, scratch_knowledge
    from bot.ingest.source_folder import read_folder

    with scratch_knowledge(read_folder(settings.sources_folder())) as url:
        answers = ask_of(parsed.questions, url)
    for answer in answers:
        print(f"{answer.question}\n  {answer.mark}{answer.text}")
        for source in answer.sources:
            print(f"  from {source}")
    return 0 if all(answer.is_answered and not answer.lacking for answer in answers) else 1


def _diff(parsed: argparse.Namespace) -> int:
    from bot.cli.knowledge_diff import changed_answers, changed_facts, changed_passages
    from bot.cli.knowledge_trial import scratch_knowledge
    from bot.cli.unanswered import recorded_questions
    from bot.ingest.source_folder import read_folder
    from bot.nlu.person_names import NameRemover

    old = KnowledgeBase.load()
    with scratch_knowledge(read_folder(settings.sources_folder())) as url:
        engine = knowledge_engine(url)
        new = KnowledgeBase.load(engine)
        engine.dispose()
        if old.digest == new.digest:
            print("nothing changes")
            return 0
        told = [*changed_passages(old, new), *changed_facts(old, new)]
        print("\n".join(told))
        answers = changed_answers(recorded_questions(), new.job, url)
    names = NameRemover(new)
    for change in answers:
        state = "now answered" if change.is_now_answered else "recorded" if change.recorded else ""
        asked = names.without_names(change.question) if change.recorded else change.question
        print(f"\n{asked}{f'  [{state}]' if state else ''}")
        print("\n".join(f"  {line}" for line in change.lines()))
    now = sum(change.is_now_answered for change in answers)
    print(
        f"\n{len(told)} sentences and {len(answers)} answers change; {now} questions are now"
        " answered"
    )
    return 0


def _show(parsed: argparse.Namespace) -> int:
    kb = KnowledgeBase.load()
    for source in kb.sources:
        print(f"{source.title} ({source.publisher}, {source.year})")
        _print_facts(fact for fact in kb.all_facts if fact.passage.source == source)
    return 0


def _stale(parsed: argparse.Namespace) -> int:
    day = parsed.day or settings.current_day()
    lines = stale_lines(KnowledgeBase.load(), day)
    print("\n".join(lines) or f"nothing is past its shelf life on {day}")
    return 0


def _sources(parsed: argparse.Namespace) -> int:
    page = source_page(KnowledgeBase.load())
    if parsed.print:
        print(page, end="")
    else:
        PAGE.write_text(page, "utf-8")
        print(f"{PAGE}: {page.count(chr(10))} lines")
    return 0


def _extract(parsed: argparse.Namespace) -> int:
    from bot.ingest.extractor import extract_file

    extraction = extract_file(parsed.file)
    if parsed.json:
        print(json.dumps(_as_json(extraction), ensure_ascii=False, indent=2))
    else:
        _print_facts(extraction.facts)
    return 0


def _print_facts(facts: Iterable[Fact]) -> None:
    for fact in facts:
        value = f" = {fact.value}" if fact.value else ""
        print(f"  line {fact.passage.line:>3}  {fact.kind.value:<21} {fact.label}{value}")


def _as_json(extraction: Extraction) -> dict[str, Any]:
    return {
        "source": asdict(extraction.source),
        "passages": [
            {"id": p.id, "section": p.section, "line": p.line,
            "text": p.text} for p in extraction.passages
        ],
        "entities": [asdict(entity) for entity in extraction.entities],
        "facts": [
            {
                "id": f.id, "kind": f.kind.value, "about": f.about, "label": f.label,
                "value": f.value,
                "detail": f.detail, "statement": f.statement, "position": f.position,
                "year": f.year,
                "figure": asdict(f.figure) if f.figure else None, "scope": f.scope.limits,
                "passage": f.passage.id, "section": f.passage.section, "line": f.passage.line,
            }
            for f in extraction.facts
        ],
    }  # fmt: skip


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise argparse.ArgumentTypeError("a day such as 2027-03-01") from error
