"""Quality on labelled sets: right at 1 and within 3, wrong answers, abstention, comparison."""

from core.evaluation.closeness import too_close
from core.evaluation.comparison import changes, saved
from core.evaluation.figures import calibration, confusions, groups, same_body, share, summary
from core.evaluation.labelled import Labelled, read_labelled
from core.evaluation.outcomes import Outcome, evaluate
from core.evaluation.records import reply_record

__all__ = [
    "Labelled",
    "Outcome",
    "calibration",
    "changes",
    "confusions",
    "evaluate",
    "groups",
    "read_labelled",
    "reply_record",
    "same_body",
    "saved",
    "share",
    "summary",
    "too_close",
]
