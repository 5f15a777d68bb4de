from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

import pytest
from alerts import (
    AFTER,
    HOSTILE,
    OPT_OUT,
    WIDER,
    WIDER_WORDS,
    baseline,
    change,
    digest,
    due,
    long_rendering,
    reminder,
    report,
    trial,
    trouble,
    written,
)
from apprise import AppriseAsset
from targets import Mailbox, Webhook

from monitor.alert import preview, send
from monitor.alert.fitting import THREADS
from monitor.errors import AlertError
from monitor.records import (
    Alert,
    ChangeKind,
    Direction,
    Finding,
    Practice,
    Rendering,
    Service,
    Severity,
    Target,
    TroubleKind,
)

TITLE = "Heron will train AI on your data from 1 June 2031 — on by default · Privacy Policy"


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
    send(alert, Target("desk", webhook.url), now=AFTER)
    (post,) = webhook.posts
    assert post["title"] == TITLE
    assert post["message"] == written(alert, headed=False).body
    assert post["type"] == "warning"


def test_a_webhook_gets_another_form_when_its_address_asks_for_it(webhook: Webhook) -> None:
    alert = change(report(OPT_OUT))
    send(alert, Target("desk", f"{webhook.url}?format=html"), now=AFTER)
    assert webhook.posts[0]["message"] == written(alert, "html", headed=False).body


def test_names_arrive_verbatim(webhook: Webhook) -> None:
    named = report(OPT_OUT, service=Service("ae", "Ærø & Søn <ApS> *"), terms_type="Développeurs – Terms & Co")
    send(change(named), Target("desk", webhook.url))
    assert webhook.posts[0]["title"].startswith("Ærø & Søn <ApS> * will train")
    assert webhook.posts[0]["title"].endswith(" · Développeurs – Terms & Co")


def test_page_text_arrives_at_a_webhook_as_it_stands(webhook: Webhook) -> None:
    send(hostile(), Target("desk", webhook.url))
    assert HOSTILE in webhook.posts[0]["message"]


def test_a_mail_has_subject_html_and_a_plain_twin(mailbox: Mailbox) -> None:
    send(change(report(OPT_OUT)), Target("desk", mailbox.url))
    (mail,) = mailbox.mails
    assert mail["subject"] == TITLE
    assert "> From June, posts you make public" in part(mail, "html")
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
    assert mail["subject"] == "Ærø 日本 now trains AI on your data · Privacy Policy"
    assert "私たちはデータで学習します — für Ärzte, à l’été" in part(mail, "html")


def test_page_text_stays_text_in_a_mail(mailbox: Mailbox) -> None:
    send(hostile(), Target("desk", mailbox.url))
    (mail,) = mailbox.mails
    assert "<script" not in part(mail, "html")
    assert "{{ 7*7 }} {% raw %}" in part(mail, "html")
    assert "<script>alert(1)</script> may **use** [your posts](javascript:alert(2))" in part(mail, "plain")


def test_a_very_long_comparison_is_sent_in_part_and_whole_beside_it(webhook: Webhook, mailbox: Mailbox) -> None:
    alert = change(report(OPT_OUT, diff=long_rendering(3_000)))
    send(alert, Target("desk", webhook.url))
    send(alert, Target("post", mailbox.url))
    (post,), (mail,) = webhook.posts, mailbox.mails
    assert 30_000 < len(post["message"]) <= 32_768
    assert "The whole comparison is attached." in post["message"]
    (attached,) = post["attachments"]
    assert attached["filename"] == "heron-change-7.txt"
    assert b64decode(attached["base64"]).decode() == alert.reports[0].diff.text + "\n"
    assert len(part(mail, "html")) <= 32_768
    (file,) = mail.iter_attachments()
    assert file.get_filename() == "heron-change-7.html"
    assert "passage 2999 says" in file.get_content()


def test_a_comparison_that_fits_is_not_attached(webhook: Webhook, mailbox: Mailbox) -> None:
    send(change(report(OPT_OUT)), Target("desk", webhook.url))
    send(change(report(OPT_OUT)), Target("post", mailbox.url))
    assert webhook.posts[0]["attachments"] == []
    assert [*mailbox.mails[0].iter_attachments()] == []


def test_a_mails_plain_twin_reads_in_the_order_of_the_page(mailbox: Mailbox) -> None:
    told = report(WIDER, edits=(WIDER_WORDS,), before_id=3)
    send(change(told), Target("desk", mailbox.url), now=AFTER)
    twin = part(mailbox.mails[0], "plain")
    assert "\n\n\n" not in twin.replace("\r", "")
    lines = [line for line in twin.split("\n") if line.strip()]
    assert lines == [
        "Heron will train AI on more of your data from 1 June 2031 — on by default",
        "Heron · Privacy Policy",
        "→ Refuse: Settings > Privacy > AI, before 1 June 2031: 27 days left",
        "Data: posts, photos",
        "Not used: private messages",
        "Legal basis: legitimate interest",
        "Regions: EU, UK",
        "Before",
        "> We use [-public-] posts to teach models.",
        "Now",
        "> We use {+all+} posts to teach models.",
        "Page: https://heron.example/privacy",
        "Our comparison: terms-monitor diff 7",
        "Version before: terms-monitor show 'heron/Privacy Policy' --version 3",
        "Changed between 4 May 2031, 09:30 UTC and 5 May 2031, 09:30 UTC · We are sure of it.",
        "The whole change",
        "{+one more line+}",
    ]


def test_mails_of_a_service_are_a_list_and_those_of_a_document_a_thread(mailbox: Mailbox) -> None:
    send(change(report(OPT_OUT)), Target("desk", mailbox.url))
    send(change(report()), Target("desk", mailbox.url))
    send(change(report(OPT_OUT, terms_type="Terms")), Target("desk", mailbox.url))
    first, second, other = mailbox.mails
    assert first["list-id"] == second["list-id"] == other["list-id"] == "<heron.terms-monitor.invalid>"
    assert first["references"] == second["references"] != other["references"]
    assert first["auto-submitted"] == "auto-generated"


def test_a_mail_about_many_documents_with_long_names_has_no_line_that_a_mail_server_refuses(mailbox: Mailbox) -> None:
    reports = [
        report(service=Service("h" * 80, "Heron"), terms_type=f"{number:02} {'Terms' * 15} ") for number in range(40)
    ]
    send(change(*reports), Target("desk", mailbox.url))
    (mail,) = mailbox.mails
    assert len(mail["references"].split()) == THREADS


def test_a_header_of_the_address_stays(mailbox: Mailbox) -> None:
    send(change(report(OPT_OUT)), Target("desk", f"{mailbox.url}&+List-Id=<mine.example>"))
    assert mailbox.mails[0]["list-id"] == "<mine.example>"


def test_a_target_is_told_in_its_language_and_time_zone(webhook: Webhook) -> None:
    send(change(report(OPT_OUT)), Target("desk", webhook.url, language="de", time_zone="Asia/Tokyo"), now=AFTER)
    assert "noch 27 Tage" in webhook.posts[0]["message"]
    assert "18:30" in webhook.posts[0]["message"]


def test_what_would_be_sent_can_be_seen(webhook: Webhook) -> None:
    message, form = preview(change(report(OPT_OUT)), Target("desk", webhook.url), now=AFTER)
    assert (message.title, form) == (TITLE, "text")
    assert webhook.posts == []
    with pytest.raises(AlertError):
        preview(trial(), Target("desk", "slack://nest-egg"))


def test_a_first_look_and_a_trial_arrive_too(webhook: Webhook) -> None:
    first = report(OPT_OUT, kind=ChangeKind.FIRST, severity=Severity.NONE)
    send(baseline(first, first), Target("desk", webhook.url))
    send(trial(), Target("desk", webhook.url))
    assert [post["title"] for post in webhook.posts] == [
        "Terms monitor: 2 of 2 documents speak of AI training",
        "Terms monitor: trial message",
    ]
    assert {post["type"] for post in webhook.posts} == {"info"}


@pytest.mark.parametrize(
    ("alert", "sign"),
    [
        (reminder(due(3)), "warning"),
        (trouble(), "warning"),
        (trouble(TroubleKind.READABLE), "info"),
        (digest(report()), "info"),
        (digest(report(OPT_OUT)), "warning"),
    ],
)
def test_what_is_grave_is_sent_as_a_warning(webhook: Webhook, alert: Alert, sign: str) -> None:
    send(alert, Target("desk", webhook.url))
    assert webhook.posts[0]["type"] == sign


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
