from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import time

import pytest

from monitor.records import Digest, Direction, Practice, Quiet, Settings, Severity, Target

SERVICES = """
[services.one]
tags = ["social", "ai"]
terms.A.fetch = "https://one.example"
[services.two]
terms.A.fetch = "https://two.example"
terms.A.variants.EU = { fetch = "https://two.example/eu", language = "de" }
"""
ONE = '[[alerts]]\nurl = "slack://a"\n'


def test_everything_that_is_said_of_a_target_arrives(load: Callable[..., Settings]) -> None:
    settings = load(
        SERVICES
        + """
        [[alerts]]
        url = "slack://token/#policy"
        name = "Policy channel"
        min_severity = "change"
        services = ["two"]
        tags = ["ai"]
        practices = ["trains", "control"]
        directions = ["new", "kept"]
        languages = ["de", "en"]
        regions = ["EU"]
        troubles = false
        language = "fr"
        time_zone = "Europe/Zurich"
        digest = "weekly"
        digest_at = "17:30"
        digest_on = "friday"
        quiet = "22:00-07:00"
        alerts_break_quiet = true
        give_up_after = "2w"
        """
    )
    assert settings.targets == (
        Target(
            name="Policy channel",
            url="slack://token/#policy",
            min_severity=Severity.NONE,
            services=("two",),
            tags=("ai",),
            practices=(Practice.TRAINS, Practice.CONTROL),
            directions=(Direction.NEW, Direction.KEPT),
            languages=("de", "en"),
            regions=("EU",),
            troubles=False,
            language="fr",
            time_zone="Europe/Zurich",
            digest=Digest(time(17, 30), 4),
            quiet=Quiet(time(22), time(7), alerts_break=True),
            give_up_after=14 * 86400.0,
        ),
    )


def test_a_target_of_which_only_the_address_is_said_has_the_defaults_of_its_record(
    load: Callable[..., Settings],
) -> None:
    (target,) = load(SERVICES + ONE).targets
    assert target == Target(target.name, "slack://a")


@pytest.mark.parametrize(
    ("lines", "digest"),
    [
        ('digest = "none"', None),
        ('digest = "daily"', Digest(time(8))),
        ('digest = "daily"\ndigest_at = "00:05"', Digest(time(0, 5))),
        ('digest = "weekly"', Digest(time(8), 0)),
        ('digest = "weekly"\ndigest_on = "sunday"', Digest(time(8), 6)),
    ],
)
def test_a_digest_comes_daily_or_weekly_at_eight_unless_another_hour_is_said(
    load: Callable[..., Settings], lines: str, digest: Digest | None
) -> None:
    assert load(SERVICES + ONE + lines).targets[0].digest == digest


def test_quiet_hours_may_lie_within_a_day_and_hold_for_alerts_too(load: Callable[..., Settings]) -> None:
    assert load(SERVICES + ONE + 'quiet = "12:00 - 13:30"').targets[0].quiet == Quiet(time(12), time(13, 30))


@pytest.mark.parametrize(
    ("written", "severity"), [("alert", Severity.ALERT), ("notice", Severity.NOTICE), ("change", Severity.NONE)]
)
def test_the_least_severity_has_three_names(load: Callable[..., Settings], written: str, severity: Severity) -> None:
    settings = load(SERVICES + f'[[alerts]]\nurl = "json://127.0.0.1"\nmin_severity = "{written}"\n')
    assert settings.targets[0].min_severity is severity


def test_a_target_without_a_name_is_called_by_its_scheme_and_a_short_hash(load: Callable[..., Settings]) -> None:
    url = "SLACK://hunter2/x"
    (target,) = load(SERVICES + f'[[alerts]]\nurl = "{url}"\n').targets
    assert target.name == "slack-" + hashlib.sha256(url.encode()).hexdigest()[:8]
    assert target.min_severity is Severity.ALERT
    assert "hunter2" not in repr(target)


def test_an_address_from_the_environment_gives_the_name_of_the_address(load: Callable[..., Settings]) -> None:
    literal = load(SERVICES + '[[alerts]]\nurl = "slack://a/b"\n').targets
    filled = load(SERVICES + '[[alerts]]\nurl = "slack://${TOKEN}/b"\n', TOKEN="a").targets
    assert filled == literal


@pytest.mark.parametrize(
    "second",
    [
        'url = "slack://b"\nname = "mine"',
        f'url = "slack://b"\nname = "slack-{hashlib.sha256(b"slack://a").hexdigest()[:8]}"',
        'url = "slack://a"',
    ],
)
def test_two_targets_of_one_name_are_refused(refusal: Callable[..., str], second: str) -> None:
    first = '[[alerts]]\nurl = "slack://a"\n' + ('name = "mine"\n' if "mine" in second else "")
    message = refusal(SERVICES + first + f"[[alerts]]\n{second}\n")
    assert "[alerts #2]: name: " in message
    assert "is the name of another target" in message


def test_one_address_with_two_names_is_taken(load: Callable[..., Settings]) -> None:
    alerts = '[[alerts]]\nurl = "slack://a"\nname = "x"\n[[alerts]]\nurl = "slack://a"\nname = "y"\n'
    assert [target.name for target in load(SERVICES + alerts).targets] == ["x", "y"]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("", "url: it is missing; expected an address such as slack://…"),
        (
            'url = "slack://a"\nmin_severity = "high"',
            'min_severity: expected "alert", "notice" or "change", found "high"',
        ),
        ('url = "slack://a"\ndigest = "hourly"', 'digest: expected "none", "daily" or "weekly", found "hourly"'),
        ('url = "slack://a"\nservices = ["tow"]', 'services: there is no service "tow" (did you mean two?)'),
        ('url = "slack://a"\ntags = ["art"]', 'tags: there is no tag "art" (there are: ai, social)'),
        ('url = "slack://a"\npractices = ["train"]', 'practices: there is no practice "train" (did you mean trains?)'),
        ('url = "slack://a"\nname = "a\\nb"', "name: expected 1 to 80 characters"),
        ('url = "slack://a"\nservice = ["two"]', "service: there is no such key (did you mean services?)"),
    ],
)
def test_a_mistake_in_a_target_is_told_with_its_number_and_key(
    refusal: Callable[..., str], lines: str, told: str
) -> None:
    assert refusal(SERVICES + f"[[alerts]]\n{lines}\n").startswith(f"sources.toml: [alerts #1]: {told}")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('directions = ["newer"]', 'directions: there is no direction "newer" (did you mean new?)'),
        ('regions = ["USA"]', 'regions: there is no region "USA" (there are: EU)'),
        ('languages = ["de-CH"]', 'languages: expected languages of two small letters such as "en", found "de-CH"'),
        ('language = "es"', 'language: expected "en", "fr", "de" or "it", found "es"'),
        ('troubles = "no"', 'troubles: expected true or false, found "no"'),
        ('time_zone = "Zurich"', 'time_zone: expected a time zone such as "Europe/Zurich", found "Zurich"'),
        ('digest_at = "08:00"', 'digest_at: expected digest = "daily" or "weekly" beside it'),
        ('digest = "daily"\ndigest_on = "friday"', 'digest_on: expected digest = "weekly" beside it'),
        ('digest_on = "friday"', 'digest_on: expected digest = "weekly" beside it'),
        ('digest = "daily"\ndigest_at = "8 am"', 'digest_at: expected a time of day from "00:00" to "23:59", found'),
        ('digest = "daily"\ndigest_at = 8', 'digest_at: expected a time of day such as "08:00", found 8'),
        ('digest = "daily"\ndigest_at = 08:00:00', 'digest_at: expected a time of day such as "08:00", found 08:00:00'),
        (
            'digest = "weekly"\ndigest_on = "Friday"',
            'digest_on: expected a day of the week such as "monday", found "Friday"',
        ),
        ('quiet = "22:00"', 'quiet: expected two different times of day such as "22:00-07:00", found "22:00"'),
        ('quiet = "07:00-07:00"', 'quiet: expected two different times of day such as "22:00-07:00", found'),
        ('quiet = "22:00-24:00"', 'quiet: expected a time of day from "00:00" to "23:59", found "24:00"'),
        ("alerts_break_quiet = true", 'alerts_break_quiet: expected quiet = "22:00-07:00" or other hours beside it'),
        ('give_up_after = "59m"', 'give_up_after: expected a duration from 1h to 52w, found "59m"'),
    ],
)
def test_a_mistake_in_when_and_of_what_a_target_is_told_says_what_was_expected(
    refusal: Callable[..., str], lines: str, told: str
) -> None:
    assert refusal(SERVICES + ONE + lines).startswith(f"sources.toml: [alerts #1]: {told}")


def test_where_there_is_no_tag_at_all_none_is_listed(refusal: Callable[..., str]) -> None:
    lines = '[services.one.terms.A]\nfetch = "https://example.org/"\n[[alerts]]\nurl = "slack://a"\ntags = ["art"]\n'
    assert refusal(lines) == 'sources.toml: [alerts #1]: tags: there is no tag "art"'


@pytest.mark.parametrize(
    "url",
    [
        '"hunter2"',
        '"://hunter2"',
        '"slack:hunter2"',
        '"slack:// hunter2"',
        r'"slack://hunter2\n"',
        r'"slack://hunter2\u0007"',
        '"sl ack://hunter2"',
        '["slack://hunter2"]',
        '""',
        "12345",
    ],
)
def test_an_address_that_is_none_is_refused_and_never_shown(refusal: Callable[..., str], url: str) -> None:
    message = refusal(SERVICES + f"[[alerts]]\nurl = {url}\n")
    assert message.startswith("sources.toml: [alerts #1]: url: expected an address such as slack://…")
    assert "hunter2" not in message
    assert "12345" not in message


def test_addresses_in_place_of_tables_are_never_shown(refusal: Callable[..., str]) -> None:
    assert "hunter2" not in refusal('alerts = "slack://hunter2"\n' + SERVICES)
    assert "hunter2" not in refusal('alerts = ["slack://hunter2"]\n' + SERVICES)
