"""What has been counted, as Prometheus reads it (text format 0.0.4)."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from tracker.core.observing import BUCKETS, Observed

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def metrics_text(observed: Observed, gauges: Mapping[str, tuple[str, float]]) -> str:
    """Every counter, and values of the moment by name, each with its help."""
    lines = [*_requests(observed), *_process()]
    for name, (help_words, value) in gauges.items():
        lines += _one(f"tracker_{name}", "gauge", help_words, value)
    return "\n".join(lines) + "\n"


def _requests(observed: Observed) -> Iterator[str]:
    with observed.lock:
        requests, buckets = dict(observed.requests), dict(observed.buckets)
        seconds, statements = observed.seconds, observed.statements
        slow_queries = observed.slow_queries
    yield "# HELP tracker_requests_total Requests answered."
    yield "# TYPE tracker_requests_total counter"
    for (method, page, status), count in sorted(requests.items()):
        yield (
            f'tracker_requests_total{{method="{method}",page="{page}",status="{status}"}} {count}'
        )
    yield "# HELP tracker_request_seconds How long requests took."
    yield "# TYPE tracker_request_seconds histogram"
    total = sum(requests.values())
    for end in BUCKETS:
        yield f'tracker_request_seconds_bucket{{le="{end}"}} {buckets.get(end, 0)}'
    yield f'tracker_request_seconds_bucket{{le="+Inf"}} {total}'
    yield f"tracker_request_seconds_sum {seconds:.6f}"
    yield f"tracker_request_seconds_count {total}"
    yield from _one("tracker_statements_total", "counter", "Statements of requests.", statements)
    yield from _one("tracker_slow_queries_total", "counter", "Slow queries.", slow_queries)


def _process() -> Iterator[str]:
    yield from _one(
        "process_cpu_seconds_total", "counter", "Processor seconds.", time.process_time()
    )
    status = Path("/proc/self/statm")
    if status.exists():
        pages = int(status.read_text("ascii").split()[1])
        yield from _one("process_resident_memory_bytes", "gauge", "Memory.", pages * 4096)


def _one(name: str, kind: str, help_words: str, value: float) -> Iterator[str]:
    yield f"# HELP {name} {help_words}"
    yield f"# TYPE {name} {kind}"
    yield f"{name} {value:g}" if isinstance(value, int) else f"{name} {value:.3f}"
