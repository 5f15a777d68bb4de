import pytest

from monitor.records import counted


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 alerts wait"), (1, "1 alert waits"), (2, "2 alerts wait"), (1234, "1,234 alerts wait")]
)
def test_one_is_told_in_the_singular_and_any_other_number_in_the_plural(number: int, said: str) -> None:
    assert counted(number, "alert waits", "alerts wait") == said


def test_words_that_only_take_an_s_are_given_once() -> None:
    assert [counted(number, "document") for number in (1, 2)] == ["1 document", "2 documents"]
