"""What can be taken away: report, transcript, table, corrections for training."""

from spejl.web.take_away.pdf import can_print, print_pdf
from spejl.web.take_away.training import scratch_form, training_form
from spejl.web.take_away.word import coded_word

__all__ = ["can_print", "coded_word", "print_pdf", "scratch_form", "training_form"]
