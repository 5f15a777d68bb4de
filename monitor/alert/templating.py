"""Fills templates: ours, or those that a user has put in their place; each in a sandbox, each escaping for its form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from monitor.alert.forms import FORMS, WRITERS, Form, code_in, link_in
from monitor.errors import ConfigError

# What a template can raise when it is filled: Jinja's own faults, and those of the expressions in it.
FAULTS = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
_SUFFIX = ".j2"
_KEY = "templates"
_GAPS = re.compile(r"\n(?:[ \t]*\n){2,}")


def render(form: Form, folder: str | None, **values: object) -> str:
    """The message of a form, filled; every value is escaped for the form unless it is ready."""
    text = _environment(form, folder).get_template(f"message.{form}{_SUFFIX}").render(values)
    return _GAPS.sub("\n\n", text).strip()


def check_templates(folder: str) -> None:
    """ConfigError for the first template of a user's folder that cannot be used: which file, which line, and why."""
    place = Path(folder)
    if not place.is_dir():
        raise ConfigError("there is no such folder", path=folder, key=_KEY)
    for file in sorted(place.glob(f"*{_SUFFIX}")):
        form = next((form for form in FORMS if file.name.endswith(f".{form}{_SUFFIX}")), None)
        if form is None or not (file.name.startswith("_") or file.name in ours()):
            names = ", ".join(sorted(ours()))
            raise ConfigError(f"no template has this name; there are {names}", path=str(file), key=_KEY)
        _check(form, file)


def _check(form: Form, file: Path) -> None:
    """ConfigError where a template cannot be read."""
    try:
        _environment(form, str(file.parent)).get_template(file.name)
    except TemplateSyntaxError as error:
        raise ConfigError(f"line {error.lineno}: {error.message}", path=str(file), key=_KEY) from None
    except (TemplateError, OSError, UnicodeError) as error:
        raise ConfigError(f"cannot be read: {error}", path=str(file), key=_KEY) from None


@cache
def ours() -> frozenset[str]:
    """The names of the templates that a user may replace."""
    return frozenset(PackageLoader("monitor.alert").list_templates())


def _loaders(folder: str | None) -> Iterator[BaseLoader]:
    if folder is not None:
        yield FileSystemLoader(folder)
    yield PackageLoader("monitor.alert")


@cache
def _environment(form: Form, folder: str | None) -> Environment:
    """The templates of one form: HTML escapes by itself, Markdown through `finalize`, plain text needs nothing."""
    templates = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([*_loaders(folder)]),
        autoescape=form in {"html", "mail"},
        finalize=None if form in {"html", "mail", "text"} else WRITERS[form],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(address=link_in(form), code=code_in(form))
    return templates
