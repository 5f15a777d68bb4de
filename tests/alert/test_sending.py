from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

import pytest
from alerts import HOSTILE, OPT_OUT, baseline, change, long_rendering, report, trial
from apprise import AppriseAsset
from targets import Mailbox, Webhook

from monitor.alert import compose, send
from monitor.alert.sending import fitted
from monitor.alert.services import form_of, open_service
from monitor.errors import AlertError
from monitor.records import Alert, ChangeKind, Direction, Finding, Practice, Rendering, Service, Severity, Target

TITLE = "Heron · Privacy Policy: now trains AI on your data"
SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general"
DISCORD = "discord://1234567890123456/abcdefghijklmnopqrstuvwxyz1234567890abcdefghijklmnopqrstuvwxyz1234"
TELEGRAM = "tgram://123456789:abcdefg_hijklmnop/12315544/"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with Mailbox() as mailbox:
        yield mailbox


def hostile() -> Alert:
    finding = Finding(Practice.TRAINS, Direction.NEW, None, HOSTILE)
    diff = Rendering(text="+ @everyone", markdown="**@everyone**", html="<p><ins>@everyone</ins></p>")
    return change(report(finding, diff=diff))


def part(mail: EmailMessage, kind: str) -> str:
    found = mail.get_body((kind,))
    assert isinstance(found, EmailMessage)
    text: str = found.get_content()
    return text.replace("\r\n", "\n")


def refusal(url: str) -> AlertError:
    with pytest.raises(AlertError) as caught:
        send(change(report(OPT_OUT)), Target("desk", url))
    return caught.value


def test_a_webhook_gets_title_and_plain_text(webhook: Webhook) -> None:
    alert = change(report(OPT_OUT))
    send(alert, Target("desk", webhook.url))
    (post,) = webhook.posts
    assert post["title"] == TITLE
    assert post["message"] == compose(alert, form="text").body
    assert post["type"] == "warning"


def test_a_webhook_gets_another_form_when_its_address_asks_for_it(webhook: Webhook) -> None:
    alert = change(report(OPT_OUT))
    send(alert, Target("desk", f"{webhook.url}?format=html"))
    assert webhook.posts[0]["message"] == compose(alert, form="html").body


def test_names_arrive_verbatim(webhook: Webhook) -> None:
    named = report(OPT_OUT, service=Service("ae", "Ærø & Søn <ApS> *"), terms_type="Développeurs – Terms & Co")
    send(change(named), Target("desk", webhook.url))
    assert webhook.posts[0]["title"].startswith("Ærø & Søn <ApS> * · Développeurs – Terms & Co: ")


def test_page_text_arrives_at_a_webhook_as_it_stands(webhook: Webhook) -> None:
    send(hostile(), Target("desk", webhook.url))
    assert HOSTILE in webhook.posts[0]["message"]


def test_a_mail_has_subject_html_and_a_plain_twin(mailbox: Mailbox) -> None:
    send(change(report(OPT_OUT)), Target("desk", mailbox.url))
    (mail,) = mailbox.mails
    assert mail["subject"] == TITLE
    assert "<blockquote>From June, posts you make public" in part(mail, "html")
    assert "From June, posts you make public are used to teach our language models." in part(mail, "plain")
    assert "https://heron.example/privacy" in part(mail, "plain")


def test_a_mails_plain_twin_tells_lost_words_from_gained_ones(mailbox: Mailbox) -> None:
    diff = Rendering(html='<section class="diff"><p>We <del>do not</del><ins>may</ins> learn.</p></section>')
    send(change(report(OPT_OUT, diff=diff)), Target("desk", mailbox.url))
    assert "We [-do not-]{+may+} learn." in part(mailbox.mails[0], "plain")


def test_a_mail_carries_letters_of_every_language(mailbox: Mailbox) -> None:
    finding = Finding(Practice.TRAINS, Direction.NEW, None, "私たちはデータで学習します — für Ärzte, à l’été")
    send(change(report(finding, service=Service("a", "Ærø 日本"))), Target("desk", mailbox.url))
    (mail,) = mailbox.mails
    assert mail["subject"].startswith("Ærø 日本 · Privacy Policy")
    assert "私たちはデータで学習します — für Ärzte, à l’été" in part(mail, "html")


def test_page_text_stays_text_in_a_mail(mailbox: Mailbox) -> None:
    send(hostile(), Target("desk", mailbox.url))
    (mail,) = mailbox.mails
    assert "<script" not in part(mail, "html")
    assert "{{ 7*7 }} {% raw %}" in part(mail, "html")
    assert "<script>alert(1)</script> may **use** [your posts](javascript:alert(2))" in part(mail, "plain")


def test_a_very_long_comparison_is_sent_in_part(webhook: Webhook, mailbox: Mailbox) -> None:
    alert = change(report(OPT_OUT, diff=long_rendering(3_000)))
    send(alert, Target("desk", webhook.url))
    send(alert, Target("post", mailbox.url))
    message = webhook.posts[0]["message"]
    assert 30_000 < len(message) <= 32_768
    assert "passages of the comparison left out here." in message
    assert len(part(mailbox.mails[0], "html")) <= 32_768


def test_a_first_look_and_a_trial_arrive_too(webhook: Webhook) -> None:
    first = report(OPT_OUT, kind=ChangeKind.FIRST, severity=Severity.NONE)
    send(baseline(first, first), Target("desk", webhook.url))
    send(trial(), Target("desk", webhook.url))
    assert [post["title"] for post in webhook.posts] == [
        "Terms monitor: 2 of 2 documents speak of AI training",
        "Terms monitor: trial message",
    ]
    assert {post["type"] for post in webhook.posts} == {"info"}


def test_an_answer_that_is_no_success_is_an_error_and_the_next_try_works(webhook: Webhook) -> None:
    webhook.fail(1)
    error = refusal(webhook.url)
    assert error.target == "desk"
    assert "500" in error.detail
    send(change(report(OPT_OUT)), Target("desk", webhook.url))
    assert len(webhook.posts) == 1


@pytest.mark.skipif(not hasattr(AppriseAsset, "http_redirects"), reason="this release of Apprise follows any redirect")
def test_a_redirect_is_no_success(webhook: Webhook) -> None:
    webhook.fail(1, status=302)
    assert "302" in refusal(webhook.url).detail


def test_a_failure_that_the_address_calls_optional_is_still_an_error(webhook: Webhook) -> None:
    webhook.fail(1)
    assert "500" in refusal(f"{webhook.url}?optional=yes").detail


def test_a_webhook_that_is_down_is_an_error_until_it_is_up(webhook: Webhook) -> None:
    webhook.down()
    assert "refused" in refusal(webhook.url).detail.lower()
    webhook.up()
    send(trial(), Target("desk", webhook.url))
    assert len(webhook.posts) == 1


def test_a_webhook_that_never_answers_is_an_error(webhook: Webhook) -> None:
    webhook.hang()
    assert "timed out" in refusal(f"{webhook.url}?rto=0.1").detail
    webhook.release()


def test_a_mail_server_that_refuses_is_an_error_with_its_words(mailbox: Mailbox) -> None:
    mailbox.refuse("550 mailbox is full")
    assert "mailbox is full" in refusal(mailbox.url).detail
    assert mailbox.mails == []


def test_an_address_that_apprise_does_not_understand_is_an_error() -> None:
    assert "slack://" in refusal("slack://nest-egg").detail


@pytest.mark.parametrize(
    "rest",
    [
        "heron:nest-egg@{place}/",
        "heron@{place}/nest-egg",
        "{place}/deep/nest-egg/path",
        "{place}/?+X-Token=nest-egg",
        "{place}/?-key=nest-egg",
        "{place}/?:field=nest-egg",
        "{place}/?+X-Token=nest-egg%0Ayolk",  # no header may hold a line end: the refusal quotes it
    ],
)
def test_no_secret_of_an_address_is_in_the_error(webhook: Webhook, rest: str) -> None:
    url = f"json://{rest.format(place=f'127.0.0.1:{webhook.port}')}"
    webhook.fail(1)
    webhook_error = refusal(url)
    webhook.down()
    for error in (webhook_error, refusal(url)):
        assert "nest-egg" not in f"{error} {error!r} {error.detail} {error.args} {error.__cause__} {error.__context__}"


def test_no_secret_of_a_mail_address_is_in_the_error(mailbox: Mailbox) -> None:
    error = refusal(mailbox.url.replace("mailto://", "mailto://heron:nest-egg@"))
    assert "nest-egg" not in f"{error!r} {error.detail}"
    assert "AUTH" in error.detail
    assert mailbox.mails == []


def test_targets_are_sent_to_side_by_side_and_each_error_is_its_own(webhook: Webhook) -> None:
    webhook.fail(20)

    def failing(number: int) -> AlertError:
        with pytest.raises(AlertError) as caught:
            send(trial(), Target(f"desk {number}", f"{webhook.url}{number}"))
        return caught.value

    with ThreadPoolExecutor(8) as pool:
        errors = list(pool.map(failing, range(20)))
    assert [error.target for error in errors] == [f"desk {number}" for number in range(20)]
    assert {error.detail.count("500") for error in errors} == {1}


@pytest.mark.parametrize(
    "url", [SLACK, DISCORD, TELEGRAM, "rocket://u:p@chat.example/#c", "mmost://chat.example/3ccdd113"]
)
def test_a_chat_gets_no_more_than_it_takes_and_nobody_is_called(url: str) -> None:
    service = open_service(url)
    assert service is not None
    diff = long_rendering(3_000)
    message = fitted(change(hostile().reports[0], report(OPT_OUT, diff=diff)), service, form_of(service))
    assert len(message.body) + len(message.title) <= service.body_maxlen
    assert len(message.title) <= service.title_maxlen
    if url != TELEGRAM:  # which has no word that calls everybody
        assert "@everyone" not in message.body
        assert "<!channel>" not in message.body


def test_markup_that_grows_in_a_chats_own_dialect_still_fits() -> None:
    service = open_service(SLACK)
    assert service is not None
    ampersands = Rendering(markdown="\n\n".join(["you & we & they & all & sundry"] * 3_000))
    message = fitted(change(report(OPT_OUT, diff=ampersands)), service, "markdown")
    if convert := getattr(service, "dialect_convert", None):
        assert len(convert(message.body, "markdown")) <= service.body_maxlen
    assert "you &" in message.body
