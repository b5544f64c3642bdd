"""What Prometheus reads: counts and times, nothing of what was said."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server
from prometheus_client.process_collector import ProcessCollector

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15)


class Metrics:
    """The counters of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._turns = Counter(
            "advisor_turns", "Turns answered, by surface and by the topic of their first reply",
            ("surface", "topic"),
            registry=self.registry,
        )  # fmt: skip
        self._repeated = Counter(
            "advisor_turns_repeated",
            "Messages that came again",
            ("surface",),
            registry=self.registry,
        )
        self._failed = Counter(
            "advisor_turns_failed",
            "Turns that ended with an apology",
            ("surface",),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "advisor_turn_seconds",
            "From the message to its answer",
            ("surface",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._refused = Counter(
            "advisor_requests_refused",
            "Requests refused, by HTTP status",
            ("status",),
            registry=self.registry,
        )
        self._running = Gauge(
            "advisor_turns_running", "Turns that run or wait", registry=self.registry
        )

        self._knowledge = Gauge(
            "advisor_knowledge_current",
            "1 when the newest knowledge base is in use, 0 when it can't be read",
            registry=self.registry,
        )

    def watch_knowledge(self, problem: Callable[[], str]) -> None:
        """Ask `problem` at every scrape; it is empty when the newest knowledge is in use."""
        self._knowledge.set_function(lambda: float(not problem()))

    def begun(self) -> None:
        self._running.inc()

    def ended(
        self, surface: str, topic: str, seconds: float, *, failed: bool, repeated: bool
    ) -> None:
        self._running.dec()
        self._seconds.labels(surface).observe(seconds)
        if failed:
            self._failed.labels(surface).inc()
        elif repeated:
            self._repeated.labels(surface).inc()
        else:
            self._turns.labels(surface, topic).inc()

    def refused(self, status: int) -> None:
        self._refused.labels(str(status)).inc()

    def serve(self, host: str, port: int) -> None:
        """Answers Prometheus on a port of its own, which the public must not reach;
        raises OSError.
        """
        start_http_server(port, host, registry=self.registry)
