"""Writes the examples of docs/alerts.md: what an alert, a digest and a reminder look like (run by hand).

python docs/examples.py [--check] renders an invented platform's change with the program's own code, puts the texts
between the marks in docs/alerts.md, and the schema and the pictures in docs/alerts/. Pictures need Playwright with a
Chromium, and Pillow. With --check nothing is written, and it fails where the texts are not up to date.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec

from monitor import alert, detect, diff
from monitor.alert.event import Event, event
from monitor.records import Alert, AlertKind, ChangeKind, Due, DueKind, Finding, Report, Segment, Service, Target

DOCS = Path(__file__).parent
PICTURES = DOCS / "alerts"
PAGE, SCHEMA = DOCS / "alerts.md", PICTURES / "schema-1.json"
NOW = datetime(2025, 10, 22, 9, 30, tzinfo=UTC)
BEFORE = datetime(2025, 10, 22, 5, 30, tzinfo=UTC)
MAIL = "mailto://127.0.0.1/?from=monitor@example.org&to=reader@example.org"
SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general"
TEXT = "json://127.0.0.1"
PHONE = 390  # pixels across
SCALE = 1.5
COLOURS = 96

OLD = """# Privacy Policy

Last updated: 3 May 2025

## 2. Why we use your data

We use your data to show your posts to your readers, to keep accounts safe and to answer your questions. We use public
posts to train our generative AI models. We never train our models on pictures.

## 3. Your rights

You can ask for a copy of your data, have it corrected or deleted. You can opt out of AI training at any time in
Settings → Data privacy → Generative AI.
"""
NEW = """# Privacy Policy

Last updated: 3 May 2025

## 2. Why we use your data

We use your data to show your posts to your readers, to keep accounts safe and to answer your questions. From
3 November 2025 we use public posts, comments, pictures and your profile to train our generative AI models, on the
ground of our legitimate interest. We do not use private messages or the data of members under 18 to train these models.

## 3. Your rights

You can ask for a copy of your data, have it corrected or deleted. You can opt out of AI training at any time in
Settings → Data privacy → Generative AI.
"""
OTHER = "You may not use crawlers to collect content of Ravenfeed in order to train AI models.\n"


def main() -> None:
    """Write everything, or check the texts."""
    texts = _page(PAGE.read_text(encoding="utf-8"))
    schema = json.dumps(msgspec.json.schema(Event), indent=2, ensure_ascii=False) + "\n"
    if "--check" in sys.argv:
        told = PAGE.read_text(encoding="utf-8") == texts and SCHEMA.read_text(encoding="utf-8") == schema
        sys.exit(0 if told else "docs/alerts.md is not up to date: run python docs/examples.py")
    PICTURES.mkdir(exist_ok=True)
    PAGE.write_text(texts, encoding="utf-8")
    SCHEMA.write_text(schema, encoding="utf-8")
    _photograph()


def change() -> Alert:
    """An alert of one grave change."""
    return Alert(AlertKind.CHANGE, (_report(7, "Privacy Policy", OLD, NEW),), NOW)


def digest() -> Alert:
    """A digest of two platforms, with a day ahead."""
    ban = _report(8, "Terms of Service", "Be kind.\n", f"Be kind.\n\n{OTHER}", Service("ravenfeed", "Ravenfeed"))
    return Alert(AlertKind.DIGEST, (*change().reports, ban), NOW, reminder(12).dues)


def reminder(days: int = 3) -> Alert:
    """A reminder of the day on which the change takes effect."""
    due = Due(DueKind.EFFECT, date(2025, 11, 3), days, *change().reports)
    return Alert(AlertKind.REMINDER, (), NOW, (due,))


ALERTS = {"alert": change, "digest": digest, "reminder": reminder}


def _report(number: int, terms: str, before: str, after: str, service: Service | None = None) -> Report:
    service = service or Service("quillpost", "Quillpost", ("social",))
    before, after = (text.replace("\n", " ").replace("  ", "\n\n") for text in (before, after))
    review = detect.review(before, after, seen=NOW.date(), language="en")
    findings = tuple(finding for finding in review.findings if finding.direction != "kept")
    return Report(
        change_id=number,
        kind=ChangeKind.NEW,
        service=service,
        terms_type=terms,
        url=f"https://{service.id}.example/{terms.lower().replace(' ', '-')}",
        severity=review.severity,
        findings=findings,
        kept=tuple(finding for finding in review.findings if finding.direction == "kept"),
        still_dated=review.own_date_quote if review.silent else None,
        diff=diff.render(diff.compare(before, after), fold=diff.fold_mark),
        edits=tuple(map(_edits, findings)),
        seen_without=BEFORE,
        seen_with=NOW,
        language="en",
        before_id=number * 2 - 1,
        after_id=number * 2,
    )


def _edits(finding: Finding) -> tuple[Segment, ...]:
    before, after = finding.before, finding.after
    return diff.segments(before, after, closely=True) if before and after else ()


def _message(told: Alert, url: str, language: str = "en") -> alert.Message:
    now = datetime(2025, 10, 31, 9, 30, tzinfo=UTC) if told.kind is AlertKind.REMINDER else NOW
    target = Target("reader", url, language=language, time_zone="Europe/Zurich")
    return alert.preview(told, target, now=now)[0]


def _page(page: str) -> str:
    """The page with its examples made anew."""
    parts = {
        **{f"{name}-text": _block(_message(make(), TEXT)) for name, make in ALERTS.items()},
        **{f"{name}-slack": _block(_message(make(), SLACK)) for name, make in ALERTS.items()},
        **{f"alert-{language}": _block(_message(change(), TEXT, language), 8) for language in ("de", "fr", "it")},
        "event": f"```json\n{json.dumps(event(change()), indent=2, ensure_ascii=False)}\n```",
    }
    return re.sub(
        r"(<!-- (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", lambda mark: _filled(mark, parts), page, flags=re.DOTALL
    )


def _filled(mark: re.Match[str], parts: Mapping[str, str]) -> str:
    return f"{mark[1]}{parts[mark['name']]}\n{mark[3]}"


def _block(message: alert.Message, lines: int | None = None) -> str:
    body = "\n".join(message.body.splitlines()[:lines]) + ("\n…" if lines else "")
    return f"```text\n{message.title}\n\n{body}\n```"


def _photograph() -> None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- only the pictures need a browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium())
        for name, make in ALERTS.items():
            mail, slack = _message(make(), MAIL).body, _as_slack(_message(make(), SLACK))
            for scheme in ("light", "dark"):
                _shoot(browser, mail, PICTURES / f"{name}-mail-{scheme}.png", scheme)
            _shoot(browser, slack, PICTURES / f"{name}-slack.png", "light")
        browser.close()


def _chromium() -> str | None:
    return next((path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), None)


def _shoot(browser: Any, html: str, file: Path, scheme: str) -> None:
    from PIL import Image  # noqa: PLC0415 -- as above

    page = browser.new_page(viewport={"width": PHONE, "height": 200}, device_scale_factor=SCALE, color_scheme=scheme)
    page.set_content(html)
    picture = Image.open(BytesIO(page.screenshot(full_page=True)))
    picture.convert("RGB").quantize(COLOURS).save(file, optimize=True)
    page.close()


def _as_slack(message: alert.Message) -> str:
    """About what Slack makes of its Markdown."""
    text = re.sub(r"<([^|>]+)\|([^>]+)>", r'<a href="\1">\2</a>', message.body)
    for sign, tag in (("*", "b"), ("_", "i"), ("~", "s"), ("`", "code")):
        mark = re.escape(sign)
        text = re.sub(rf"(?<![\w<]){mark}(?=\S)([^\n{mark}]+?)(?<=\S){mark}(?!\w)", rf"<{tag}>\1</{tag}>", text)
    text = re.sub(r"^(?:> |&gt; )(.*)\n?", r"<blockquote>\1</blockquote>", text, flags=re.MULTILINE)
    return f"""<!doctype html><meta charset="utf-8"><style>
        body {{ margin: 0; padding: 14px; font: 15px/1.46 Lato, "Noto Sans", "DejaVu Sans", sans-serif }}
        .bar {{ border-left: 4px solid #caca17; padding-left: 12px; white-space: pre-wrap; overflow-wrap: anywhere }}
        h1 {{ font-size: 18px; line-height: 1.33; margin: 0 0 8px }}
        blockquote {{ margin: 2px 0; padding-left: 12px; border-left: 4px solid #ddd }}
        a {{ color: #1264a3; text-decoration: none }}
        code {{ background: #f6f6f6; border: 1px solid #ddd; border-radius: 3px; padding: 1px 3px }}
        code {{ font-size: 12px; color: #c0264b }}
        small {{ color: #616061; display: block; margin-top: 8px }}
        </style><div class="bar"><h1>{message.title}</h1>{text}<small>{alert.PRODUCT}</small></div>"""


if __name__ == "__main__":
    main()
