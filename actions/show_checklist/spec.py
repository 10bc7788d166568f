"""What to see to before and after an offer, ticked as it is done."""

from actions.spec import AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="show_checklist",
    account=AccountUse.NEEDED,
    slots=("product", "item", "talk", "topic"),
    steps=("tick",),
    about_offer=True,
    for_each=True,
    buttons=("set_reminder",),
)
