import pytest

from knowledge.playbook.checklists import Talk, load_checklist
from tests.actions.conftest import Ask


@pytest.mark.parametrize("talk", Talk)
def test_every_kind_of_talk_has_a_checklist_in_both_languages(ask: Ask, talk: Talk) -> None:
    keys = {
        language: [
            item.key for item in ask("show_checklist", "Acme Corporation", talk=talk, language=language).checklist
        ]
        for language in ("en", "ja")
    }
    assert keys["en"] == keys["ja"]
    assert len(keys["en"]) >= 5
    assert len({item.key for item in load_checklist(talk).items}) == len(load_checklist(talk).items)


def test_data_ticks_what_data_knows(ask: Ask) -> None:
    items = {item.key: item for item in ask("show_checklist", "Acme Corporation").checklist}
    assert items["satisfied"].done is True
    assert items["satisfied"].note == "NPS 9, 12 days ago"
    assert items["cs_agreed"].done is None


def test_a_condition_leaves_an_item_out(ask: Ask) -> None:
    keys = [item.key for item in ask("show_checklist", "Acme Corporation", talk="renewal").checklist]
    assert "ticket" not in keys
    assert "ask_satisfaction" not in keys
    assert "ticket" in [item.key for item in ask("show_checklist", "Initech").checklist]


def test_a_tick_is_kept_for_this_proposal_and_can_be_undone(do: Ask) -> None:
    ticked = do("show_checklist", "Acme Corporation", item="cs_agreed")
    again = {item.key: item for item in do("show_checklist", "Acme Corporation").checklist}
    assert again["cs_agreed"].done is True
    assert "ticked by" in again["cs_agreed"].note
    assert "Ticked" in ticked.headline
    renewal = {item.key: item for item in do("show_checklist", "Acme Corporation", talk="renewal").checklist}
    assert renewal["cs_agreed"].done is None
    do("undo")
    assert {i.key: i for i in do("show_checklist", "Acme Corporation").checklist}["cs_agreed"].done is None


def test_boxes_of_a_chat_tick_the_same_list_and_leave_the_data_alone(do: Ask) -> None:
    shown = do("show_checklist", "Acme Corporation").checklist
    boxes = [f"{item.topic}/{item.key}" for item in shown]
    done = [box for box, item in zip(boxes, shown, strict=True) if item.done or item.key == "small_start"]
    do("tick_checklist", "Acme Corporation", items=",".join(boxes), ticked=",".join(done))
    after = {item.key: item for item in do("show_checklist", "Acme Corporation").checklist}
    assert after["small_start"].done is True
    assert after["satisfied"].note == "NPS 9, 12 days ago"


def test_a_csat_answer_counts_where_there_is_no_nps(ask: Ask) -> None:
    items = {item.key: item for item in ask("recommend_offer", "株式会社楓井戸データ").checklist}
    assert "ask_satisfaction" not in items
    assert (items["satisfied"].done, items["satisfied"].note) == (None, "CSAT 60%, 33 days ago")
