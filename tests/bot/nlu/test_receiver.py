import pytest

from bot.nlu.handing_over import find_receiver, name_side

ONE, TWO = "\ue040", "\ue041"


@pytest.mark.parametrize(
    ("marked", "receiver"),
    [
        (f"hand Acme over to {ONE}, they want SSO", ONE),
        (f"please give the Globex handoff to {ONE}", ONE),
        (f"{ONE} says they want SSO, hand them to {TWO}", TWO),
        (f"Acmeを{ONE}さんに引き継いで、SSOが必要です", ONE),
        (f"この件は{ONE}さんへ至急お願いします", ONE),
        (f"{ONE} says Acme wants SSO, hand them to sales", None),
        (f"hand Acme to sales, {ONE} told me they need SSO", None),
        (f"{ONE}さんによるとSSOが必要なので営業に引き継いで", None),
        (f"{ONE}さんに聞いた話です。営業に引き継いで", None),
    ],
)
def test_who_is_to_have_it_is_told_from_who_only_said_so(marked: str, receiver: str | None) -> None:
    assert find_receiver(marked) == receiver


def test_the_receiver_is_no_part_of_the_matter() -> None:
    assert name_side(f"Acmeを{ONE}さんに引き継いで", ONE) == "Acmeを営業に引き継いで"
    assert name_side(f"hand it to {ONE}: payroll", ONE) == "hand it to sales: payroll"
