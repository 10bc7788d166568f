"""The questions for which the playbook has no article, for operations to write one."""

from actions.spec import AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="list_unanswered",
    account=AccountUse.NONE,
    asked=False,
    slots=("date", "month"),
)
