"""Writing: what a page tells as Markdown, to be copied anywhere; each value is escaped, as page text is no markup."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from monitor.alert.forms import WRITERS, ready
from monitor.web.speech import Speech


def write(template: str, speech: Speech, /, comparison: str, **values: object) -> str:
    """A template filled; the comparison is written in Markdown already."""
    compared = ready(speech.unfold(comparison), "markdown")
    filled = _environment().get_template(template).render(_=speech.say, speech=speech, compared=compared, **values)
    return filled.strip() + "\n"


@cache
def _environment() -> Environment:
    return Environment(  # noqa: S701 - Markdown is escaped by what each value goes through
        loader=PackageLoader("monitor.web"),
        finalize=WRITERS["markdown"],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
