import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MEASURE = ROOT.parent / "shared" / "eval" / "clauses.py"


@pytest.mark.skipif(
    not MEASURE.exists(), reason="the labelled clauses lie beside a checkout only where it is developed"
)
def test_detection_keeps_its_scores_on_labelled_clauses() -> None:
    printed = subprocess.run([sys.executable, MEASURE], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    scores = dict(
        re.findall(
            r"^(calls for an alert|practices by passage|events by change) .*?F1 ([0-9.]+)", printed, re.MULTILINE
        )
    )
    assert float(scores["calls for an alert"]) >= 0.88
    assert float(scores["practices by passage"]) >= 0.86
    assert float(scores["events by change"]) >= 0.79
