from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.records import Settings

TERMS = '[services.a.terms."T t"]\nfetch = "https://a.example"\n'


def test_variables_are_filled_in_wherever_text_stands(load: Callable[..., Settings]) -> None:
    settings = load(
        """
        [fetch]
        user_agent = "${AGENT} (${MAIL})"
        [services.a]
        tags = ["${TAG}"]
        [services.a.terms.T]
        combine = [
            { fetch = "https://${HOST}/1" },
            { fetch = "https://${HOST}/2", select = { startBefore = "${ID}", endAfter = "p" } },
        ]
        headers = { Authorization = "Bearer ${TOKEN}" }
        [[alerts]]
        url = "${ALERT}"
        """,
        AGENT="monitor",
        MAIL="me@example.org",
        TAG="ai",
        HOST="a.example",
        ID="#x",
        TOKEN="hunter2",
        ALERT="slack://hunter2",
    )
    (declaration,) = settings.declarations
    assert settings.fetch.user_agent == "monitor (me@example.org)"
    assert declaration.service.tags == ("ai",)
    assert [page.url for page in declaration.pages] == ["https://a.example/1", "https://a.example/2"]
    assert declaration.pages[1].select[0].start_before == "#x"
    assert declaration.headers == {"Authorization": "Bearer hunter2"}
    assert settings.targets[0].url == "slack://hunter2"


def test_what_arrives_is_plain_text(load: Callable[..., Settings]) -> None:
    settings = load(
        '[services.a.terms.T]\nfetch = "https://${H}"\nselect = "${S}"\nregion = "${S}"\nlanguage = "${L}"\n'
        'cron = "${C}"\ntime_zone = "${Z}"\nheaders = { X = "${S}" }\n',
        H="a.example",
        S="main",
        L="en",
        C="0 7 * * *",
        Z="Europe/Zurich",
    )
    (found,) = settings.declarations
    texts = [found.pages[0].url, *found.pages[0].select, found.region, found.language, *found.headers.values()]
    assert {type(text) for text in [*texts, found.schedule.cron, found.schedule.time_zone]} == {str}


def test_two_dollars_stand_for_one_that_is_meant(load: Callable[..., Settings]) -> None:
    settings = load(TERMS + 'headers = { X = "$${NAME} $5 {x} $$${Y}" }\n')
    assert settings.declarations[0].headers == {"X": "${NAME} $5 {x} $${Y}"}


def test_what_a_variable_holds_is_not_filled_again(load: Callable[..., Settings]) -> None:
    settings = load(TERMS + 'headers = { X = "${A}" }\n', A="${B} $${C}")
    assert settings.declarations[0].headers == {"X": "${B} $${C}"}


@pytest.mark.parametrize(("environ", "state"), [({}, "not set"), ({"NAME": ""}, "empty")])
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[[alerts]]\nurl = "${NAME}"\n', "[alerts #1]: url"),
        ('headers = { X-Key = "${NAME}" }\n', '[services.a.terms."T t".headers]: X-Key'),
        ('select = ["main", "${NAME}"]\n', '[services.a.terms."T t"]: select'),
        ('select = [{ endAfter = "${NAME}" }]\n', '[services.a.terms."T t".select #1]: endAfter'),
        ('x = "${NAME}"\n', '[services.a.terms."T t"]: x'),
    ],
)
def test_a_variable_that_is_unset_or_empty_is_named_with_its_place(
    refusal: Callable[..., str], text: str, place: str, environ: dict[str, str], state: str
) -> None:
    assert refusal(TERMS + text, **environ) == f"sources.toml: {place}: the environment variable NAME is {state}"


@pytest.mark.parametrize("mark", ["${", "${}", "${A", "${1A}", "${A B}", "${A-B}", "${A:-b}", "${ A }"])
def test_a_mark_that_names_no_variable_is_refused(refusal: Callable[..., str], mark: str) -> None:
    message = refusal(TERMS + f'region = "{mark}"\n', A="x")
    assert "region: expected ${NAME}, the name of an environment variable; write $${ for a literal ${" in message


def test_what_came_from_the_environment_is_shown_as_it_is_written(refusal: Callable[..., str]) -> None:
    message = refusal(TERMS + 'language = "${SECRET}"\n', SECRET="hunter2")
    assert message.endswith('found "${SECRET}"')
    assert "hunter2" not in refusal('[services.a.terms.T]\nfetch = "ftp://${SECRET}"\n', SECRET="hunter2")
    assert "hunter2" not in refusal(TERMS + '[[alerts]]\nurl = "${SECRET}"\n', SECRET="hunter2")
    assert "hunter2" not in refusal(TERMS + 'cron = "${SECRET}"\n', SECRET="hunter2")
    assert "hunter2" not in refusal(TERMS + 'headers = { X = "${SECRET}" }\n', SECRET="hünter2 hunter2")
    assert "hunter2" not in refusal(TERMS + '[[alerts]]\nurl = "a://b"\nservices = ["${SECRET}"]\n', SECRET="hunter2")
