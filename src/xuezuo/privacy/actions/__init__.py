"""Showing a value, asking and answering, replying, handing out, erasing, and sealing anew."""

from xuezuo.privacy.actions.disclosures import disclose, hand_out
from xuezuo.privacy.actions.erasing import erase
from xuezuo.privacy.actions.requests import answer_correction, reply, request_correction
from xuezuo.privacy.actions.rotating import reseal_batch

__all__ = ["answer_correction", "disclose", "erase", "hand_out", "reply", "request_correction", "reseal_batch"]
