from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from pages import SENTENCE, pdf, policy, reading, snapshot

from monitor.extract import extract, judge
from monitor.extract.signatures import (
    KINDS,
    POLICY,
    SIGNATURES,
    TYPES,
    Signature,
    document_type,
    document_types,
    read,
    speaks_of_policy,
    supposes,
)
from monitor.records import Reading, Standing

LONG = " ".join(f"{SENTENCE} Rule {number}." for number in range(20))


def kind(text: str, title: str | None = None, body: bytes = b"", **where: str | int) -> str:
    return judge([(snapshot(body, **where), reading(text, title))]).kind  # type: ignore[arg-type] # forwards keywords


@pytest.mark.parametrize("signature", SIGNATURES, ids=lambda signature: signature.kind)
def test_every_title_counts(signature: Signature) -> None:
    assert all(signature.is_titled(title) for title in signature.titles)
    assert all(signature.is_titled(f"{title.title()} - Site") for title in signature.titles if title.isascii())
    assert all(signature.is_titled(title) for title in signature.whole)
    assert not any(signature.is_titled(f"{title} of bees") for title in signature.whole)
    assert not signature.is_titled("Privacy Policy")


@pytest.mark.parametrize("signature", SIGNATURES, ids=lambda signature: signature.kind)
def test_every_phrase_counts_on_a_short_page(signature: Signature) -> None:
    for phrase in signature.phrases:
        assert signature.says(phrase)
        assert judge([(snapshot(), reading(f"Club\n\n{phrase}"))]).standing is Standing.REFUSED


@pytest.mark.parametrize(
    ("kind", "words"),
    [(kind, saying["words"]) for name, kind in KINDS.items() for saying in read(name).get("sayings", [])],
)
def test_every_word_of_a_saying_counts_with_those_of_the_other_lists(kind: str, words: list[list[str]]) -> None:
    signature = next(signature for signature in SIGNATURES if signature.kind == kind)
    firsts = [some[0] for some in words]
    for at, some in enumerate(words):
        assert not signature.implies(firsts[at - 1] if len(words) == 2 else "")
        for word in some:
            sentence = " ".join(word if place == at else first for place, first in enumerate(firsts))
            assert signature.implies(sentence), sentence
            assert judge([(snapshot(), reading(f"Club\n\n{sentence}"))]).standing is Standing.REFUSED, sentence


@pytest.mark.parametrize(("part", "speaks"), [("words", speaks_of_policy), ("cases", supposes)])
def test_every_word_of_policy_is_known(part: str, speaks: Callable[[str], bool]) -> None:
    assert all(speaks(f"so {word}") for words in POLICY[part].values() for word in words)
    assert not speaks("this page is gone.")


@pytest.mark.parametrize("signature", SIGNATURES, ids=lambda signature: signature.kind)
def test_every_piece_of_markup_counts_on_a_page_with_little_text(signature: Signature) -> None:
    for piece in signature.markup:
        assert signature.is_built(b"<p " + piece + b">")
        assert kind("Some few words that say nothing much.", body=b"<p " + piece + b">") == signature.kind


@pytest.mark.parametrize("signature", SIGNATURES, ids=lambda signature: signature.kind)
def test_every_piece_of_a_wall_counts_before_a_title(signature: Signature) -> None:
    for piece in signature.walls:
        assert kind("Some few words.", "Access denied", body=b"<p " + piece.upper() + b">") == signature.kind


@pytest.mark.parametrize("signature", SIGNATURES, ids=lambda signature: signature.kind)
def test_no_signature_counts_on_a_long_text(signature: Signature) -> None:
    said = ". ".join(signature.phrases)
    assert kind(f"# Club\n\n{LONG}\n\n{said}", signature.titles[0], b" ".join(signature.markup + signature.walls)) == ""


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ("# Just a moment...\n\nPlease wait.", "Just a moment...", "challenge"),
        ("Zugriff verweigert\n\nReferenz 1.2.3", "Zugriff verweigert", "access denied"),
        ("# Oops\n\nLa page que vous recherchez n'existe plus.", "Club", "soft 404"),
        ("Melden Sie sich an\n\nE-Mail\n\nPasswort vergessen?", "Club", "login wall"),
        ("We use cookies.\n\nReject all\n\nAccept all", "Privacy", "consent"),
        ("We’ll be back soon. The club is down for maintenance.", "Club", "maintenance"),
        ("You need to enable JavaScript to run this app.", "Club", "javascript shell"),
        ("", "Privacy Policy", "empty"),
    ],
)
def test_pages_that_stand_in_for_a_document_are_refused(text: str, title: str, expected: str) -> None:
    assert kind(text, title) == expected


def test_a_page_of_scripts_without_text_is_a_shell() -> None:
    assert kind("", "Club", b"<div id=root></div><SCRIPT src=a.js></SCRIPT>") == "javascript shell"


def test_a_path_to_a_login_is_a_login_wall() -> None:
    assert kind("Some few words " * 10, "Club", final_url="https://club.example/login?next=/privacy") == "login wall"
    assert kind(LONG, "Club", final_url="https://club.example/login?next=/privacy") == ""


@pytest.mark.parametrize("path", ["/", "", "/en", "/de-de/", "/home", "/fr/index.html"])
def test_a_redirect_to_the_home_page_is_refused(path: str) -> None:
    assert kind(LONG, "The club", final_url=f"https://club.example{path}") == "home page"
    assert kind(LONG, "Privacy of the club", final_url=f"https://club.example{path}") == ""


def test_a_home_page_that_repeats_its_title_is_no_document() -> None:
    assert kind(f"# The club\n\n{LONG}", "The club", final_url="https://club.example/") == "home page"
    assert kind(f"# The club\n\n{LONG}", "The club", final_url="https://other.example/") == "home page"


def test_a_document_asked_for_at_a_root_is_no_redirect() -> None:
    assert kind(LONG, "The club", url="https://rules.example/", final_url="https://rules.example/en/") == ""


@pytest.mark.parametrize(
    ("status", "expected"),
    [(404, "soft 404"), (410, "soft 404"), (401, "login wall"), (403, "access denied"), (429, "challenge"),
     (451, "access denied"), (500, "maintenance"), (503, "maintenance")],
)  # fmt: skip
def test_an_error_status_is_refused_whatever_the_page_says(status: int, expected: str) -> None:
    assert kind(LONG, "Privacy", status=status) == expected


@pytest.mark.parametrize(
    ("status", "expected"), [(403, "challenge"), (405, "challenge"), (503, "challenge"), (404, "soft 404")]
)
def test_a_wall_is_known_behind_an_error_status(status: int, expected: str) -> None:
    assert kind("", body=b"<script>window._cf_chl_opt={}</script>", status=status) == expected


def test_a_rendered_page_is_no_shell() -> None:
    page = replace(snapshot(b"<div id=root></div><script src=a.js></script>"), rendered=True)
    assert judge([(page, reading("Loading..."))]).kind == "empty"


def test_a_pdf_without_its_end_is_truncated() -> None:
    whole = pdf(["Privacy Policy", SENTENCE])
    assert kind(LONG, body=whole) == ""
    assert kind(LONG, body=whole[: len(whole) // 2]) == "truncated"


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("<p>More <a href=/x", "truncated"), ("<p>More</", "truncated"), ("<script>var a = 1;", "truncated"),
        ("<style>p {", "truncated"), ("<p>More", ""), ("<p>4 < 5", ""), ("</body><script>var a", ""),
        ("<script>var a = 1;</script>", ""), ("</html><!-- cached", ""),
    ],
)  # fmt: skip
def test_a_page_is_cut_only_where_its_source_surely_goes_on(end: str, expected: str) -> None:
    assert kind(LONG, body=b"<html><body><p>" + LONG.encode() + end.encode()) == expected


def test_an_error_page_among_many_menus_is_told_by_its_first_lines() -> None:
    menus = "\n\n".join(f"More about garden number {number} and its beds" for number in range(60))
    error = "# This page isn't available\n\nAn unexpected error has occurred."
    assert kind(f"Skip to main content\n\n{error}\n\n{menus}") == "soft 404"
    assert kind(f"# Error Policy\n\n{error}\n\n{menus}") == ""


@pytest.mark.parametrize(
    "text",
    [
        "# Privacy Policy\n\nWe show a captcha to sort people from robots. It keeps no data. Write to the club.",
        "# Terms\n\nMembers log in with their number. If access denied is shown, the fee was not paid for this year.",
        "# Cookie Policy\n\nChoose Accept all to agree to every cookie. We keep your choice for a year and ask again.",
        "# Terms\n\nThe site may be temporarily unavailable. Nobody is paid for that, and no fee is returned.",
        "# Confidentialité\n\nLe club garde les cartes de tous ses amis; pour les lire, veuillez activer JavaScript.",
        "# Impressum\n\nGartenverein e.V., Am Ufer 3, 12345 Neustadt. Vorstand: A. Beispiel. Post wie oben.",
    ],
)
def test_short_and_odd_documents_are_documents(text: str) -> None:
    assert kind(text) == ""


def test_a_real_page_is_a_document() -> None:
    raw = policy()
    assert judge([(snapshot(raw), extract(raw, "text/html"))]).standing is Standing.DOCUMENT


def test_one_page_refused_refuses_a_document_of_several() -> None:
    verdict = judge([(snapshot(), reading(LONG)), (snapshot(), reading("404", "404"))])
    assert (verdict.standing, verdict.kind) == (Standing.REFUSED, "soft 404")
    assert "404" in verdict.reason


FRENCH = "Le club garde les lettres de ses membres pour une année, et les rend avec les photos au mois de mai. " * 20
OTHER = " ".join(f"Whoever borrows vehicle{n} returns bicycle{n} towards evening{n}." for n in range(60))


@pytest.mark.parametrize(
    ("now", "previous", "expected"),
    [
        (reading(LONG[: len(LONG) // 5]), reading(LONG), "lost text"),
        (reading(LONG), reading(FRENCH, language="fr"), "language changed"),
        (reading(OTHER), reading(LONG), "other document"),
        (
            reading("日本の会員規則。" * 60, language="ja"),
            reading("天地玄黄宇宙洪荒" * 60, language="ja"),
            "other document",
        ),
        (reading(LONG[: len(LONG) // 2]), reading(LONG), ""),
        (reading(LONG), reading(SENTENCE), ""),
        (reading(LONG), reading(LONG + " " + OTHER), ""),
        (reading(LONG, language=None), reading(LONG), ""),
    ],
)
def test_a_text_is_held_against_the_one_before(now: Reading, previous: Reading, expected: str) -> None:
    verdict = judge([(snapshot(), now)], previous)
    assert (verdict.kind, verdict.standing is Standing.SUSPICIOUS) == (expected, bool(expected))


@pytest.mark.parametrize(
    ("end", "rest", "expected"),
    [
        ("", "", "truncated"),  # within a word
        (" lake.", "", "lost end"),
        (" lake.", "</body></html>", ""),
        (" lake. And of boats.", "", ""),
    ],
)
def test_a_text_without_its_end_is_no_document_where_the_page_does_not_say_that_it_is_whole(
    end: str, rest: str, expected: str
) -> None:
    before = reading(f"{LONG} It tells of the lake. It tells of the river, and where boats may be left.")
    now = reading(f"{LONG} It tells of the{end or ' lak'}")
    page = snapshot(f"<html><body><p>{now.text}{rest}".encode())
    assert judge([(page, now)], before).kind == expected


def test_a_text_that_lost_nearly_all_with_its_end_has_lost_its_text_for_which_a_browser_may_help() -> None:
    now = reading(SENTENCE)
    page = snapshot(f"<html><body><p>{now.text}".encode())
    assert judge([(page, now)], reading(LONG)).kind == "lost text"


@pytest.mark.parametrize(
    ("language", "declared", "expected"),
    [
        ("en", "de", "other language"),
        ("en", "de-CH", "other language"),
        ("de", "de-CH", ""),
        ("en", None, ""),
        ("en", "eu", ""),  # which is not told from others
        (None, "de", ""),
    ],
)
def test_a_first_text_is_held_against_the_language_declared(
    language: str | None, declared: str | None, expected: str
) -> None:
    verdict = judge([(snapshot(), reading(LONG, language=language))], language=declared)
    assert (verdict.kind, verdict.standing is Standing.SUSPICIOUS) == (expected, bool(expected))
    assert judge([(snapshot(), reading(SENTENCE, language=language))], language=declared).kind == ""


@pytest.mark.parametrize("name", TYPES)
def test_every_name_of_a_document_is_known(name: str) -> None:
    assert all(document_type(word.replace("-", "garten", 1) if word[0] == "-" else word) for word in TYPES[name])


def test_a_name_that_tells_more_goes_first() -> None:
    assert document_type("Our policy on privacy") == "privacy"
    assert document_type("Notice") == "other"
    assert document_type("Just a moment") is None
    assert document_types("Terms and Privacy") == {"terms", "privacy"}
