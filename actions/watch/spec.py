"""A look-up told by the calendar: "tell me every Monday which of mine renew within 60 days"."""

from actions.spec import AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="watch",
    account=AccountUse.NONE,
    asked=False,
    slots=("query", "unread", "repeat", "date", "time"),
    writes=True,
    buttons=("set_reminder",),
)
