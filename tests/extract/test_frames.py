from __future__ import annotations

import pytest
from pages import SENTENCE

from monitor.extract import extract

HTML = "text/html; charset=utf-8"
ROWS = "".join(f"<tr><td>Company {number} Ltd</td><td>Hosting</td><td>Ireland</td></tr>" for number in range(12))
LIST = f"<h1>Sub-processors</h1><table><tr><th>Name<th>Task<th>Place</tr>{ROWS}</table>"
COOKIES = "We and our partners would like to store cookies on your device to show you what fits your interests best. "


def text(body: str) -> str:
    return extract(f"<html><body>{body}</body></html>".encode(), HTML).text


def test_a_document_of_tables_is_not_drowned_by_a_dialog_that_says_more() -> None:
    dialog = f"""<div role="dialog" aria-label="Allow cookies on this browser?"><h2>Allow cookies?</h2>
    <p>{COOKIES * 9}</p><button>Allow</button><button>Refuse</button></div>"""
    assert text(LIST + dialog) == text(LIST)


def test_a_document_of_tables_is_not_drowned_by_the_foot_of_its_site() -> None:
    foot = f"<footer><p>Get our news. {SENTENCE}</p><p>{SENTENCE}</p><a href=/shop>Shop</a></footer>"
    assert text(f"<main>{LIST}</main>{foot}") == text(LIST)


def test_a_footer_that_holds_the_document_is_kept() -> None:
    document = f"<h1>Imprint</h1><p>{SENTENCE * 4}</p>"
    assert text(f"<p>Club</p><footer>{document}</footer>").endswith(text(document))


@pytest.mark.parametrize("name", ["toc-heading", "related-title", "breadcrumb-target"])
def test_a_heading_is_no_list_of_links_whatever_it_is_called(name: str) -> None:
    section = f'<div class="{name}"><h2>3. How we use data</h2></div><p>{SENTENCE * 3}</p>'
    assert "## 3. How we use data" in text(f"<h1>Privacy</h1><p>{SENTENCE * 3}</p>{section}")


def test_a_heading_with_its_links_is_a_list_of_links() -> None:
    links = "".join(f'<a href="/{number}">Article {number}</a> ' for number in range(3))
    related = f'<div class="related"><h2>Read also</h2>{links}</div>'
    assert "Read also" not in text(f"<h1>Privacy</h1><p>{SENTENCE * 3}</p>{related}")


def test_a_note_before_the_title_is_kept() -> None:
    note = "For how we use what you write to develop our models, and for your choices, see <a href=/ai>more</a>."
    document = f"<main><div><p>{note}</p><h1>Privacy</h1></div><p>{SENTENCE * 12}</p></main>"
    assert text(f"<header><a href=/>Club</a></header>{document}").startswith("For how we use what you write")


def test_the_slogans_of_a_menu_before_the_title_are_not() -> None:
    menu = "".join(f"<div><b>Product {n}</b><p>{SENTENCE}</p></div>" for n in range(4))
    assert text(f"<div>{menu}</div><h1>Privacy</h1><p>{SENTENCE * 60}</p>").startswith("# Privacy")


def test_a_consent_dialog_that_is_all_a_page_shows_is_no_document() -> None:
    asked = f"<div class=cky-preference-center><p>{COOKIES * 20}</p><button>Yes</button><button>No</button></div>"
    assert not text(asked)


def test_a_policy_kept_by_a_maker_of_consent_dialogs_is_a_document() -> None:
    assert text(f"<div class=termly-styles-root><p>{COOKIES * 20}</p></div>") == (COOKIES * 20).strip()


POLICY = f"<h1>Privacy</h1><p>{SENTENCE * 3}</p><h2>Data</h2><p>{SENTENCE * 3}</p>"
SHORT = "We do not train AI on it."


@pytest.mark.parametrize(
    "section",
    [
        '<h3>AI</h3><div class="body" hidden><ul><li>{}</li></ul></div>',
        '<h3>AI</h3><div style="display:none"><p>{}</p></div>',
        '<button aria-expanded="false">AI</button><div style="visibility:hidden"><p>{}</p></div>',
        '<dl><dt>AI</dt><dd aria-hidden="true">{}</dd></dl>',
        "<details><summary>AI</summary><p hidden>{}</p></details>",
        '<div hidden="until-found"><p>{}</p></div>',
    ],
)
def test_a_short_clause_that_unfolds_under_its_title_is_read(section: str) -> None:
    assert SHORT in text(f"<main>{POLICY}{section.format(SHORT)}</main>")


@pytest.mark.parametrize(
    "part",
    [
        "<section><header><h2>AI</h2><p>{}</p></header></section>",
        '<div class="alert alert-info" role="alert"><p>{}</p></div>',
        '<div class="share-data"><h3>With whom we share</h3><p>{}</p></div>',
        '<section class="advertising ads"><h2>Ads</h2><p>{}</p></section>',
        '<section id="cookies" class="cookies"><h2>Cookies</h2><p>{}</p><button>Settings</button></section>',
        "<aside><p>{}</p></aside>",
        "<form><p>{}</p><button>Object</button></form>",
        "<article><footer>{}</footer></article>",
    ],
)
def test_a_sentence_in_a_part_of_the_document_is_read_whatever_the_part_is_called(part: str) -> None:
    assert SHORT in text(f"<main>{POLICY}{part.format(SHORT)}</main>")


def test_a_list_of_names_under_a_heading_is_no_widget_without_anything_to_press() -> None:
    names = '<div class="share-data"><h3>With whom we share</h3><ul><li>Quill Ltd</li><li>Inkwell Inc</li></ul></div>'
    assert "Inkwell Inc" in text(f"<main>{POLICY}{names}</main>")


def test_a_sentence_cut_to_pieces_by_links_is_prose() -> None:
    cut = (
        "We use <a href=a>your posts</a>, <a href=b>your comments</a> and <a href=c>your votes</a> to train our own AI."
    )
    assert "to train our own AI." in text(f'<main>{POLICY}<div style="display:none"><p>{cut}</p></div></main>')


def test_a_sentence_of_characters_that_are_words_is_prose() -> None:
    clause = "我们使用您发布的内容训练人工智能模型。"
    assert clause in text(f'<main>{POLICY}<div style="display:none"><p>{clause}</p></div></main>')


@pytest.mark.parametrize(
    "names",
    [
        "id=usercentrics-root",
        "id=tarteaucitronRoot",
        "id=sp_message_container_12",
        'class="cookie-banner"',
        'class="gdpr-notice"',
        'class="cookie-consent-bar"',
    ],
)
def test_a_small_banner_is_left_out_even_if_its_buttons_are_links(names: str) -> None:
    banner = f"<div {names}><div><p>{COOKIES}</p><a href=#>OK</a></div></div>"
    assert text(POLICY + banner) == text(POLICY)


def test_a_dialog_with_a_title_is_left_out_for_what_it_says() -> None:
    dialog = f"""<div role="dialog" aria-modal="true"><h1>Your choices</h1><p>{COOKIES}</p>
    <button>Accept</button><button>Refuse</button></div>"""
    assert text(POLICY + dialog) == text(POLICY)


def test_a_link_to_nothing_opens_no_hidden_part() -> None:
    hidden = "<div hidden>Please wait until it is loaded</div>"
    assert text(f"<main>{POLICY}</main><a href=#>Menu</a>{hidden}") == text(f"<main>{POLICY}</main>")
    assert text(f"<p>Menu</p>{POLICY}<p>End. <a href=#>Top</a></p><p>x</p>{hidden}").endswith("x")
