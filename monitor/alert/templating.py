"""Fills templates: ours, or those that a user has put in their place; each in a sandbox, each escaping for its form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    Template,
    TemplateError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from monitor.alert.forms import WRITERS, Form, code_in, link_in

# What a template can raise when it is filled: Jinja's own faults, and those of the expressions in it.
FAULTS = (TemplateError, ArithmeticError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError)
SUFFIX = ".j2"
_GAPS = re.compile(r"\n(?:[ \t]*\n){2,}")
# No browser shows them; Apprise makes an empty line of each in a mail's plain-text twin.
_AROUND_BLOCKS = re.compile(r"\s*(</?(?:div|h[1-6]|p|section|ul)\b[^<>]*>)\s*")


def render(form: Form, folder: str | None, **values: object) -> str:
    """The message of a form, filled; every value is escaped for the form unless it is ready."""
    text = load(f"message.{form}{SUFFIX}", form, folder).render(values)
    return (_AROUND_BLOCKS.sub(r"\1", text) if form == "mail" else _GAPS.sub("\n\n", text)).strip()


def load(name: str, form: Form, folder: str | None) -> Template:
    """A template by its name: from the user's folder if there is one of that name, else ours."""
    return _environment(form, folder).get_template(name)


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
    """The templates of one form: HTML escapes by itself, Markdown through `finalize`, and text needs nothing."""
    templates = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([*_loaders(folder)]),
        autoescape=form in {"html", "mail"},
        finalize=WRITERS[form] if form in {"markdown", "slack"} else None,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(address=link_in(form), code=code_in(form))
    return templates
