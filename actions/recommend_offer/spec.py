"""What to offer a customer, if anything: the main question."""

from actions.spec import AccountUse, Form, QuestionSpec

SPEC = QuestionSpec(
    intent="recommend_offer",
    account=AccountUse.NEEDED,
    slots=("length", "product", "products"),
    second_asks="draft_talk_track",
    shows_offer=True,
    for_each=True,
    form=Form(),
    buttons=(
        "assess_churn",
        "brief_account",
        "compare_tiers",
        "draft_talk_track",
        "explain_answer",
        "log_outcome",
        "set_reminder",
    ),
    folds=True,
)
