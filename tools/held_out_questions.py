"""Likelihoods by vectors tuned without a question, to fit what is weighed beside them.

python -m tools.tune_questions --fold 0 --out build/question_adapter_0.npz
python -m tools.tune_questions --fold 1 --out build/question_adapter_1.npz
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.knowledge.store import KnowledgeBase
from bot.knowledge.units import QUESTIONS, units_of
from bot.nlu.encoder import encoder
from bot.nlu.evidence_search import After, EvidenceSearch
from bot.nlu.known_questions import anchors_in
from bot.nlu.question_encoder import Likelihoods, QuestionEncoder, joined, read_question_adapter
from tools.question_cases import FOLDS, fold_of, questions

_ADAPTERS = Path("build")


def held_out_likelihoods() -> Callable[[EvidenceSearch, str, After | None], Likelihoods]:
    """Stands in for `EvidenceSearch.likelihoods`: each half of the questions is read by the adapter
    of the other half, and what no adapter was tuned to by the one that serves.
    """
    model = encoder("build/minilm")
    known = {text for text, _ in questions(units_of(KnowledgeBase.load(), anchors_in(QUESTIONS)))}
    serving = QuestionEncoder(model, read_question_adapter())
    paths = [_ADAPTERS / f"question_adapter_{fold}.npz" for fold in range(FOLDS)]
    tuned = [QuestionEncoder(model, read_question_adapter(path)) for path in paths]

    def likelihoods(search: EvidenceSearch, text: str, after: After | None = None) -> Likelihoods:
        said, before = (after.text, after.before) if after else (text, "")
        whole = joined(said, before)
        own = tuned[fold_of(whole)] if whole in known else serving
        evidence = own.evidence(search.index.unit_vectors())
        return own.likelihoods(own.vector(said, before), evidence)

    return likelihoods
