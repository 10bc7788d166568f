"""A greeting, thanks, an okay."""

from actions.spec import AccountUse, Audience, QuestionSpec

SPEC = QuestionSpec(
    intent="greet",
    account=AccountUse.NONE,
    steps=("thanks", "noted"),
    aside=True,
    small_talk=True,
    courtesy=True,
    audience=Audience.ANYBODY,
    buttons=("help",),
)
