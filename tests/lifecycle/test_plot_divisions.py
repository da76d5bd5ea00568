"""The land itself: grants annulled, plots split, merged, numbered and moved, areas that are conserved."""

from __future__ import annotations

from datetime import date

import pytest

from domain import refusals as r
from domain.values import PartUse
from lifecycle.handling import Engine
from tests.lifecycle.acts import do, found_zone, register_plot
from tests.lifecycle.story import (
    contracted,
    facts,
    given_plot,
    held,
    opened,
    parts,
    standing,
    types,
)


def test_a_grant_annulled_after_a_split_cascades_to_every_descendant_still_held(engine: Engine) -> None:
    given_plot(engine)
    many = {f"C_{n:02}": 120 for n in range(82)}
    do(engine, "plot.split", "P-1", "2017-01-01", into=parts(**many, C_82=160))
    do(engine, "plot.split", "C-00", "2017-02-01", into=parts(D_1=60, D_2=60))
    do(engine, "plot.surrender", "C-01", "2017-03-01")
    done = do(engine, "plot.annul-grant", "P-1", "2018-01-01")
    annulled = [stream for stream, name in types(done) if name == "GrantAnnulled"]
    assert len(annulled) == 1 + 81 + 2
    assert "plot-C-01" not in annulled
    assert standing(engine, "D-2")["tenure"] == "ended"
    assert facts(engine, "project-A").plots == frozenset()


def test_a_plot_merged_away_has_no_grant_left_to_annul(engine: Engine) -> None:
    given_plot(engine)
    register_plot(engine, "P-2")
    held(engine, "P-2", "A", "2016-05-01")
    do(engine, "plot.merge", "P-1", "2017-01-01", into="P-3", others=("P-2",))
    with pytest.raises(r.NotDivided):
        do(engine, "plot.annul-grant", "P-1", "2018-01-01")


def test_merged_plots_conserve_area_and_keep_the_earliest_clock(engine: Engine) -> None:
    given_plot(engine)
    register_plot(engine, "P-2", m2=2_500)
    held(engine, "P-2", "A", "2016-05-01")
    do(engine, "plot.encumber", "P-2", "2016-06-01", kind="servitude", holder="power company")
    done = do(engine, "plot.merge", "P-1", "2017-01-01", into="P-3", others=("P-2",), use="vacant")
    assert types(done) == [
        ("plot-P-1", "PlotMerged"), ("plot-P-2", "PlotMerged"), ("plot-P-3", "PlotFormed"),
        ("number-03-046-P-1", "NumberFreed"), ("number-03-046-P-2", "NumberFreed"),
        ("project-A", "PlotLost"), ("project-A", "PlotLost"), ("project-A", "PlotGranted"),
    ]  # fmt: skip
    merged = facts(engine, "plot-P-3")
    assert (merged.area_m2, merged.due["non-use"]) == (12_500, date(2019, 2, 1))
    assert merged.bearing("servitude") == ("servitude",)
    assert facts(engine, "land-KHG").taken_m2 == 12_500


def test_plots_of_two_holders_do_not_merge(engine: Engine) -> None:
    given_plot(engine)
    contracted(engine, "B", "INV-B")
    register_plot(engine, "P-2")
    held(engine, "P-2", "B")
    with pytest.raises(r.Unalike, match="differs=party"):
        do(engine, "plot.merge", "P-1", "2017-01-01", into="P-3", others=("P-2",))


def test_plots_of_unlike_tenure_do_not_merge(engine: Engine) -> None:
    opened(engine)
    for plot in ("P-1", "P-2"):
        register_plot(engine, plot)
    do(engine, "party.register", "INV-A", "2016-01-01", name="A")
    contracted(engine, "A", "INV-A", "2016-01-02")
    do(engine, "plot.reserve", "P-2", "2016-02-01", project="A", until=date(2017, 1, 1))
    with pytest.raises(r.WrongStatus, match="subject=plot-P-2 region=tenure status=reserved"):
        do(engine, "plot.merge", "P-1", "2016-03-01", into="P-3", others=("P-2",))
    do(engine, "plot.lapse-reservation", "P-2", "2016-03-02", ground="released")
    assert do(engine, "plot.merge", "P-1", "2016-03-03", into="P-3", others=("P-2",)).appended.count == 5


def test_split_areas_sum_exactly(engine: Engine) -> None:
    given_plot(engine)
    with pytest.raises(r.AreasDoNotSum):
        do(engine, "plot.split", "P-1", "2017-01-01", into=parts(P_2=4_000, P_3=5_999))
    with pytest.raises(r.TooFewParts):
        do(engine, "plot.split", "P-1", "2017-01-01", into=parts(P_2=10_000))


@pytest.mark.parametrize("keys", [("P-1", "P-2"), ("P-2", "P-2")])
def test_children_bear_keys_of_their_own(engine: Engine, keys: tuple[str, str]) -> None:
    given_plot(engine)
    into = tuple(p.model_copy(update={"key": k}) for p, k in zip(parts(X=4_000, Y=6_000), keys, strict=True))
    with pytest.raises(r.ChildSubjectKey):
        do(engine, "plot.split", "P-1", "2017-01-01", into=into)


def test_a_use_is_told_only_of_children_of_the_split(engine: Engine) -> None:
    given_plot(engine)
    with pytest.raises(r.ChildSubjectKey, match="P-9"):
        do(
            engine, "plot.split", "P-1", "2017-01-01",
            into=parts(P_2=4_000, P_3=6_000), uses=(PartUse(key="P-9", use="vacant"),),
        )  # fmt: skip


def test_a_child_key_that_exists_is_refused(engine: Engine) -> None:
    given_plot(engine)
    register_plot(engine, "P-2")
    with pytest.raises(r.AlreadyExists, match="plot-P-2"):
        do(engine, "plot.split", "P-1", "2017-01-01", into=parts(P_2=4_000, P_3=6_000))


def test_a_free_plot_splits_into_free_plots_that_wait_for_their_numbers(engine: Engine) -> None:
    found_zone(engine)
    register_plot(engine, "P-1")
    do(engine, "plot.split", "P-1", "2017-01-01", into=parts(P_2=4_000, P_3=6_000))
    do(engine, "plot.assign-number", "P-2", "2017-02-01", cadastral_number="03-046-P-1")
    with pytest.raises(r.NumberTaken, match="plot=P-2"):
        do(engine, "plot.assign-number", "P-3", "2017-02-01", cadastral_number="03:046:P-1")
    with pytest.raises(r.NumberKnown):
        do(engine, "plot.assign-number", "P-2", "2017-02-01", cadastral_number="03-046-9")


def test_a_cadastral_number_is_corrected_and_the_old_one_may_be_used_again(engine: Engine) -> None:
    found_zone(engine)
    register_plot(engine, "P-1")
    done = do(engine, "plot.correct-number", "P-1", "2017-01-01", cadastral_number="03-046-X")
    assert [name for _, name in types(done)] == ["CadastralNumberCorrected", "NumberFreed", "NumberTaken"]
    assert do(engine, "plot.correct-number", "P-1", "2017-01-02", cadastral_number="03-046-X").events == ()
    respelled = do(engine, "plot.correct-number", "P-1", "2017-01-03", cadastral_number="03:046:x")
    assert [name for _, name in types(respelled)] == ["CadastralNumberCorrected"]
    do(
        engine, "plot.register", "P-2", "2017-02-01",
        zone="KHG", area_m2=1, cadastral_number="03-046-P-1", purpose="trade",
    )  # fmt: skip


def test_a_zone_s_plots_never_take_more_than_its_land(engine: Engine) -> None:
    found_zone(engine, area_m2=15_000)
    register_plot(engine, "P-1")
    with pytest.raises(r.AreaExceeded) as refused:
        register_plot(engine, "P-2")
    assert refused.value.values() == {"zone": "KHG", "asked_m2": 10_000, "left_m2": 5_000}
    do(
        engine, "plot.register", "U-1", "2016-01-01",
        zone="KHG", area_m2=9_000, cadastral_number="03-1", purpose="workshop", premises=True,
    )  # fmt: skip
    do(engine, "plot.exclude", "P-1", "2017-01-01")
    register_plot(engine, "P-3", on="2017-02-01", m2=15_000)


def test_a_plot_moves_to_another_zone_with_its_land(engine: Engine) -> None:
    found_zone(engine)
    found_zone(engine, "KHN")
    register_plot(engine, "P-1")
    assert do(engine, "plot.move-to-zone", "P-1", "2017-01-01", zone="KHG").events == ()
    done = do(engine, "plot.move-to-zone", "P-1", "2017-01-01", zone="KHN")
    assert types(done) == [
        ("plot-P-1", "PlotMovedToZone"), ("land-KHG", "LandReleased"), ("land-KHN", "LandTaken"),
    ]  # fmt: skip


def test_a_unit_of_premises_moves_and_leaves_without_land(engine: Engine) -> None:
    found_zone(engine)
    found_zone(engine, "KHN")
    do(
        engine, "plot.register", "U-1", "2016-01-01",
        zone="KHG", area_m2=9_000, cadastral_number="03-1", purpose="workshop", premises=True,
    )  # fmt: skip
    assert do(engine, "plot.move-to-zone", "U-1", "2017-01-01", zone="KHN").appended.count == 1
    assert [n for _, n in types(do(engine, "plot.annul", "U-1", "2018-01-01"))] == [
        "PlotAnnulled",
        "NumberFreed",
    ]
