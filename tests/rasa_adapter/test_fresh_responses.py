"""Which variation of a response is said: none twice while another is left, and always the same."""

from __future__ import annotations

import asyncio

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa_adapter.fresh_responses import FreshResponses

WORRY = "utter_worry"


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load("domain.yml")


def said(*texts: str, domain: Domain) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("c", [BotUttered(text) for text in texts], domain.slots)


def chosen(tracker: DialogueStateTracker, domain: Domain, response: str = WORRY) -> str:
    found = asyncio.run(FreshResponses(domain=domain).generate(response, tracker, "rest"))
    assert found is not None
    return str(found["text"])


def test_each_variation_is_said_before_one_is_said_again(domain: Domain) -> None:
    told: list[str] = []
    for _ in domain.responses[WORRY]:
        told.append(chosen(said(*told, domain=domain), domain))
    assert sorted(told) == sorted(one["text"] for one in domain.responses[WORRY])
    assert chosen(said(*told, domain=domain), domain) == told[0]


def test_the_same_conversation_gets_the_same_response(domain: Domain) -> None:
    tracker = said("Hello!", domain=domain)
    assert {chosen(tracker, domain) for _ in range(10)} == {domain.responses[WORRY][0]["text"]}


def test_a_response_that_the_domain_lacks_is_none(domain: Domain) -> None:
    generator = FreshResponses(domain=domain)
    tracker = said(domain=domain)
    assert asyncio.run(generator.generate("utter_nothing", tracker, "rest")) is None
