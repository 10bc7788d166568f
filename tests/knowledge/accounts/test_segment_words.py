"""Which segments the words of a question name."""

import pytest

from knowledge.accounts.segment_words import SegmentWords, read_segments
from knowledge.terms import SegmentBy

WORDS = SegmentWords(
    (
        (SegmentBy.TEAM, "International"),
        (SegmentBy.TEAM, "国内営業部"),
        (SegmentBy.TEAM, "Tokyo Sales"),
        (SegmentBy.INDUSTRY, "Manufacturing"),
        (SegmentBy.INDUSTRY, "小売業"),
        (SegmentBy.INDUSTRY, "IT Services"),
        (SegmentBy.REGION, "Chicago"),
        (SegmentBy.REGION, "Tokyo"),
        (SegmentBy.REGION, "大阪"),
        (SegmentBy.COUNTRY, "JP"),
    ),
    own_team="International",
)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("who is at risk in Chicago?", {"region": "Chicago"}),
        ("at risk in manufacturing", {"industry": "Manufacturing"}),
        ("製造業で危ないのは？", {"industry": "Manufacturing"}),
        ("製造業界の解約率", {"industry": "Manufacturing"}),
        ("churn in retail", {"industry": "小売業"}),
        ("ＩＴサービスの成約率", {"industry": "IT Services"}),
        ("東京で危ないお客様", {"region": "Tokyo"}),
        ("東京エリアのNRR", {"region": "Tokyo"}),
        ("at risk in Osaka", {"region": "大阪"}),
        ("NRR for team Tokyo", {"team": "Tokyo Sales"}),
        ("the Tokyo team's NRR", {"team": "Tokyo Sales"}),
        ("東京チームのNRR", {"team": "Tokyo Sales"}),
        ("国内チームの解約率", {"team": "国内営業部"}),
        ("国内営業部の数字", {"team": "国内営業部"}),
        ("how is my team doing", {"team": "International"}),
        ("うちのチームの目標", {"team": "International"}),
        ("and for Japan?", {"country": "JP"}),
        ("日本は？", {"country": "JP"}),
        ("championsに電話すべきは", {"rfm": "champions"}),
        ("ハイタッチで更新期の製造業", {"touch": "high", "phase": "renewal", "industry": "Manufacturing"}),
        ("who is at risk?", {}),
        ("at risk in Chicago and Tokyo, Chicago first", {"region": "Chicago | Tokyo"}),
        ("東京と大阪で危ないのは？", {"region": "Tokyo | 大阪"}),
        ("anything new on it?", {}),
        ("東京電力の担当は？", {}),
        ("is Tokyo Electric at risk?", {}),
        ("brief me on Umbra Manufacturing", {}),
        ("at risk in Boston", {"region": "Boston"}),
        ("仙台で危ないお客様は？", {"region": "Sendai"}),
        ("brief me on Boston", {}),
    ],
)
def test_a_segment_of_the_store_is_known_by_its_words(text: str, named: dict[str, str]) -> None:
    assert read_segments(text, WORDS) == {by: tuple(names.split(" | ")) for by, names in named.items()}


def test_a_segment_that_the_asker_may_not_see_is_no_word() -> None:
    assert read_segments("at risk in manufacturing at Acme East", SegmentWords()) == {}
    assert read_segments("my team", SegmentWords()) == {}
