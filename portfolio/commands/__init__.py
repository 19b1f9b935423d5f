"""One file a command: `HELP`, `EXAMPLES`, `arguments(parser, say)` and `run(options)`."""

from __future__ import annotations

COMMANDS = (
    "plan",
    "check",
    "worth",
    "alternatives",
    "capital",
    "frontier",
    "robust",
    "promote",
    "compare",
    "replan",
    "livelihood",
)
