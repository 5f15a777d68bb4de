"""The forms a message can take, and how text that is not ours is written in each so that it stays text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape as escape_entities
from itertools import pairwise
from typing import Literal, get_args
from urllib.parse import quote

from markupsafe import Markup, escape

from monitor.records import Segment

# `slack` is Slack's own Markdown, `html` the few tags that chats know, `mail` a whole page of HTML.
Form = Literal["text", "markdown", "slack", "html", "mail"]
FORMS: tuple[Form, ...] = get_args(Form)
Written = Literal["text", "markdown", "html"]  # the forms in which a comparison comes
WRITTEN: Mapping[Form, Written] = {
    "text": "text",
    "markdown": "markdown",
    "slack": "text",
    "html": "html",
    "mail": "html",
}

# Characters that no reader sees but that steer what is shown: controls, embedding and overriding of the reading
# direction, and halves of surrogate pairs, which cannot be sent at all.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")

# Invisible, and keeps the two characters beside it from being read as one sign.
_JOINER = "\u2060"
# The names that call everybody; `@name` but not `name@host`; and the `<!…>`, `<@…>`, `<#…>` by which Slack and Discord
# call people and channels.
_EVERYBODY = r"@(?=(?:everyone|here|channel|all)(?![^\W_])(?!\.\w))"
_CALL = re.compile(rf"{_EVERYBODY}|(?<![^\W_])(?<![.+-])@(?=\w)|<(?=[!@#&])", re.IGNORECASE)
_ENTITY = re.compile(r"&(?=#?\w+;)")
_WRITTEN = re.compile(r"&(amp|lt|gt);")
_UNWRITTEN = {"amp": "&", "lt": "\\<", "gt": "\\>"}
_EDIT = re.compile(r"<(/?)(del|ins)>")
# The notation of wdiff, which programs that show no markup are known to use.
_EDIT_SIGNS = {"del": "[-", "/del": "-]", "ins": "{+", "/ins": "+}"}
_MARK = re.compile(r"[\\`*\[\]<]|(?<!\w)_|_(?!\w)|~(?=~)|(?<=~)~")
_LINK_END = re.compile(rf"[\s<>()\[\]|\\\"'`*]|{_EVERYBODY}", re.IGNORECASE)
_LINE_MARK = re.compile(r"^(\s*)([#>+=-]|\d+(?=[.)]))", re.MULTILINE)
# Slack knows no escape: where a sign is not between spaces or punctuation, it marks nothing.
_SLACK_MARK = re.compile(r"(?<!\w)[*_~`]|[*_~`](?!\w)")
_SLACK_LINE_MARK = re.compile(r"^(?=\s*>)", re.MULTILINE)

# The signs around words lost and gained.
_AROUND: Mapping[Form, Mapping[int, tuple[str, str]]] = {
    "text": {-1: ("[-", "-]"), 1: ("{+", "+}")},
    "markdown": {-1: ("~~", "~~"), 1: ("**", "**")},
    "slack": {-1: ("~", "~"), 1: ("*", "*")},
    "html": {-1: ("<s>", "</s>"), 1: ("<b>", "</b>")},
    "mail": {-1: ("<del>", "</del>"), 1: ("<ins>", "</ins>")},
}
_WORDS, _NO_BLANKS = re.compile(r"\w(?:.*\w)?", re.DOTALL), re.compile(r"\S(?:.*\S)?", re.DOTALL)
_THIN_SPACE = "\u2009"


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


def escape_slack(text: str) -> str:
    """A text as Slack's Markdown that shows the text itself."""
    parted = _SLACK_LINE_MARK.sub(_JOINER, _SLACK_MARK.sub(rf"{_JOINER}\g<0>{_JOINER}", defuse(text)))
    return escape_entities(parted, quote=False)


def literal(text: str, form: Form) -> str:
    """A text as it is written in a form so that it shows as itself."""
    return str(WRITERS[form](text))


def _write_text(value: object) -> str:
    return str(value)


def _write_markdown(value: object) -> str:
    return value if isinstance(value, Ready) else escape_markdown(str(value))


def _write_slack(value: object) -> str:
    return value if isinstance(value, Ready) else escape_slack(str(value))


def _write_html(value: object) -> str:
    return escape(value)


WRITERS: Mapping[Form, Callable[[object], str]] = {
    "text": _write_text,
    "markdown": _write_markdown,
    "slack": _write_slack,
    "html": _write_html,
    "mail": _write_html,
}


def ready(fragment: str, form: Form) -> str:
    """A comparison that is written in the form already; in a chat it may still not call anybody."""
    match form:
        case "html" | "mail":
            return Markup(clean(fragment))  # noqa: S704 -- a Rendering's html is a safe fragment by its contract
        case "slack":
            return Ready(escape_entities(defuse(clean(fragment)).replace("`", "'"), quote=False))
        case "markdown":
            return Ready(_for_chats(clean(fragment)))
        case "text":
            return Ready(clean(fragment))


def marked(runs: Iterable[Segment], form: Form) -> str:
    """A quotation with the words that it lost or gained marked, ready in the form."""
    shown = [run for run in runs if run.text]
    written = "".join(
        _between(before, run, form) + _marked(run, form) for before, run in pairwise((Segment(0, " "), *shown))
    )
    if form == "mail":
        written = mark_edits(written)
    return Markup(written) if form in {"html", "mail"} else Ready(written)  # noqa: S704 -- each run is escaped


def _between(before: Segment, run: Segment, form: Form) -> str:
    """What parts two runs: in Slack, where a sign between letters marks nothing, a thin space."""
    return _THIN_SPACE if form == "slack" and before.text[-1].isalnum() and run.text[0].isalnum() else ""


def _marked(run: Segment, form: Form) -> str:
    """A run of words between its signs; where a form knows no signs beside a blank or a mark, these stay outside."""
    core = (_WORDS if form in {"markdown", "slack"} else _NO_BLANKS).search(run.text)
    if not run.op or core is None:
        return literal(run.text, form)
    opens, closes = _AROUND[form][run.op]
    lead, tail = literal(run.text[: core.start()], form), literal(run.text[core.end() :], form)
    return f"{lead}{opens}{literal(core[0], form)}{closes}{tail}"


def mark_edits(html: str) -> str:
    """Words lost and gained between signs that only a reader without markup sees, such as a mail's plain-text twin."""
    return _EDIT.sub(_with_signs, html)


def _with_signs(tag: re.Match[str]) -> str:
    sign = f'<span style="display:none;mso-hide:all">{_EDIT_SIGNS[tag[1] + tag[2]]}</span>'
    return sign + tag[0] if tag[1] else tag[0] + sign


def _for_chats(markdown: str) -> str:
    """Markdown with its entities written as backslashes: chats know those, and show an entity as it stands."""
    plain = _WRITTEN.sub(lambda entity: _UNWRITTEN[entity[1]], markdown)
    return defuse(_ENTITY.sub("&" + _JOINER, plain))


def address(url: str) -> Ready:
    """A web or mail address as a link's target, which nothing in it ends early; empty when it is neither."""
    web = url.lower().startswith(("https://", "http://", "mailto:"))
    return Ready(_LINK_END.sub(lambda sign: quote(sign[0], safe=""), url) if web else "")


def link_in(form: Form) -> Callable[[str], str]:
    """What writes an address as a link's target in a form."""
    return (lambda url: Ready(escape_entities(address(url), quote=False))) if form == "slack" else address


def code_in(form: Form) -> Callable[[str], str]:
    """What writes a command in a form so that it stands out, where a sign does that."""
    match form:
        case "markdown":
            return lambda command: Ready(_code(command))
        case "slack":
            return lambda command: Ready(escape_entities(_code(command), quote=False))
        case _:
            return lambda command: command


def _code(command: str) -> str:
    return f"`{defuse(command).replace('`', chr(39))}`"
