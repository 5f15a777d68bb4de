"""What a document and its service are probably called, by its title, its first headings and its address."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from urllib.parse import unquote, urlsplit

from monitor.records import Reading

NAMES: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("naming.toml").read_text(encoding="utf-8"))
_TYPES = [(name, terms_type) for terms_type, names in NAMES.items() for name in names]
_HEADING = re.compile(r"^#{1,3} (.+)$", re.MULTILINE)
_HEADINGS = 2
_PARTS = re.compile(r"\s+[|·•–—-]\s+|\s*[|·•]\s*|:\s+")
# Under these the next label belongs to the name: example.co.uk, example.com.br.
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "ne", "net", "or", "org"})
_COUNTRY_CODE = 2  # letters
_NO_SLUG = re.compile(r"[^a-z0-9]+")


def terms_type(reading: Reading, url: str) -> str | None:
    """The terms type that a title, a first heading or an address names, in that order; None when none does."""
    path = re.sub(r"[-_/.+]+", " ", unquote(urlsplit(url).path)).lower()
    heads = [*_HEADING.findall(reading.text)[:_HEADINGS], reading.title or "", path]
    return next(filter(None, map(_named, heads)), None)


def service(reading: Reading, url: str) -> tuple[str, str]:
    """The id and the name of the service whose page this is, by its host and the part of the title that is like it.

    Where the host is none that somebody chose, such as 192.0.2.1, by the last part of the title that is no terms type.
    """
    host = urlsplit(url).hostname or ""
    parts = [part.strip() for part in _PARTS.split(reading.title or "")]
    if _is_chosen(host):
        label = _own_label(host)
        return _slug(label), next((part for part in parts if _squeezed(part) == _squeezed(label)), label.capitalize())
    name = next((part for part in reversed(parts) if part and not _named(part)), host.capitalize() or "Service")
    return _slug(name), name


def _slug(name: str) -> str:
    return _NO_SLUG.sub("-", name.lower()).strip("-") or "service"


def _is_chosen(host: str) -> bool:
    """Whether a host is a name that tells whose it is, and no address in numbers or this machine."""
    return "." in host and not host.rpartition(".")[2].isdigit()


def _named(head: str) -> str | None:
    text = head.lower().replace("’", "'")
    found = [(match.start(), -len(name), kind) for name, kind in _TYPES if (match := _whole(name).search(text))]
    return min(found)[2] if found else None


def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)" if name.isascii() else re.escape(name))


def _own_label(host: str) -> str:
    """The label that a registrant chose: `example` of www.example.co.uk."""
    labels = host.split(".")
    ends = 2 if len(labels) > 2 and len(labels[-1]) == _COUNTRY_CODE and labels[-2] in _SECOND_LEVEL else 1  # noqa: PLR2004 - a label before the two
    return labels[-1 - ends]


def _squeezed(name: str) -> str:
    return _NO_SLUG.sub("", name.lower())
