"""Rasa's custom actions run in this process, and their results checked once."""

from __future__ import annotations

from functools import cache
from typing import Any

from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

from bot.rasa_adapter.fair_pool import FairPool, finished


def check_results_quickly() -> None:
    """Let every custom action's result be checked by a validator that is made once.

    Rasa makes one, and checks the schema itself, every time: for the actions that it chooses, for
    the extraction of slots, and for forms. That was more than half of a turn.
    """
    RemoteAction._validate_action_result = _is_valid_result


def _is_valid_result(action: RemoteAction, result: dict[str, Any]) -> bool:
    if isinstance(action.action_endpoint, ActionsInProcess):
        return True  # made by the code beside this one
    for error in _result_validator().iter_errors(result):
        raise error
    return True


@cache
def _result_validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    return validator_for(schema)(schema)


class ActionsInProcess(EndpointConfig):
    """Rasa's action endpoint without the network: runs what `rasa run actions` would run."""

    def __init__(self, package: str = "actions", pool: FairPool | None = None) -> None:
        # our actions don't read the domain
        super().__init__(url="in-process", enable_selective_domain=True)
        self._pool = pool or FairPool()
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        try:
            call = kwargs["json"]
            return await self._pool.run(lambda: finished(self._executor.run(call)))
        except ActionExecutionRejection as error:
            body = {"error": str(error), "action_name": error.action_name}
            raise ClientResponseError(400, "rejected", str(body)) from error
