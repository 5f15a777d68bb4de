from __future__ import annotations

import logging
from pathlib import Path

import pytest
from alerts import HOSTILE, OPT_OUT, change, report, written

from monitor.alert import FORMS, Form, check_templates
from monitor.errors import ConfigError
from monitor.records import Direction, Finding, Practice


def put(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder)


def told(folder: str | None, form: Form = "text") -> str:
    return written(change(report(OPT_OUT)), form, templates=folder).body


@pytest.mark.parametrize("form", FORMS)
def test_a_template_of_the_same_name_stands_in_for_ours(tmp_path: Path, form: Form) -> None:
    folder = put(tmp_path, f"item.{form}.j2", "MINE {{ item.head }}")
    check_templates(folder)
    assert "MINE Heron will train AI on your data" in told(folder, form)
    assert "MINE" not in told(None, form)


def test_a_part_of_ones_own_can_be_included(tmp_path: Path) -> None:
    put(tmp_path, "_foot.text.j2", "from us")
    folder = put(tmp_path, "message.text.j2", '{{ message.title }}\n{% include "_foot.text.j2" %}')
    check_templates(folder)
    assert told(folder).endswith("from us")


@pytest.mark.parametrize(
    ("name", "text", "line", "why"),
    [
        ("item.text.j2", "one\n{% if item %}\n", "line 2: ", "Unexpected end of template"),
        ("item.text.j2", "one\n{{ item.haed }}", "line 2: ", "no attribute 'haed'"),
        ("item.mail.j2", "{{ 1 / 0 }}", "line 1: ", "division"),
        ("message.slack.j2", '\n\n{% include "none.j2" %}', "line 3: ", "none.j2"),
        ("item.html.j2", "{{ item.head.__class__.__mro__ }}", "line 1: ", "unsafe"),
        ("item.txt.j2", "", "no template has this name", "item.text.j2"),
        ("items.text.j2", "", "no template has this name", "item.text.j2"),
    ],
)
def test_a_broken_template_is_told_at_start_with_its_file_and_line(
    tmp_path: Path, name: str, text: str, line: str, why: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        check_templates(put(tmp_path, name, text))
    assert caught.value.path == str(tmp_path / name)
    assert caught.value.problem.startswith(line)
    assert why in caught.value.problem


def test_a_template_that_cannot_be_read_is_told_at_start(tmp_path: Path) -> None:
    (tmp_path / "item.text.j2").write_bytes(b"\xff")
    with pytest.raises(ConfigError, match=r"item\.text\.j2: templates: cannot be read"):
        check_templates(str(tmp_path))


def test_a_folder_that_is_not_there_is_told_at_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no such folder"):
        check_templates(str(tmp_path / "none"))


def test_an_alert_is_not_lost_by_a_template_that_fails(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = put(tmp_path, "item.text.j2", "{{ item.facts[9] }}")
    with caplog.at_level(logging.ERROR):
        assert told(folder) == told(None)
    assert f"desk: a template in {folder} failed, ours is used" in caplog.text


@pytest.mark.parametrize("form", FORMS)
def test_a_template_of_ones_own_escapes_what_pages_say_and_reads_none_of_it_as_a_template(
    tmp_path: Path, form: Form
) -> None:
    folder = put(tmp_path, f"item.{form}.j2", "{% for clause in item.clauses %}{{ clause.after }}{% endfor %}")
    finding = Finding(Practice.TRAINS, Direction.NEW, None, HOSTILE)
    own = written(change(report(finding)), form, templates=folder).body
    assert "49" not in own
    assert " <script>" not in own or form == "text"
    assert "<!channel>" not in own or form == "text"
