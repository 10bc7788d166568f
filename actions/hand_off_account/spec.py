"""Hands a customer to sales, or back to customer success."""

from actions.spec import AccountUse, FieldKind, Form, FormField, QuestionSpec

SPEC = QuestionSpec(
    intent="hand_off_account",
    account=AccountUse.NEEDED,
    slots=(
        "need",
        "reason",
        "evidence",
        "product",
        "contact",
        "avoid",
        "link",
        "toward",
        "receiver",
        "urgency",
        "anyway",
    ),
    own_words=("need", "reason", "contact", "link", "toward", "receiver", "urgency", "avoid"),
    bare_need=True,
    writes=True,
    form=Form(
        (
            FormField("need", FieldKind.TEXT, is_needed=True),
            FormField("toward", FieldKind.CHOICE, options=("sales", "cs")),
            FormField("receiver", FieldKind.COLLEAGUE),
            FormField("urgency", FieldKind.CHOICE, is_needed=True, options=("normal", "hot")),
            FormField("evidence", FieldKind.TEXT),
            FormField("product", FieldKind.PRODUCT),
            FormField("contact", FieldKind.LINE),
            FormField("avoid", FieldKind.TEXT),
            FormField("link", FieldKind.LINE),
        )
    ),
    buttons=(
        "hold_account",
        "list_handoffs",
    ),
)
