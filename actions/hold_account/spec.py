"""Stops offers to a customer for a while, shows or lifts that."""

from actions.spec import AccountUse, FieldKind, Form, FormField, QuestionSpec

SPEC = QuestionSpec(
    intent="hold_account",
    account=AccountUse.NEEDED,
    slots=("until", "reason"),
    own_words=("reason",),
    steps=("lift", "show"),
    writes=True,
    ends=("lift",),
    undated="reason",
    about_meetings=True,
    form=Form(
        (
            FormField("reason", FieldKind.TEXT, is_needed=True),
            FormField("until", FieldKind.DAY, is_needed=True),
        )
    ),
    buttons=("recommend_offer",),
)
