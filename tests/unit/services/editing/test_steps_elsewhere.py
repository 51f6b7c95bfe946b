"""Undo and redo take steps that were made elsewhere in their place among those of the document."""

from random import Random

import pytest

from annotator.model.history import History
from annotator.model.transaction import Transaction
from annotator.services.editing.steps_elsewhere import StepElsewhere, StepNotDoneError, StepsElsewhere


class Play:
    """A document's steps and others, all noted as they are done and taken back."""

    def __init__(self) -> None:
        self.history, self.elsewhere = History(), StepsElsewhere()
        self.log: list[str] = []

    def own(self, name: str) -> None:
        self.history.push(Transaction((), name))
        self.log.append(name)

    def other(self, name: str) -> None:
        self.log.append(name)

        def undo() -> str:
            assert self.log.pop() == name
            return ""

        def redo() -> str:
            self.log.append(name)
            return ""

        self.elsewhere.made(self.history, StepElsewhere(name, undo, redo))

    def undo(self) -> None:
        if self.elsewhere.to_undo(self.history):
            self.elsewhere.undo(self.history)
        elif step := self.history.undo():
            assert self.log.pop() == step.label

    def redo(self) -> None:
        if self.elsewhere.to_redo(self.history):
            self.elsewhere.redo(self.history)
        elif step := self.history.redo():
            self.log.append(step.label)


def test_any_steps_are_taken_back_in_their_order_and_made_again() -> None:
    for seed in range(200):
        chance, play = Random(seed), Play()
        states: list[list[str]] = [[]]
        for number in range(12):
            if chance.random() < 0.3:
                for _time in range(chance.randrange(3)):
                    play.undo()
                states = states[: len(play.log) + 1]
            (play.own if chance.random() < 0.5 else play.other)(f"{number}")
            states.append(list(play.log))
        for state in reversed(states):
            assert play.log == state
            play.undo()
        for state in states:
            assert play.log == state
            play.redo()


def test_a_new_step_ends_redo_of_what_was_taken_back() -> None:
    play = Play()
    play.own("a")
    play.other("X")
    play.undo()
    play.own("b")
    play.undo()
    play.redo()
    assert play.log == ["a", "b"]


def test_what_could_not_be_taken_back_is_forgotten() -> None:
    history, elsewhere = History(), StepsElsewhere()

    def refuse() -> str:
        raise StepNotDoneError("It was changed since.")

    elsewhere.made(history, StepElsewhere("X", refuse, refuse))
    with pytest.raises(StepNotDoneError):
        elsewhere.undo(history)
    assert elsewhere.to_undo(history) is None
    assert elsewhere.to_redo(history) is None
