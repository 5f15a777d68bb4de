import re

import pytest
from browsing import PROSE, needs_browser, rendered, said, shell
from servers import Reply, Request, Site

from monitor.fetch import Fetcher

pytestmark = [needs_browser, pytest.mark.asyncio(loop_scope="session")]

PARTS = tuple(f"Part {number} says what we do with the data of kind {number} that you give us." for number in range(5))

ASK = "const ask = (part, into) => fetch('/part/' + part).then(a => a.text()).then(text => into(text));"
FIVE = "[0, 1, 2, 3, 4]"
PRESSED = (
    "document.querySelectorAll('[data-part]').forEach(one => one.onclick = () => "
    "ask(one.dataset.part, text => document.getElementById('p' + one.dataset.part).innerHTML = text));"
)


def folded(button: str) -> str:
    """A page of five parts, each asked for when this button before it is pressed."""
    parts = "".join(f"<div>{button.format(part)}<div id=p{part}></div></div>" for part in range(5))
    return shell(ASK + PRESSED, f"<p>{PROSE}</p>{parts}")


@pytest.fixture(autouse=True)
def parts(site: Site) -> None:
    for number, part in enumerate(PARTS):
        site[f"/part/{number}"] = Reply(f"<p>{part}</p>")


WHOLE = {
    "each part asked for when it is seen": shell(
        f"{ASK} const watch = new IntersectionObserver(seen => seen.forEach(({{isIntersecting, target}}) => {{"
        "if (isIntersecting) { watch.unobserve(target);"
        "ask(target.dataset.part, text => target.innerHTML = text) } }));"
        "document.querySelectorAll('section').forEach(section => watch.observe(section))",
        f"<p>{PROSE}</p>"
        + "".join(f"<section data-part={part} style='min-height:1500px'></section>" for part in range(5)),
    ),
    "one part more whenever the end is seen": shell(
        f"{ASK} let part = 0; const list = document.querySelector('main');"
        "const more = () => part < 5 && ask(part++, text => list.insertAdjacentHTML('beforeend', "
        "`<section style='min-height:1500px'>${text}</section>`)); more();"
        "new IntersectionObserver(seen => seen[0].isIntersecting && more()).observe(document.querySelector('hr'))",
        f"<p>{PROSE}</p><main></main><hr>",
    ),
    "one part more whenever a box in the page is at its end": shell(
        f"{ASK} let part = 0; const list = document.querySelector('main');"
        "const more = () => part < 5 && ask(part++, text => list.insertAdjacentHTML('beforeend', "
        "`<section style='min-height:1500px'>${text}</section>`)); more();"
        "list.onscroll = () => list.scrollTop + list.clientHeight > list.scrollHeight - 50 && more()",
        f"<p>{PROSE}</p><main style='height:90vh;overflow:auto;scroll-behavior:smooth'></main>",
    ),
    "buttons that name no part": folded("<button aria-expanded=false data-part={0}>Part {0}</button>"),
    "elements that play a button": folded("<div role=button aria-expanded=false data-part={0}>Part {0}</div>"),
    "links to a place in the page": folded("<a href='#p{0}' aria-expanded=false data-part={0}>Part {0}</a>"),
    "buttons in the header of a part": folded(
        "<section><header><button aria-expanded=false data-part={0}>Part {0}</button></header></section>"
    ),
    "buttons in a shadow tree": shell(
        f"{ASK} customElements.define('one-part', class extends HTMLElement {{ connectedCallback() {{"
        "const root = this.attachShadow({mode: 'closed'});"
        "root.innerHTML = '<button aria-expanded=false>More</button><div></div>'; root.firstChild.onclick = () => "
        "ask(this.dataset.part, text => root.lastChild.innerHTML = text) } })",
        f"<p>{PROSE}</p>" + "".join(f"<one-part data-part={part}></one-part>" for part in range(5)),
    ),
    "a fold within a fold": shell(
        f"{ASK} const add = (part, into) => part < 5 && ask(part, text => {{ into.innerHTML = text + "
        "'<button aria-expanded=false>More</button><div></div>'; into.querySelector('button').onclick = () => "
        "add(part + 1, into.querySelector('div')) }); add(0, document.querySelector('main'))",
        f"<p>{PROSE}</p><main></main>",
    ),
}


@pytest.mark.parametrize("page", WHOLE.values(), ids=WHOLE.keys())
async def test_every_part_is_read_of(site: Site, browser: Fetcher, page: str) -> None:
    got = said(await rendered(browser, site, page))
    assert [part for part in PARTS if f"<p>{part}</p>" not in got] == []


ONE_AT_A_TIME = {
    "that is emptied": shell(
        f"{ASK} document.querySelectorAll('button').forEach(one => one.onclick = () => {{"
        "document.querySelectorAll('.part').forEach(part => part.innerHTML = '');"
        "ask(one.dataset.part, text => one.nextElementSibling.innerHTML = text) })",
        f"<p>{PROSE}</p>"
        + "".join(
            f"<div><button aria-expanded=false data-part={part}>{part}.</button><div class=part></div></div>"
            for part in range(5)
        ),
    ),
    "that is taken away": shell(
        f"{ASK} document.querySelectorAll('button').forEach(one => one.onclick = () => {{"
        "document.querySelectorAll('.part').forEach(part => part.remove());"
        "ask(one.dataset.part, text => one.insertAdjacentHTML('afterend', `<div class=part>${text}</div>`)) })",
        f"<p>{PROSE}</p>"
        + "".join(f"<div><button aria-expanded=false data-part={part}>{part}.</button></div>" for part in range(5)),
    ),
    "whose list is drawn anew": shell(
        f"{ASK} const draw = (open, text) => {{ document.querySelector('main').innerHTML = {FIVE}.map(part => "
        "`<button aria-expanded=${part == open} data-part=${part}>${part}.</button>`"
        "+ (part == open ? text : '')).join('');"
        "document.querySelectorAll('button').forEach(one => one.onclick = () => "
        "ask(one.dataset.part, text => draw(one.dataset.part, text))) }; draw()",
        f"<p>{PROSE}</p><main></main>",
    ),
}


@pytest.mark.parametrize("page", ONE_AT_A_TIME.values(), ids=ONE_AT_A_TIME.keys())
async def test_what_opening_one_part_closes_is_kept_once_and_in_its_place(
    site: Site, browser: Fetcher, page: str
) -> None:
    got = said(await rendered(browser, site, page)).partition("<script>")[0]
    assert [got.count(part) for part in PARTS] == [1] * 5


async def test_parts_that_were_kept_stand_after_their_buttons(site: Site, browser: Fetcher) -> None:
    got = said(await rendered(browser, site, ONE_AT_A_TIME["that is taken away"])).partition("<script>")[0]
    assert re.findall(r">(\d)\.</button><div class=\"part\"><p>Part (\d)", got) == [(str(n), str(n)) for n in range(5)]


LEFT = {
    "in a menu": "<nav>{}</nav>",
    "in the page's header": "<header>{}</header>",
    "in a dialog": "<div role=dialog>{}</div>",
    "in a bar that floats": "<div style='position:fixed;bottom:0'>{}</div>",
}


@pytest.mark.parametrize("place", LEFT.values(), ids=LEFT.keys())
async def test_no_button_is_pressed(site: Site, browser: Fetcher, place: str) -> None:
    button = place.format("<button aria-expanded=false data-part=0>More</button>")
    await rendered(browser, site, shell(ASK + PRESSED, f"{button}<p id=p0>{PROSE}</p>"))
    assert [request.path for request in site.log] == ["/terms"]


@pytest.mark.parametrize(
    "control",
    [
        "<a href=/elsewhere aria-expanded=false>More</a>",
        "<button aria-expanded=false aria-haspopup=listbox onclick='location = `/elsewhere`'>More</button>",
        "<button aria-expanded=false onclick='location = `/elsewhere`'>More</button>",
        "<button aria-expanded=false onclick='window.open(`/elsewhere`)'>More</button>",
    ],
)
async def test_no_button_leads_away(site: Site, browser: Fetcher, control: str) -> None:
    site["/elsewhere"] = Reply("<p>Something else.</p>")
    got = await rendered(browser, site, f"<main><p>{PROSE}</p>{control}</main>")
    assert PROSE.strip() in said(got)
    assert got.final_url == site.url("/terms")
    assert [request.path for request in site.log] == ["/terms"]


async def test_a_page_without_end_is_read_as_far_as_is_worth_it(site: Site, browser: Fetcher) -> None:
    page = shell(
        "const more = () => list.insertAdjacentHTML('beforeend', `<p style='height:1500px'>${part++}</p>`);"
        "let part = 0; const list = document.querySelector('main'); more(); onscroll = more",
        f"<p>{PROSE}</p><main></main>",
    )
    got = said(await rendered(browser, site, page))
    assert PROSE.strip() in got
    assert got.count("1500px") > 20


async def test_a_text_that_never_rests_is_read(site: Site, hasty_browser: Fetcher) -> None:
    page = shell("setInterval(() => document.querySelector('b').append('.'), 50)", f"<p>{PROSE}</p><b></b>")
    assert PROSE.strip() in said(await rendered(hasty_browser, site, page))


async def test_a_request_without_an_answer_holds_nothing_up_for_long(site: Site, hasty_browser: Fetcher) -> None:
    def silent(request: Request) -> Reply:
        return Reply("", stall=600)

    site["/silence"] = silent
    page = shell("fetch('/silence')", f"<p>{PROSE}</p>")
    assert PROSE.strip() in said(await rendered(hasty_browser, site, page))
