"""Takes the asker's last change back, or the one a button names."""

from actions.spec import AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="undo",
    account=AccountUse.NONE,
    asked=False,
    slots=("change",),
    writes=True,
    undoes=True,
    buttons=("recommend_offer",),
)
