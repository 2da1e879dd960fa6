"""What Prometheus reads: how many requests, how long they took, how the store and its index are."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

from prometheus_client import CollectorRegistry, Gauge, Metric, ProcessCollector, Summary, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_1_0_0
from prometheus_client.metrics_core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector
from prometheus_client.utils import floatToGoString

MEDIA_TYPE = CONTENT_TYPE_PLAIN_1_0_0

_SECONDS = (0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5)
"""The upper bounds of the buckets: a look-up takes 0.1 ms, the slowest search some 50."""
_BOUNDS = [*map(floatToGoString, (*_SECONDS, float("inf")))]
_OF_A_REQUEST = ("route", "method", "status")


class _Timed:
    """The requests of one route, method and status: how many took how long, and all together."""

    __slots__ = ("seconds", "times")

    def __init__(self) -> None:
        self.times = [0] * (len(_SECONDS) + 1)
        self.seconds = 0.0


class Requests(Collector):
    """The requests that were answered, counted on the event loop alone.

    The library's own counters take a lock for each number, which is two thirds of what it costs to watch a request;
    these are handed to it when somebody reads them.
    """

    def __init__(self) -> None:
        self._answered: dict[tuple[str, str, int], _Timed] = {}

    def count(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        of = (route, method, status)
        answered = self._answered.get(of)
        if answered is None:
            answered = self._answered[of] = _Timed()
        answered.times[bisect_left(_SECONDS, seconds)] += 1
        answered.seconds += seconds

    def collect(self) -> Iterable[Metric]:
        """Yield the numbers as the library writes them."""
        total = CounterMetricFamily("mingci_http_requests", "Requests that were answered.", labels=_OF_A_REQUEST)
        took = HistogramMetricFamily(
            "mingci_http_request_seconds", "From the head of a request to the end of its answer.", labels=_OF_A_REQUEST
        )
        for (route, method, status), answered in self._answered.items():
            labels = (route, method, str(status))
            total.add_metric(labels, sum(answered.times))
            buckets = list(zip(_BOUNDS, accumulate(answered.times), strict=True))
            took.add_metric(labels, buckets, answered.seconds)
        yield total
        yield took


class Metrics:
    """The numbers of one service, in a registry of its own."""

    def __init__(self) -> None:
        """Begin to count."""
        self.registry = CollectorRegistry()
        self.in_flight = 0
        self.revision = Gauge("mingci_store_revision", "The revision of the store.", registry=self.registry)
        self.concepts = Gauge("mingci_store_concepts", "The concepts that are served.", registry=self.registry)
        self.bytes = Gauge("mingci_store_bytes", "What the store takes on its disk.", registry=self.registry)
        self.ready = Gauge("mingci_store_ready", "1 where the store can be read, 0 elsewhere.", registry=self.registry)
        self.index_builds = Summary(
            "mingci_index_build_seconds", "How long the index of terms took to build.", registry=self.registry
        )
        Gauge(
            "mingci_http_requests_in_flight", "Requests that are being answered.", registry=self.registry
        ).set_function(lambda: self.in_flight)
        self.requests = Requests()
        self.registry.register(self.requests)
        ProcessCollector(registry=self.registry)

    def written(self) -> bytes:
        """Return everything in Prometheus' text format."""
        return generate_latest(self.registry)
