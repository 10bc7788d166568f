"""The buttons of an alert: put off, give to the owner, hand to customer success, not useful."""

from actions.spec import AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="answer_alert",
    account=AccountUse.NEEDED,
    asked=False,
    steps=("task", "snooze", "to_cs", "not_useful"),
    writes=True,
    buttons=("brief_account",),
)
