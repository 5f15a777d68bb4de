import re

from world import Run


def test_the_demo_alerts_of_the_training_clause_alone(run: Run) -> None:
    output = run("demo").output
    days = re.split(r"── day \d+", output)[1:]
    assert len(days) == 5
    assert "of 2 documents" in days[0]
    assert "Quillpost" in days[1]
    assert "Privacy Policy" in days[1]
    assert "private messages" in days[1]
    for quiet in days[2:]:
        assert "no alert" in quiet
    assert "refused (challenge)" in days[4]
