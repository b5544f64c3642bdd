"""Likelihoods by vectors tuned without a question, to fit what is weighed beside them.

python -m tools.tune_questions --fold 0 --out build/question_adapter_0.npz
python -m tools.tune_questions --fold 1 --out build/question_adapter_1.npz
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.nlu.encoder import encoder
from bot.nlu.evidence_search import After, EvidenceSearch
from bot.nlu.question_encoder import Likelihoods, QuestionEncoder, joined, read_question_adapter
from tools.tune_questions import FOLDS, fold_of

_ADAPTERS = Path("build")


def held_out_likelihoods() -> Callable[[EvidenceSearch, str, After | None], Likelihoods]:
    """Stands in for `EvidenceSearch.likelihoods`: each half of the questions is read by the adapter
    of the other half.
    """
    model = encoder("build/minilm")
    paths = [_ADAPTERS / f"question_adapter_{fold}.npz" for fold in range(FOLDS)]
    tuned = [QuestionEncoder(model, read_question_adapter(path)) for path in paths]

    def likelihoods(search: EvidenceSearch, text: str, after: After | None = None) -> Likelihoods:
        said, before = (after.text, after.before) if after else (text, "")
        own = tuned[fold_of(joined(said, before))]
        evidence = own.evidence(search.index.unit_vectors())
        return own.likelihoods(own.vector(said, before), evidence)

    return likelihoods
