"""`python -m tests.bench` (`make bench`): every measurement in this folder, one after the other."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path


def main() -> None:
    """Runs each module's `main()`; names given on the command line choose among them."""
    wanted = set(sys.argv[1:])
    for module in sorted(
        found.name for found in pkgutil.iter_modules([str(Path(__file__).parent)])
    ):
        if module.startswith("_") or (wanted and module not in wanted):
            continue
        print(f"\n== {module}")
        importlib.import_module(f"tests.bench.{module}").main()


main()
