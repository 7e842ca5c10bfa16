"""Units: names, symbols, prefixes and currencies to codes."""

import pytest

from dateline.language.units import cent, find
from dateline.language.units.nouns import of_noun


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("united states dollar", "USD"), ("Polish złoty", "PLN"), ("north korean won", "KPW"),
        ("bosnia and herzegovina convertible mark", "BAM"), ("peso", "MXN"), ("KES", "KES"),
        ("milliohm", "mOhm"), ("exajoules", "EJ"), ("gibibit", "Gibit"), ("picoseconds", "ps"),
        ("mega british thermal unit", "[MBtu]"), ("mmBtu", "[MBtu]"), ("barrel of oil", "[bbl_us]"),
        ("kilobit per second", "kbit/s"), ("pound per square inch", "[psi]"), ("µA", "uA"),
        ("square centimetre", "cm2"), ("GBq", "GBq"), ("TiB", "TiBy"), ("megayear", "Ma"),
    ],
)  # fmt: skip
def test_units_name_has_code(name: str, code: str) -> None:
    unit = find(name)
    assert unit is not None
    assert unit.code == code


@pytest.mark.parametrize("name", ["TOP", "COP", "ALL", "hand", "tesla", "TV", "pm"])
def test_units_word_is_none(name: str) -> None:
    assert find(name) is None


def test_units_symbol_may_say_a_rate() -> None:
    unit = find("bpd")
    assert unit is not None
    assert (unit.code, unit.per) == ("[bbl_us]", "d")


def test_units_hundredths_name_their_currency() -> None:
    assert [cent(name) for name in ("cents", "pence", "sen", "rappen", "dollar")] == [
        "USD", "GBP", "MYR", "CHF", None,
    ]  # fmt: skip


def test_units_noun_is_singular_or_person() -> None:
    assert [of_noun(noun) for noun in ("boats", "Iraqis", "teachers", "lives")] == [
        "{boat}", "{person}", "{person}", "{life}",
    ]  # fmt: skip
