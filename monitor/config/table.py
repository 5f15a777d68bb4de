"""Turns a table of the file into a struct of the form, naming the first key that is wrong."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Annotated, Any, TypeVar, get_args, get_origin

import msgspec

from monitor.config.place import Place, show
from monitor.errors import ConfigError

_Form = TypeVar("_Form", bound=msgspec.Struct)
_MISFIT = (msgspec.ValidationError, UnicodeEncodeError)  # the latter: halves of characters, from a command line
_MANY = 16  # names, what fits on a line or two


def read(form: type[_Form], table: object, place: Place) -> _Form:
    """Check the table against its form; raises `ConfigError` for an unknown, missing or mistyped key."""
    try:
        return msgspec.convert(table, form, strict=True)
    except _MISFIT:  # its own message would show a secret and names no key of a table of tables
        raise _mistake(form, table, place) from None


def _mistake(form: type[msgspec.Struct], table: object, place: Place) -> ConfigError:
    """The first mistake in a table that does not fit its form."""
    if not isinstance(table, dict):
        return place.error("expected a table, found a list" if isinstance(table, list) else "expected a table")
    fields = {field.name: field for field in msgspec.structs.fields(form)}
    for key in table:
        if key not in fields:
            return place.at(show(key)[1:-1]).error(f"there is no such {_kind(table[key])}{guess(key, fields)}")
    for name, field in fields.items():
        if field.required and name not in table:
            return place.at(name).error(f"it is missing; expected {_words(field.type)}")
    key = next(key for key, found in table.items() if not _fits(found, fields[key].type))
    return _misfit(table[key], fields[key].type, place.at(key))


def guess(word: str, known: Iterable[str]) -> str:
    """A hint in brackets at what may have been meant, or at what there is when nothing is near."""
    names = sorted(known)
    near = difflib.get_close_matches(word.lower(), names, n=1)
    if near:
        return f" (did you mean {near[0]}?)"
    return f" (there are: {', '.join(names)})" if 0 < len(names) <= _MANY else ""


def _misfit(found: object, kind: Any, place: Place) -> ConfigError:
    """That a value is not of its kind."""
    secret = bool((_meta(kind).extra or {}).get("secret"))
    misfits = [each for each in found if not _fits([each], kind)] if isinstance(found, list) else []
    return place.at(place.key, secret=secret).expected(_words(kind), found, misfits=misfits)


def _fits(found: object, kind: Any) -> bool:
    try:
        msgspec.convert(found, kind, strict=True)
    except _MISFIT:
        return False
    return True


def _words(kind: Any) -> str:
    return str(_meta(kind).description)


def _meta(kind: Any) -> msgspec.Meta:
    described = kind if get_origin(kind) is Annotated else get_args(kind)[0]  # the latter of an optional key
    metadata: tuple[msgspec.Meta, ...] = described.__metadata__
    return metadata[-1]  # the outermost: what this key says of itself


def _kind(value: object) -> str:
    tables = isinstance(value, list) and bool(value) and isinstance(value[0], dict)
    return "table" if tables or isinstance(value, dict) else "key"
