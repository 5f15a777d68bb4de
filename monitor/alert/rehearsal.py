"""Tries a user's templates before anything hangs on them: each is read, and filled with one alert of each kind."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from jinja2 import TemplateSyntaxError

from monitor.alert.composing import write
from monitor.alert.forms import FORMS, Form
from monitor.alert.items import Style
from monitor.alert.templating import FAULTS, SUFFIX, load, ours
from monitor.alert.voice import Voice
from monitor.errors import ConfigError
from monitor.records import (
    Alert,
    AlertKind,
    ChangeKind,
    Direction,
    Due,
    DueKind,
    Facts,
    Finding,
    Practice,
    Rendering,
    Report,
    Segment,
    Service,
    Severity,
    Trouble,
    TroubleKind,
)

_KEY = "templates"
_NOW = datetime(2031, 5, 5, 9, 30, tzinfo=UTC)


def check_templates(folder: str) -> None:
    """ConfigError for the first template of a user's folder that cannot be used: which file, which line, and why."""
    place = Path(folder)
    if not place.is_dir():
        raise ConfigError("there is no such folder", path=folder, key=_KEY)
    for file in sorted(place.glob(f"*{SUFFIX}")):
        _read(file)
    for form in sorted({_form_of(file) for file in place.glob(f"*{SUFFIX}")}):
        _fill(form, folder)


def _form_of(file: Path) -> Form:
    """The form that a template's name ends with; ConfigError for a name that stands in for none of ours."""
    form = next((form for form in FORMS if file.name.endswith(f".{form}{SUFFIX}")), None)
    if form is None or not (file.name.startswith("_") or file.name in ours()):
        names = ", ".join(sorted(ours()))
        problem = f"no template has this name; there are {names}, and a part of your own begins with _"
        raise ConfigError(problem, path=str(file), key=_KEY)
    return form


def _read(file: Path) -> None:
    try:
        load(file.name, _form_of(file), str(file.parent))
    except TemplateSyntaxError as error:
        raise ConfigError(f"line {error.lineno}: {error.message}", path=str(file), key=_KEY) from None
    except (OSError, UnicodeError) as error:
        raise ConfigError(f"cannot be read: {error}", path=str(file), key=_KEY) from None


def _fill(form: Form, folder: str) -> None:
    for alert in _alerts():
        try:
            write(alert, Style(Voice("en", "UTC", _NOW), form), templates=folder)
        except FAULTS as error:
            place, line = _place(error, folder)
            raise ConfigError(f"line {line}: {error}", path=place, key=_KEY) from None


def _place(error: BaseException, folder: str) -> tuple[str, int | None]:
    """The file and line of a user's template in which a fault arose."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).parent == Path(folder)]
    last = own[-1] if own else frames[-1]
    return last.filename, last.lineno


def _alerts() -> Iterator[Alert]:
    """An alert of each kind, with everything in it that one can hold."""
    report = _report()
    due = Due(DueKind.DEADLINE, (_NOW + timedelta(days=3)).date(), 3, report)
    trouble = Trouble(TroubleKind.UNDELIVERED, "a target", _NOW, "no answer", report.url, 2)
    yield Alert(AlertKind.TEST, (), _NOW)
    yield Alert(AlertKind.CHANGE, (report, report), _NOW)
    yield Alert(AlertKind.BASELINE, (report, report), _NOW)
    yield Alert(AlertKind.REMINDER, (), _NOW, (due,))
    yield Alert(AlertKind.TROUBLE, (), _NOW, troubles=(trouble,))
    yield Alert(AlertKind.DIGEST, (report,), _NOW, (due,), (trouble,))


def _report() -> Report:
    words = (Segment(0, "We use "), Segment(-1, "public "), Segment(0, "posts to train AI."))
    facts: Facts = {
        "date": "2031-06-01",
        "control": "opt-out",
        "control_where": "https://service.example/refuse",
        "data": ("content",),
    }
    return Report(
        change_id=1,
        kind=ChangeKind.NEW,
        service=Service("service", "Service"),
        terms_type="Privacy Policy",
        url="https://service.example/privacy",
        severity=Severity.ALERT,
        findings=(
            Finding(
                Practice.TRAINS, Direction.WIDER, "We use public posts to train AI.", "We use posts to train AI.", facts
            ),
            Finding(Practice.DENIES, Direction.GONE, "We never train AI.", None),
        ),
        diff=Rendering("+ a line", "**a line**", "<p><ins>a line</ins></p>"),
        seen_without=_NOW - timedelta(days=1),
        seen_with=_NOW,
        still_dated="Last updated: 3 May 2031",
        unread="ro",
        read_in=("en",),
        before_id=1,
        after_id=2,
        twins=("Privacy Policy (CH)",),
        told_before=_NOW,
        edits=(words, ()),
    )
