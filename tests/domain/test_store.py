"""The store as it knows itself: founded, opened under a law, or a copy on which things are only tried."""

from __future__ import annotations

from domain.event import Event
from domain.store.events import StoreFounded, StoreOpened, TrialDeclared
from domain.store.state import Store
from tests.domain.given import given

FOUNDED = StoreFounded(origin="sez.test/1", time_zone="Asia/Almaty", format=1)
OPENED = StoreOpened(law="kz", officer="head")


def test_a_store_is_founded_and_opened_under_a_law() -> None:
    assert given("store-main", FOUNDED, OPENED) == Store("sez.test/1", "Asia/Almaty", 1, "kz", "head")


def test_a_trial_stays_one() -> None:
    assert given("store-main", FOUNDED, OPENED, TrialDeclared()).trial
    assert given("store-main", FOUNDED, TrialDeclared(), Event()).trial
