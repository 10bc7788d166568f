"""Whom to call first, whom to leave alone, who owns what."""

from actions.spec import SCOPE, AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="rank_accounts",
    account=AccountUse.NONE,
    needs_sight=True,
    slots=(*SCOPE, "view"),
    narrowed=True,
    about_products=True,
    buttons=("recommend_offer",),
)
