"""A few run at once, a few more wait in order, and nobody waits for ever."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from threading import Event

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from sim.show.web.turns import BusyError, Stop, Turns
from tests.web.timing import settle, within


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Crowd:
    """People who ask for turns, and what became of each, by number."""

    turns: Turns
    asked: list[asyncio.Task[None]] = field(default_factory=list)
    go_home: list[asyncio.Event] = field(default_factory=list)
    began: list[int] = field(default_factory=list)
    running: set[int] = field(default_factory=set)
    most_running: int = 0

    def ask(self) -> None:
        self.go_home.append(asyncio.Event())
        self.asked.append(asyncio.ensure_future(self._take_a_turn(len(self.asked))))

    async def _take_a_turn(self, number: int) -> None:
        async with self.turns.turn():
            self.began.append(number)
            self.running.add(number)
            self.most_running = max(self.most_running, len(self.running))
            try:
                await self.go_home[number].wait()
            finally:
                self.running.remove(number)

    def inside(self) -> int:
        return sum(not task.done() for task in self.asked)

    def refused(self) -> list[int]:
        return [
            number
            for number, task in enumerate(self.asked)
            if task.done() and not task.cancelled() and isinstance(task.exception(), BusyError)
        ]


STEPS = st.tuples(
    st.sampled_from(["ask", "ask", "end", "cancel"]),
    st.integers(0, 30),  # who, modulo how many there are
    st.integers(0, 3),  # how far the loop goes on until the next step
)


@settings(max_examples=300)
@given(st.integers(1, 3), st.integers(0, 4), st.lists(STEPS, max_size=40))
def test_turns_are_few_fair_and_given_to_all_who_stay(
    at_once: int, waiting: int, steps: list[tuple[str, int, int]]
) -> None:
    async def scene() -> None:
        crowd = Crowd(Turns(at_once, waiting))
        cancelled: set[int] = set()
        for what, who, pause in steps:
            if what == "ask":
                crowd.ask()
            elif crowd.asked:
                number = who % len(crowd.asked)
                if what == "end":
                    crowd.go_home[number].set()
                elif crowd.asked[number].cancel():
                    cancelled.add(number)
            for _ in range(pause):
                await asyncio.sleep(0)
        for going in crowd.go_home:
            going.set()
        await asyncio.wait_for(asyncio.gather(*crowd.asked, return_exceptions=True), 10)

        assert crowd.most_running <= at_once
        assert crowd.began == sorted(crowd.began)
        stayed = set(range(len(crowd.asked))) - set(crowd.refused()) - cancelled
        assert stayed <= set(crowd.began)
        event(f"{len(crowd.refused()) > 0=} {len(cancelled) > 0=}")

    within(scene)


@settings(max_examples=200)
@given(st.integers(1, 3), st.integers(0, 4), st.lists(STEPS, max_size=40))
def test_only_who_finds_every_place_taken_is_refused(
    at_once: int, waiting: int, steps: list[tuple[str, int, int]]
) -> None:
    async def scene() -> None:
        crowd = Crowd(Turns(at_once, waiting))
        for what, who, _ in steps:
            taken = crowd.inside()
            if what == "ask":
                crowd.ask()
                await settle()
                full = taken == at_once + waiting
                assert (len(crowd.asked) - 1 in crowd.refused()) == full
            elif crowd.asked:
                number = who % len(crowd.asked)
                crowd.go_home[number].set() if what == "end" else crowd.asked[number].cancel()
                await settle()
            assert len(crowd.running) == min(crowd.inside(), at_once)
        for task in crowd.asked:
            task.cancel()
        await asyncio.gather(*crowd.asked, return_exceptions=True)

    within(scene)


def test_a_run_is_told_to_stop_when_its_time_is_over() -> None:
    async def scene() -> None:
        clock = Clock()
        async with Turns(seconds=30, clock=clock).turn() as turn:
            clock.now = 29.9
            assert not turn.stop.is_set()
            clock.now = 30
            assert turn.stop.is_set()
            assert turn.stop.late

    within(scene)


def test_waiting_does_not_use_up_the_time_of_a_run() -> None:
    async def scene() -> None:
        clock, entered = Clock(), asyncio.Event()
        turns = Turns(at_once=1, seconds=30, clock=clock)

        async def later() -> None:
            async with turns.turn() as turn:
                entered.set()
                clock.now = 129
                assert not turn.stop.is_set()

        async with turns.turn():
            waiting = asyncio.ensure_future(later())
            await settle()
            assert not entered.is_set()
            clock.now = 100
        await waiting

    within(scene)


def test_a_run_that_was_told_to_stop_is_not_late() -> None:
    stop = Stop(30, Clock())
    stop.set()
    assert stop.is_set()
    assert not stop.late


def test_work_is_done_in_a_thread_and_its_failure_is_told() -> None:
    async def scene() -> None:
        async with Turns().turn() as turn:
            assert await turn.run(lambda stop: stop.is_set()) is False
            with pytest.raises(ZeroDivisionError):
                await turn.run(lambda stop: 1 // 0)
            assert await turn.run(lambda stop: "and again") == "and again"

    within(scene)


def test_a_place_is_taken_until_its_thread_has_ended() -> None:
    async def scene() -> None:
        turns = Turns(at_once=1, waiting=1)
        working, told, go_home = asyncio.Event(), asyncio.Event(), Event()
        loop = asyncio.get_running_loop()

        def stubborn(stop: Stop) -> None:
            loop.call_soon_threadsafe(working.set)
            while not stop.is_set():
                assert not go_home.wait(timeout=0.001)
            loop.call_soon_threadsafe(told.set)
            go_home.wait()

        async def hold() -> None:
            async with turns.turn() as turn:
                await turn.run(stubborn)

        crowd = Crowd(turns)
        holding = asyncio.ensure_future(hold())
        try:
            await working.wait()
            crowd.ask()
            holding.cancel()
            await told.wait()
            assert holding.cancelled()
            assert crowd.running == set()
        finally:
            go_home.set()
        while not crowd.running:
            await asyncio.sleep(0)
        crowd.go_home[0].set()
        await crowd.asked[0]

    within(scene)


def test_a_failing_run_gives_its_place_back() -> None:
    async def scene() -> None:
        turns = Turns(at_once=1, waiting=0)
        for _ in range(3):
            with pytest.raises(ValueError, match="no good"):
                async with turns.turn():
                    raise ValueError("no good")

    within(scene)
