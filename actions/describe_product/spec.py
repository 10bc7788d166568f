"""What a product is, costs and needs."""

from actions.spec import AccountUse, Audience, QuestionSpec

SPEC = QuestionSpec(
    intent="describe_product",
    account=AccountUse.OPTIONAL,
    slots=("product", "seats"),
    about_products=True,
    audience=Audience.ANYBODY,
)
