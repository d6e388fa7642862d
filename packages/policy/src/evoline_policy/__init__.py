"""The Python room of evoline: serve a policy, update it by one GRPO step, warm-start it."""

__version__ = "0.1.0"
