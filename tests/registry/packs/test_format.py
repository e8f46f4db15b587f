"""Reading documents by groups: what is refused by name, what holds, and what a further parameter takes."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from registry.packs.format import NOT_FOUND, Effective, Format
from registry.packs.pack import NATIONAL_DEFAULT, Pack
from registry.packs.parameters import Group, default_of, parameter
from registry.packs.readers import FLAG, whole
from sync.wire.refusals import Refused
from tests.registry.packs.toys import FORMAT, GiftRules, Giver, Kept, ThankRules, a_pack, day, document, leaf


def refusal(parameters: Any, form: Format = FORMAT, **head: Any) -> tuple[str, str, Any]:
    with pytest.raises(Refused) as refused:
        form.read(document(parameters, **head))
    found = refused.value.refusal
    return found.code, found.field, found.params.get("parameter")


def test_a_group_is_read_by_its_class_and_what_is_not_set_is_the_default() -> None:
    pack = a_pack({"gifts": {"most": leaf(5), "kept": leaf("at_home"), "autumn": {"most": leaf(2)}}})
    gifts = pack[GiftRules]
    assert (gifts.most, gifts.kept, gifts.until, gifts.givers) == (5, Kept.AT_HOME, None, ())
    assert gifts.by_season == {"spring": 1, "autumn": 2}
    assert pack[ThankRules] is default_of(ThankRules)
    assert NATIONAL_DEFAULT[GiftRules] == GiftRules(), "the engine's own default knows no group, and answers for each"


def test_every_value_is_written_as_it_was_read() -> None:
    parameters = {
        "gifts": {
            "most": leaf(5), "kept": leaf("at_home"), "until": leaf("2026-01-01"), "spring": {"most": leaf(2)},
        },
        "givers": leaf([{"name": "甲"}]),
        "thanks": {"in_writing": leaf(True)},
    }  # fmt: skip
    said = document(parameters, title="All", valid_until="2027-01-01")
    pack = FORMAT.read(said)
    assert pack.as_document() == said
    assert FORMAT.read(json.loads(json.dumps(pack.as_document()))) == pack
    assert pack[GiftRules].givers == (Giver(name="甲"),)
    assert pack != a_pack()
    turned = dict(reversed([*parameters.items()]))
    assert json.dumps(a_pack(turned).as_document()) == json.dumps(a_pack(parameters).as_document()), "in one order"


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        pytest.param({"gifts": {"least": leaf(1)}}, "gifts.least", id="unknown in a group that exists"),
        pytest.param({"points": {"most": leaf(1)}}, "points.most", id="of a group that does not exist"),
        pytest.param({"thanks": {"most": leaf(1)}}, "thanks.most", id="of another group"),
        pytest.param({"gifts": {"winter": {"most": leaf(1)}}}, "gifts.winter.most", id="in a table further down"),
        pytest.param({"most": leaf(1)}, "most", id="without its group"),
        pytest.param({"gifts": leaf(1)}, "gifts", id="a value for a group"),
        pytest.param({"gifts": 1}, "gifts", id="a number for a group"),
    ],
)
def test_an_unknown_parameter_is_refused_by_name(parameters: Any, name: str) -> None:
    assert refusal(parameters) == ("pack_unknown_parameter", "parameters", name)


def test_a_group_of_a_room_that_is_not_there_is_refused_by_name() -> None:
    without = Format((ThankRules,))
    assert refusal({"gifts": {"most": leaf(1)}}, without) == ("pack_unknown_parameter", "parameters", "gifts.most")


@pytest.mark.parametrize(
    ("parameters", "code", "field"),
    [
        pytest.param({"gifts": {"most": leaf(10)}}, "pack_bad_value", "gifts.most", id="above the bounds"),
        pytest.param({"gifts": {"most": leaf(True)}}, "pack_bad_value", "gifts.most", id="true is no number"),
        pytest.param({"gifts": {"kept": leaf("lost")}}, "pack_bad_value", "gifts.kept", id="no such choice"),
        pytest.param({"givers": leaf([{"name": "甲"}] * 2)}, "pack_bad_value", "givers", id="twice"),
        pytest.param({"givers": leaf([["甲"]])}, "pack_bad_value", "givers", id="a list for a table"),
        pytest.param({"gifts": {"spring": {"most": leaf(10)}}}, "pack_months_out_of_bounds", "spring",
                     id="a refusal of its own"),
        pytest.param({"gifts": {"most": {"value": 1}}}, "pack_source_missing", "gifts.most", id="no source"),
        pytest.param({"gifts": {"most": {"value": 1, "source": 1}}}, "pack_source_missing", "gifts.most",
                     id="a number for a source"),
        pytest.param({"gifts": {"most": leaf(0)}}, "pack_ratio_decreasing", "gifts", id="what does not go together"),
        pytest.param({"gifts": {}}, "pack_malformed", "pack", id="an empty table"),
        pytest.param({"gifts": {"most": leaf(1) | {"note": ""}}}, "pack_malformed", "pack", id="more than a value"),
        pytest.param([], "pack_malformed", "pack", id="no table"),
    ],
)  # fmt: skip
def test_refused(parameters: Any, code: str, field: str) -> None:
    assert refusal(parameters)[:2] == (code, field)


def test_what_is_allowed_is_said_in_both_languages() -> None:
    with pytest.raises(Refused) as refused:
        FORMAT.read_value("gifts.most", 10)
    found = refused.value.refusal
    assert found.sentence == "The value of gifts.most is not one that is allowed: a whole number from 0 to 9."
    assert found.sentence_zh == "参数 gifts.most 的取值不在允许范围内：0至9的整数。"
    assert json.dumps(found.as_json()["params"]) == (
        '{"parameter": "gifts.most", "allowed": "a whole number from 0 to 9"}'
    )


def test_what_holds_under_a_pack_is_listed_with_its_source() -> None:
    pack = a_pack({"gifts": {"until": leaf(day("2026-01-01"))}})
    assert FORMAT.effective(pack) == [
        Effective(name="gifts.most", value=3, source=NOT_FOUND, article="art. 1", stated=False),
        Effective(name="gifts.kept", value="in_the_office", source=NOT_FOUND, article="art. 2", stated=False),
        Effective(name="gifts.until", value="2026-01-01", source="a text", article="art. 3", stated=True),
        Effective(name="givers", value=[], source=NOT_FOUND, article="art. 4", stated=False),
        Effective(name="gifts.spring.most", value=1, source=NOT_FOUND, article="art. 5", stated=False),
        Effective(name="gifts.autumn.most", value=1, source=NOT_FOUND, article="art. 5", stated=False),
        Effective(name="thanks.in_writing", value=False, source=NOT_FOUND, article="art. 6", stated=False),
    ]


def test_whether_a_document_states_anything_of_a_group() -> None:
    parameters = {"gifts": {"autumn": {"most": leaf(1)}}}
    assert FORMAT.states(parameters, GiftRules)
    assert not FORMAT.states(parameters, ThankRules)
    assert not FORMAT.states(None, GiftRules)


def test_a_further_parameter_is_its_group_and_the_rule_that_reads_it() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class TeaRules(Group):  # one place: the group
        """How tea is served."""

        cups: int = parameter("tea.cups", whole(0, 3), default=1, article="art. 7")
        with_milk: bool = parameter("tea.with_milk", FLAG, default=False, article="art. 7")

    def served(pack: Pack) -> str:  # the other: the rule
        return f"{pack[TeaRules].cups} {'with' if pack[TeaRules].with_milk else 'without'} milk"

    form = Format((GiftRules, TeaRules))
    pack = form.read(document({"tea": {"cups": leaf(2)}}))
    assert served(pack) == "2 without milk"
    assert served(NATIONAL_DEFAULT) == "1 without milk"
    assert pack.as_document()["parameters"] == {"tea": {"cups": leaf(2)}}
    assert refusal({"tea": {"cups": leaf(4)}}, form)[:2] == ("pack_bad_value", "tea.cups")


def test_no_name_is_declared_twice() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Again(Group):
        most: int = parameter("gifts.most", whole(0, 9), default=3, article="art. 1")

    @dataclass(frozen=True, slots=True, kw_only=True)
    class OfATable(Group):
        gifts: int = parameter("gifts", whole(0, 9), default=3, article="art. 1")

    @dataclass(frozen=True, slots=True, kw_only=True)
    class OfATableFurtherUp(Group):
        spring: int = parameter("gifts.spring", whole(0, 9), default=3, article="art. 1")

    @dataclass(frozen=True, slots=True, kw_only=True)
    class BelowAValue(Group):
        kind: int = parameter("gifts.most.of.a.kind", whole(0, 9), default=3, article="art. 1")

    for other in (Again, OfATable, OfATableFurtherUp, BelowAValue):
        for groups in ((GiftRules, other), (other, GiftRules)):
            with pytest.raises(ValueError, match="declared twice: gifts"):
                Format(groups)


def test_a_files_examples_are_run_by_the_room_that_registers_them() -> None:
    ran = []

    def run(tables: Any, pack: Pack) -> None:
        ran.append((tables, pack.version))
        if "wrong" in tables:
            raise Refused.because("pack_malformed", "pack", parameter="examples")

    form = Format((GiftRules,), examples=run)
    form.read_file(document(examples=["right"]))
    form.read_file(document())
    assert ran == [(["right"], "1"), ((), "1")]
    with pytest.raises(Refused):
        form.read_file(document(examples=["wrong"]))
    assert form.read(document(examples=["wrong"])).version == "1", "reading runs nothing"
    assert FORMAT.read_file(document(examples=["wrong"])).version == "1", "nor does a format without examples"
