"""How to sell, in general and at a customer."""

from actions.spec import AccountUse, Audience, QuestionSpec

SPEC = QuestionSpec(
    intent="ask_playbook",
    account=AccountUse.OPTIONAL,
    slots=("article",),
    buttons=("list_unanswered",),
    audience=Audience.ANYBODY,
)
