"""The feelings that messages tell, by the model that was fitted to them."""

from __future__ import annotations

import pytest

from bot.answers.feelings import BAD_NEWS, GOOD_NEWS, NONE, WORRY, likeliest
from bot.nlu.encoder import SentenceEncoder
from bot.nlu.feelings import feeling_model
from bot.nlu.question_encoder import question_encoder


@pytest.mark.parametrize(
    ("text", "feeling"),
    [
        ("they sacked me this morning after nine years. who hires a CISO of 54?", BAD_NEWS),
        ("flunked the CISM again, cried in the car. how long do I wait now", BAD_NEWS),
        ("my first board meeting is on monday and I can't sleep. what do they ask?", WORRY),
        ("I got the job, they signed today! what should I do in the first weeks?", GOOD_NEWS),
        ("How many CISOs are burned out?", NONE),
        ("what happens to a CISO after a breach", NONE),
        ("I failed the CISSP in 2018, passed in 2019, 12 years in security", NONE),
        ("that's not what I asked", NONE),
    ],
)
def test_the_persons_own_feeling_is_told_from_facts_about_feelings(
    text: str, feeling: str, model: SentenceEncoder
) -> None:
    tuned = question_encoder(model).vector(text)
    shares = feeling_model().probabilities(text, model.encode([text])[0], tuned)
    assert likeliest(shares) == feeling
    assert sum(shares.values()) == pytest.approx(1.0, abs=1e-4)
