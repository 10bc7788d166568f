"""The demo company: a fictional firm with planted truths, of any size, always the same by seed."""

from knowledge.demo.calendar import DEMO_DAY
from knowledge.demo.company import DEMO_ACCOUNTS, DEMO_SEED, build_company, build_demo, generate

__all__ = ["DEMO_ACCOUNTS", "DEMO_DAY", "DEMO_SEED", "build_company", "build_demo", "generate"]
