"""Figures of the firm, a segment or a team, and the shared targets."""

from actions.spec import PERIOD, SCOPE, AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="show_metrics",
    account=AccountUse.NONE,
    slots=(*SCOPE, *PERIOD, "metric", "per", "split", "targets"),
    narrowed=True,
    looks_back=True,
    about_products=True,
    buttons=("explain_answer",),
)
