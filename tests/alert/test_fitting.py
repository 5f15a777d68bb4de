from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alerts import (
    AFTER,
    BEFORE,
    HOSTILE,
    OPT_OUT,
    WIDER,
    WIDER_WORDS,
    baseline,
    change,
    digest,
    due,
    long_rendering,
    report,
    trial,
    trouble,
)
from apprise import Apprise
from targets import Webhook

from monitor.alert.fitting import equip, fitted
from monitor.alert.services import Service, body_room, form_of, open_service, title_room
from monitor.records import (
    Alert,
    ChangeKind,
    Direction,
    Finding,
    Practice,
    Rendering,
    Target,
    Trouble,
    TroubleKind,
)

SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general"
DISCORD = "discord://1234567890123456/abcdefghijklmnopqrstuvwxyz1234567890abcdefghijklmnopqrstuvwxyz1234"
TELEGRAM = "tgram://123456789:abcdefg_hijklmnop/12315544/"
TEAMS = "workflows://prod.example:443/643e69f83c8944438d68119179a10a64/KbV5Jg3OSTN8f0hkPSkHv7JQ5HCkMxPLUlgLnAg0AAA/"
NTFY = "ntfy://nest"
CHATS = [SLACK, DISCORD, TELEGRAM, TEAMS, NTFY, "rocket://u:p@chat.example/#c", "mmost://chat.example/3ccdd113"]


def opened(url: str) -> Service:
    service = open_service(url)
    assert service is not None
    return service


def hostile() -> Alert:
    finding = Finding(Practice.TRAINS, Direction.NEW, None, HOSTILE)
    return change(report(finding, diff=long_rendering(3_000)))


def fit(alert: Alert, service: Service) -> Any:
    return fitted(alert, Target("desk", "unused://"), service, now=AFTER)


def crowd() -> Alert:
    many = tuple(Finding(Practice.TRAINS, Direction.NEW, None, f"{n} " + "word & word " * 40) for n in range(9))
    return digest(*(report(*many, diff=long_rendering(9)) for _ in range(40)), dues=(due(3),))


@pytest.mark.parametrize("url", CHATS)
@pytest.mark.parametrize(
    "alert", [hostile(), crowd(), trial(), trouble()], ids=["hostile", "crowd", "trial", "trouble"]
)
def test_a_chat_gets_no_more_than_it_takes_and_nobody_is_called(url: str, alert: Alert) -> None:
    service = opened(url)
    message = fit(alert, service)
    body = getattr(service, "dialect_convert", lambda body, _: body)(message.body, form_of(service))
    shown = message.body if form_of(service) == "slack" else body
    assert 0 < len(shown) + len(message.title) <= body_room(service)
    assert len(message.title) <= title_room(service)
    if url != TELEGRAM:  # which has no word that calls everybody
        assert "@everyone" not in message.body
        assert "<!channel>" not in message.body


def test_a_notice_whose_title_says_all_has_that_as_its_body_too() -> None:
    bare = Trouble(TroubleKind.ONLINE, "", BEFORE, count=3)
    message = fit(replace(trouble(), troubles=(bare,)), opened("json://127.0.0.1"))
    assert message.body == message.title != ""


def test_markup_that_grows_in_a_chats_own_dialect_still_fits() -> None:
    service = opened(TEAMS)
    ampersands = Rendering(markdown="\n\n".join(["you & we & they & all & sundry"] * 3_000))
    message = fit(change(report(diff=ampersands)), service)
    assert "you &" in message.body


@pytest.fixture
def slack(webhook: Webhook) -> Service:
    """Slack, whose messages go to a webhook on loopback."""
    service = opened(SLACK)
    webhook.answer = b"ok"
    service.webhook_url = f"http://127.0.0.1:{webhook.port}"
    return service


def deliver(service: Service, alert: Alert, body_format: str | None) -> None:
    message = fit(alert, service)
    equip(service, alert, form_of(service), message.title)
    assert Apprise(service, asset=service.asset).notify(body=message.body, title=message.title, body_format=body_format)


def test_slack_is_sent_its_own_markdown_as_it_is_written(slack: Service, webhook: Webhook) -> None:
    finding = Finding(Practice.TRAINS, Direction.NEW, None, HOSTILE)
    deliver(slack, change(report(WIDER, finding, edits=(WIDER_WORDS, ()))), None)
    (attachment,) = webhook.posts[0]["attachments"]
    assert attachment["fallback"] == "Heron now trains AI on your data — on by default · Privacy Policy"
    head, section, *_ = attachment["blocks"]
    assert (head["type"], head["text"]["type"]) == ("header", "plain_text")
    assert section["text"]["type"] == "mrkdwn"
    said = section["text"]["text"]
    assert "*→ Refuse: Settings &gt; Privacy &gt; AI, before 1 June 2031: 27 days left*" in said
    assert "> We use ~public~ posts to teach models." in said
    assert "<https://heron.example/privacy|Page>" in said
    assert "&lt;script&gt;" in said
    assert "<!" not in said
    assert "<@" not in said
    assert len(said) <= 3_000
    assert len(head["text"]["text"]) <= 150


def test_ntfy_is_sent_plain_text_that_it_makes_no_file_of(webhook: Webhook) -> None:
    service = opened(f"ntfy://127.0.0.1:{webhook.port}/nest")
    deliver(service, crowd(), "text")
    (post,) = webhook.posts
    assert len(post["message"].encode()) < 4_096
    assert post["title"].startswith("Digest: Heron")


@pytest.mark.parametrize("alert", [change(report(OPT_OUT)), baseline(report(kind=ChangeKind.FIRST)), trial()])
def test_webhooks_of_every_notation_are_given_the_machine_readable_part(alert: Alert) -> None:
    as_json, as_form, as_xml = (opened(f"{scheme}://hook.example") for scheme in ("json", "form", "xml"))
    for service in (as_json, as_form, as_xml):
        equip(service, alert, "text", "")
    given = as_json.payload_extras["alert"]
    assert (given["schema"], given["kind"]) == (1, alert.kind)
    for service in (as_form, as_xml):
        assert json.loads(service.payload_extras["alert"]) == json.loads(json.dumps(given))


def test_what_the_address_adds_to_a_webhook_stays() -> None:
    service = opened("json://hook.example?:alert=mine")
    equip(service, trial(), "text", "")
    assert service.payload_extras["alert"] == "mine"


def test_a_template_that_says_nothing_loses_no_alert_where_there_is_no_title_either(tmp_path: Path) -> None:
    (tmp_path / "message.text.j2").write_text("")
    service = open_service("sns://AHIAJGNT76XIMXDBIJYA/bu1dHSdO22pfaaVy/wmNsdjfkIYGMxXi/us-east-1/15551234567")
    assert service is not None
    message = fitted(trouble(), Target("desk", ""), service, now=AFTER, templates=str(tmp_path))
    assert (message.title, message.body[:50]) == ("", "Terms monitor: Heron · Privacy Policy cannot be re")
