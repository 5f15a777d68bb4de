"""What a document is: a web page, a PDF or plain text, by what it looks like and by what the server says."""

from __future__ import annotations

from monitor.errors import ExtractError

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_PLAIN = frozenset({"text/plain", "text/markdown", "text/x-markdown"})
_UNSAID = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/force-download"})
_PDF_WITHIN = 1024  # bytes; readers accept a PDF's mark that far into the file


def kind_of(raw: bytes, media_type: str) -> str:
    """One of "html", "pdf" and "plain"; ExtractError for any other kind of file."""
    said = media_type.partition(";")[0].strip().lower()
    if said not in _PLAIN and b"%PDF-" in raw[:_PDF_WITHIN]:  # also those that are served as something else
        return "pdf"
    if said in _HTML or (said in _UNSAID and b"<" in raw[:_PDF_WITHIN]):
        return "html"
    if said in _PLAIN:
        return "plain"
    if said == "application/pdf":
        raise ExtractError("the file does not begin as a PDF does", kind="damaged PDF")
    raise ExtractError(f"{said or 'no media type'}: expected a web page, a PDF or plain text", kind="wrong media type")
