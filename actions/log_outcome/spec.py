"""What came of an offer: pitched, won, lost, later."""

from actions.spec import PERIOD, AccountUse, FieldKind, Form, FormField, QuestionSpec

_REASONS = ("price", "timing", "no_need", "competitor", "missing_feature", "no_budget", "other")

SPEC = QuestionSpec(
    intent="log_outcome",
    account=AccountUse.NEEDED,
    slots=(
        *PERIOD,
        "outcome",
        "reason",
        "reason_text",
        "product",
        "tier",
        "amount_minor",
        "proposal_id",
        "answer",
        "skip",
        "won_question",
    ),
    own_words=("outcome", "reason"),
    writes=True,
    form=Form(
        (
            FormField(
                "outcome",
                FieldKind.CHOICE,
                is_needed=True,
                options=("pitched", "won", "lost", "later", "too_early", "not_relevant"),
            ),
            FormField("product", FieldKind.PRODUCT),
            FormField("amount", FieldKind.MONEY),
            FormField("reason", FieldKind.CHOICE, options=_REASONS),
            FormField("reason_text", FieldKind.TEXT),
            FormField("until", FieldKind.DAY),
        )
    ),
    buttons=(
        "set_reminder",
        "study_best_customers",
    ),
)
