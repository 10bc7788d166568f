"""How many threads the numeric libraries may use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep BLAS and OpenMP to one thread; also a decorator.

    Our matrices are long and a dozen columns wide: threads that wait for each other cost up to thirty times what they
    give.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        yield
