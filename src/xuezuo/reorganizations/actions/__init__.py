"""The two writes of this room: carry out a planned act, and undo one. Each is one transaction with its event."""

from xuezuo.reorganizations.actions.carrying import carry_out
from xuezuo.reorganizations.actions.names import bring_names_up_to
from xuezuo.reorganizations.actions.undoing import undo

__all__ = ["bring_names_up_to", "carry_out", "undo"]
