"""What is not for us."""

from actions.spec import AccountUse, Audience, QuestionSpec

SPEC = QuestionSpec(
    intent="out_of_scope",
    account=AccountUse.NONE,
    slots=("topic",),
    aside=True,
    small_talk=True,
    audience=Audience.ANYBODY,
    buttons=("help",),
)
