"""The forms a message can take, and how text that is not ours is written in each so that it stays text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Literal, get_args
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

Form = Literal["text", "markdown", "html"]
FORMS: tuple[Form, ...] = get_args(Form)

# Characters that no reader sees but that steer what is shown: controls, embedding and overriding of the reading
# direction, and halves of surrogate pairs, which cannot be sent at all.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")

# Invisible, and keeps the two characters beside it from being read as one sign.
_JOINER = "\u2060"
# `@name` but not `name@host`, and the `<!…>`, `<@…>`, `<#…>` by which Slack and Discord call people and channels.
_CALL = re.compile(r"(?<![\w.+-])@(?=\w)|<(?=[!@#&])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_WRITTEN = re.compile(r"&(amp|lt|gt);")
_UNWRITTEN = {"amp": "&", "lt": "\\<", "gt": "\\>"}
_EDIT = re.compile(r"<(/?)(del|ins)>")
# The notation of wdiff, which programs that show no markup are known to use.
_EDIT_SIGNS = {"del": "[-", "/del": "-]", "ins": "{+", "/ins": "+}"}
_MARK = re.compile(r"[\\`*\[\]<]|(?<!\w)_|_(?!\w)|~(?=~)|(?<=~)~")
_LINK_END = re.compile(r"""[\s<>()\[\]|\\"'`*]""")
_LINE_MARK = re.compile(r"^(\s*)([#>+=-]|\d+(?=[.)]))", re.MULTILINE)


class Ready(str):
    """Text that is written in its form already and must not be escaped again."""

    __slots__ = ()


def clean(text: str) -> str:
    """A text without characters that steer how it is shown; line ends and tabs stay."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n"))


def line(text: str) -> str:
    """A text as one line."""
    return " ".join(clean(text).split())


def defuse(text: str) -> str:
    """A text that calls nobody when a chat shows it: an invisible sign parts each `@` or `<!` from its name."""
    return _CALL.sub(lambda call: call[0] + _JOINER, text)


def escape_markdown(text: str) -> str:
    """A text as Markdown that shows the text itself, with no backslash where the sign would stand for itself anyway."""
    parted = _ENTITY.sub("&" + _JOINER, defuse(text))
    marked = _MARK.sub(lambda mark: "\\" + mark[0], parted)
    return _LINE_MARK.sub(lambda mark: f"{mark[1]}{_escaped(mark[2])}", marked)


def _escaped(mark: str) -> str:
    """A sign that would begin a heading, quote or list; of a number the dot behind it is what does."""
    return mark + "\\" if mark.isdigit() else "\\" + mark


def literal(text: str, form: Form) -> str:
    """A text as it is written in a form so that it shows as itself."""
    return str(_WRITERS[form](text))


def _write_text(value: object) -> str:
    return str(value)


def _write_markdown(value: object) -> str:
    return value if isinstance(value, Ready) else escape_markdown(str(value))


def _write_html(value: object) -> str:
    return escape(value)


_WRITERS: Mapping[Form, Callable[[object], str]] = {
    "text": _write_text,
    "markdown": _write_markdown,
    "html": _write_html,
}


def ready(fragment: str, form: Form) -> str:
    """A fragment that is written in the form already; in Markdown it may still not call anybody."""
    if form == "html":
        return Markup(clean(fragment))  # noqa: S704 -- a Rendering's html is a safe fragment by its contract
    return Ready(_for_chats(clean(fragment)) if form == "markdown" else clean(fragment))


def mark_edits(html: str) -> str:
    """Words lost and gained between signs that only a reader without markup sees, such as a mail's plain-text twin."""
    return _EDIT.sub(_with_signs, html)


def _with_signs(tag: re.Match[str]) -> str:
    sign = f"<span hidden>{_EDIT_SIGNS[tag[1] + tag[2]]}</span>"
    return sign + tag[0] if tag[1] else tag[0] + sign


def _for_chats(markdown: str) -> str:
    """Markdown with its entities written as backslashes: chats know those, and show an entity as it stands."""
    plain = _WRITTEN.sub(lambda entity: _UNWRITTEN[entity[1]], markdown)
    return defuse(_ENTITY.sub("&" + _JOINER, plain))


def address(url: str) -> Ready:
    """A web address as a link's target, which nothing in it can end early; empty when it is no web address."""
    web = url.lower().startswith(("https://", "http://"))
    return Ready(_LINK_END.sub(lambda sign: quote(sign[0]), url) if web else "")


def capfirst(text: str) -> str:
    """A text with its first letter large, the others as they are."""
    return text[:1].upper() + text[1:]


def render(template: str, form: Form, **values: object) -> str:
    """A template of a form, filled; every value is escaped for the form unless it is ready."""
    return _environment(form).get_template(f"{template}.{form}.j2").render(values).strip()


@cache
def _environment(form: Form) -> Environment:
    """The templates of one form: HTML escapes by itself, Markdown through `finalize`, plain text needs nothing."""
    templates = Environment(
        loader=PackageLoader("monitor.alert"),
        autoescape=select_autoescape(["html.j2"], default=False),
        finalize=_write_markdown if form == "markdown" else None,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(address=address, capfirst=capfirst)
    return templates
