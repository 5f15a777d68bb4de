"""Pages written for the tests of extraction and judgement."""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.records import Reading, Snapshot

SENTENCE = "The garden club keeps the names of its members for as long as they pay the yearly fee to the treasurer."


def policy(
    *, before: str = "", inside: str = "", after: str = "", head: str = "<title>Privacy Policy</title>"
) -> bytes:
    prose = "".join(f"<p>{SENTENCE} Number {number} of the rules says so.</p>" for number in range(8))
    return (
        f"<!doctype html><html lang=en><head>{head}</head><body>{before}<main><h1>Privacy Policy</h1>"
        f"{inside}{prose}</main>{after}</body></html>"
    ).encode()


def snapshot(
    body: bytes = b"", *, url: str = "https://club.example/privacy", final_url: str = "", status: int = 200
) -> Snapshot:
    return Snapshot(url, final_url or url, status, "text/html", (), body, datetime(2026, 1, 2, tzinfo=UTC))


def reading(text: str, title: str | None = None, language: str | None = "en") -> Reading:
    return Reading(text, language, title)


Placed = tuple[str, float, float]  # a line, its height on the page, the size of its letters


def pdf(*pages: list[str], extra: str = "") -> bytes:
    """A small PDF with one line of Helvetica for each string of each page."""
    return laid_out(*([(line, 760.0 - 14 * at, 10.0) for at, line in enumerate(lines)] for lines in pages), extra=extra)


def laid_out(*pages: list[Placed], extra: str = "") -> bytes:
    """A small PDF of lines of Helvetica, each where it is told to stand."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for placed in pages:
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {len(objects) + 2} 0 R "
            "/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
        )
        stream = " ".join(_shown(*line) for line in placed)
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = "%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R {extra} >>\nstartxref\n{len(out)}\n%%EOF"
    ).encode()


def _shown(line: str, height: float, size: float) -> str:
    escaped = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /F {size} Tf 40 {height} Td ({escaped}) Tj ET"
