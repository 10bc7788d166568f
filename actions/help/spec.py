"""What can be asked, in the words people use."""

from actions.spec import AccountUse, Audience, QuestionSpec

SPEC = QuestionSpec(
    intent="help",
    account=AccountUse.NONE,
    aside=True,
    small_talk=True,
    audience=Audience.ANYBODY,
)
