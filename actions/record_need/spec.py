"""Writes down what a customer said they need."""

from actions.spec import AccountUse, FieldKind, Form, FormField, QuestionSpec

SPEC = QuestionSpec(
    intent="record_need",
    account=AccountUse.NEEDED,
    slots=("need", "said_by", "product"),
    own_words=("need",),
    writes=True,
    form=Form(
        (
            FormField("need", FieldKind.TEXT, is_needed=True),
            FormField("said_by", FieldKind.LINE),
            FormField("product", FieldKind.PRODUCT),
        )
    ),
    buttons=(
        "hand_off_account",
        "recommend_offer",
    ),
)
