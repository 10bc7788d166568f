from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.errors import ImportRefused
from knowledge.imports.mapping_files import load_mapping
from knowledge.imports.plan import plan_import

Write = Callable[..., Path]
GOOD = "system: crm\nfiles:\n  - match: firms.csv\n    table: accounts\n    columns: {name: firm}\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("accounts", "acounts", "no table 'acounts'; did you mean 'accounts'?"),
        ("{name: firm}", "{name: firm, industri: x}", "no column 'industri'; did you mean 'industry'?"),
        ("{name: firm}", "{industry: x}", "table accounts needs the column 'name'"),
        ("match:", "mach:", "there is no key 'mach'; did you mean 'match'?"),
        ("system: crm", "system: [", "is not valid YAML"),
    ],
)
def test_a_broken_mapping_is_refused_with_its_place(write: Write, old: str, new: str, said: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        load_mapping(write("m.yml", GOOD.replace(old, new)))
    assert str(refused.value).startswith("mapping m.yml")
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_column_that_the_file_lacks_is_named_with_what_it_may_mean(write: Write) -> None:
    mapping = load_mapping(write("m.yml", GOOD))
    with pytest.raises(ImportRefused, match=r"firms.csv: has no column 'firm'.*did you mean 'firms'"):
        plan_import([write("firms.csv", "firms\nAcme\n")], mapping)
