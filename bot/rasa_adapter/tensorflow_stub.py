"""Prepares a process before it imports Rasa: silences start-up noise and stubs TensorFlow.

Rasa imports TensorFlow everywhere, and nothing in this project's pipeline uses it; nor the clients
of other chat services and databases, plotting and prompts, which it imports as well.

The classes that Rasa derives from theirs are only defined, never made. `leave_out_tensorflow`
puts an empty stand-in where each would be, which saves seconds and hundreds of megabytes of
memory.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import logging
import os
import sys
from collections.abc import Sequence
from functools import cache
from types import ModuleType
from typing import Any

from bot.observability.expected_warnings import show_unexpected_warnings
from bot.rasa_adapter.blas_kernels import choose_kernels

_LEFT_OUT = frozenset((
    "tensorflow", "keras", "tensorflow_hub", "tensorflow_text", "tensorflow_addons",
    "aiogram", "fbmessenger", "twilio", "webexteamssdk",  # channels of Rasa's own
    "boto3", "pymongo",  # tracker stores of Rasa's own
    "matplotlib", "prompt_toolkit", "questionary",  # what `rasa test` and `rasa shell` show
))  # fmt: skip


class TensorFlowNeededError(RuntimeError):
    """A component needs TensorFlow, or another library that was left out, after all: take it out
    of config.yml or don't leave the library out.
    """


class _StandInClass(type):
    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(name)

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if cls.__module__ != __name__:
            raise TensorFlowNeededError(
                f"{cls.__module__}.{cls.__name__} needs TensorFlow, or another library that was"
                " left out"
            )
        # TensorFlow's decorators, such as tf.function(…), are called while classes are defined
        return (
            args[0]
            if len(args) == 1 and callable(args[0])
            else lambda wrapped=None, *_, **__: wrapped
        )


@cache
def _stand_in(name: str) -> Any:
    return _StandInClass(
        name, (), {"__class_getitem__": classmethod(lambda cls, _: cls), "__module__": __name__}
    )


class _StandInModule(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(name)


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        root = fullname.partition(".")[0]
        loaded = root in sys.modules and not isinstance(sys.modules[root], _StandInModule)
        if root in _LEFT_OUT and not loaded:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _StandInModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing in a stand-in."""


def leave_out_tensorflow() -> None:
    """Put stand-ins where TensorFlow and the other libraries would be.

    Call before the first import of Rasa; has no effect when TensorFlow is loaded already."""
    if "tensorflow" not in sys.modules and not any(
        isinstance(finder, _Finder) for finder in sys.meta_path
    ):
        sys.meta_path.insert(0, _Finder())


def silence_logging() -> None:
    """Keep back notices of libraries and expected warnings; LOG_LEVEL=DEBUG shows them all."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    if os.environ.get("LOG_LEVEL", "").upper() == "DEBUG":
        return
    show_unexpected_warnings()
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))


def prepare() -> None:
    """Call before the first import of Rasa, and of numpy."""
    choose_kernels()
    silence_logging()
    leave_out_tensorflow()
