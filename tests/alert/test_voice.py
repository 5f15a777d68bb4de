from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from string import Formatter

import pytest

from monitor import alert, detect
from monitor.alert.voice import LANGUAGES, Entry, Voice, catalogue
from monitor.detect import LANGUAGES as READ
from monitor.extract.language import TOLD
from monitor.extract.signatures import SIGNATURES
from monitor.fetch.faults import Kind as Fault
from monitor.records import Direction, Practice, TroubleKind

NOW = datetime(2031, 5, 5, 22, 30, tzinfo=UTC)
WORDS = Path(detect.__file__).parent / "words"
OTHER_FAILURES = {
    "wrong media type",
    "scanned PDF",
    "selector matches nothing",
    "section not found",
    "empty",
    "home page",
}
KEYS = sorted(catalogue("en"))
SOURCE = "\n".join(
    file.read_text(encoding="utf-8") for file in Path(alert.__file__).parent.rglob("*") if file.suffix in {".py", ".j2"}
)


def voice(language: str = "en", time_zone: str = "UTC") -> Voice:
    return Voice(language, time_zone, NOW)


def sentences(entry: Entry) -> Mapping[str, str]:
    return {"only": entry} if isinstance(entry, str) else entry


def gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_there_are_the_languages_that_people_were_promised() -> None:
    assert {"de", "en", "fr", "it"} <= {*LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_every_sentence_and_no_other(language: str) -> None:
    assert sorted(catalogue(language)) == KEYS


@pytest.mark.parametrize(("language", "key"), [*product(LANGUAGES, KEYS)])
def test_every_sentence_can_be_said_with_the_gaps_that_the_english_one_has(language: str, key: str) -> None:
    english, entry = catalogue("en")[key], catalogue(language)[key]
    expected = {gap for sentence in sentences(english).values() for gap in gaps(sentence)}
    for form, sentence in sentences(entry).items():
        assert sentence.strip() == sentence != ""
        assert "'" not in sentence, "an apostrophe is ’"
        assert gaps(sentence) | {"count"} == expected | {"count"} or form.isdigit()
    said = voice(language)
    filled = dict.fromkeys(expected, "…")
    if isinstance(entry, str):
        assert "{" not in said.say(key, **filled)
    else:
        assert all("{" not in said.count(key, number, **filled) for number in (0, 1, 2, 8, 11, 1_000_000))


@pytest.mark.parametrize("kind", sorted({*Fault, *(signature.kind for signature in SIGNATURES), *OTHER_FAILURES}))
def test_every_kind_of_failure_has_words(kind: str) -> None:
    assert voice().knows(f"failure.{kind}")


@pytest.mark.parametrize("key", KEYS)
def test_every_sentence_is_used(key: str) -> None:
    table = key.partition(".")[0]
    composed = table in {
        *Practice,
        "kind",
        "basis",
        "recipient",
        "failure",
        "detail",
        "fact",
        "sure",
        "trouble",
        "day",
        "seen",
    }
    assert composed or key in SOURCE or key.removesuffix("_at") in {"todo.opt-out", "todo.opt-in", "todo.setting"}


@pytest.mark.parametrize(
    ("language", "practice", "direction"), [*product(LANGUAGES, Practice, (*Direction, "state", "new_from"))]
)
def test_every_verdict_has_words_of_its_own(language: str, practice: Practice, direction: str) -> None:
    said = catalogue(language)
    mine = said[f"{practice}.{direction}"]
    others = [
        said[f"{other}.{way}"] for other, way in product(Practice, Direction) if (other, way) != (practice, direction)
    ]
    assert mine not in others


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_clauses_are_found_to_name_has_a_name(language: str) -> None:
    words = [tomllib.loads(file.read_text(encoding="utf-8")) for file in WORDS.glob("*.toml")]
    names = {name for table in words for part in ("data", "groups", "regions") for name in table.get(part, {})}
    assert len(names) > 15
    assert {f"kind.{name}" for name in names} <= catalogue(language).keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_trouble_has_a_sentence(language: str) -> None:
    assert {f"trouble.{kind}" for kind in TroubleKind} <= catalogue(language).keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_that_the_reading_of_pages_knows_has_a_name(language: str) -> None:
    assert {code: voice(language).named(code) for code in {*TOLD, *READ} if voice(language).named(code) == code} == {}


def test_a_language_without_a_name_is_told_by_its_code() -> None:
    assert voice().named("xx") == "xx"
    assert voice("fr").named("ro") == "roumain"


@pytest.mark.parametrize(
    ("language", "day", "said"),
    [
        ("en", date(2025, 11, 3), "from 3 November 2025"),
        ("de", date(2025, 11, 3), "ab dem 3. November 2025"),
        ("fr", date(2025, 11, 3), "à partir du 3 novembre 2025"),
        ("fr", date(2025, 11, 1), "à partir du 1er novembre 2025"),
        ("it", date(2025, 11, 3), "dal 3 novembre 2025"),
        ("it", date(2025, 11, 8), "dall’8 novembre 2025"),
        ("it", date(2025, 11, 1), "dal 1º novembre 2025"),
    ],
)
def test_a_day_is_said_as_people_of_the_language_say_it(language: str, day: date, said: str) -> None:
    assert voice(language).by("from", day) == said


def test_a_moment_is_told_where_the_target_is() -> None:
    assert voice().moment(NOW) == "5 May 2031, 22:30 UTC"
    assert voice("de", "Europe/Zurich").moment(NOW) == "6. Mai 2031, 00:30 MESZ"


def test_days_left_are_counted_where_the_target_is() -> None:
    assert voice().days_until(date(2031, 5, 7)) == 2
    assert voice(time_zone="Europe/Zurich").days_until(date(2031, 5, 7)) == 1


def test_a_number_is_said_in_its_grammatical_form() -> None:
    assert voice().count("todo.left", 0) == "today is the last day"
    assert voice().count("todo.left", 1) == "1 day left"
    assert voice().count("todo.left", 1_200) == "1,200 days left"
    assert voice("fr").count("note.documents", 0) == "0 document est"


def test_a_list_is_joined_as_the_language_joins_it() -> None:
    assert voice("it").listed(["uno", "due", "tre"]) == "uno, due e tre"


def test_a_value_with_braces_stays_as_it_is() -> None:
    assert "{now}" in voice().say("trouble.reason", reason="{now}")


def test_no_catalogue_speaks_of_a_platform() -> None:
    words = " ".join(str(sentence) for language in LANGUAGES for sentence in catalogue(language).values())
    assert not re.search(r"https?://|\.com", words)
