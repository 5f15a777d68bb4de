import asyncio
import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from browsing import PROSE, needs_browser, rendered, said, shell
from servers import Reply, Request, Site

from monitor.errors import FetchError
from monitor.fetch import Fetcher

pytestmark = [needs_browser, pytest.mark.asyncio(loop_scope="session")]

Open = Callable[..., Fetcher]


BUILT = {
    "by a script": shell(f"document.body.append({PROSE!r})"),
    "after a while": shell(f"setTimeout(() => document.body.append({PROSE!r}), 1500)"),
    "with data that it asks for": shell(
        "fetch('/data').then(answer => answer.text()).then(text => document.body.append(text))"
    ),
    "when it is scrolled to": shell(
        "new IntersectionObserver((seen, watch) => { if (seen[0].isIntersecting) { watch.disconnect();"
        f"document.body.append({PROSE!r}) }} }}).observe(document.getElementById('end'))",
        "<p>The terms.</p><div style='height: 6000px'></div><div id=end>.</div>",
    ),
    "when a button opens it": shell(
        f"document.querySelector('button').onclick = () => document.getElementById('part').append({PROSE!r})",
        "<main><p>The terms.</p><button aria-expanded=false aria-controls=part>More</button><div id=part></div></main>",
    ),
    "in a shadow tree": shell(
        "const host = document.getElementById('host').attachShadow({mode: 'open'});"
        "host.innerHTML = '<inner-part></inner-part>';"
        f"host.firstChild.attachShadow({{mode: 'open'}}).innerHTML = {PROSE!r}",
        "<div id=host></div>",
    ),
    "in a closed shadow tree": shell(
        f"document.getElementById('host').attachShadow({{mode: 'closed'}}).innerHTML = {PROSE!r}", "<div id=host></div>"
    ),
    "in a frame": shell("", "<iframe src=/frame></iframe>"),
}


@pytest.mark.parametrize("page", BUILT.values(), ids=BUILT.keys())
async def test_text_is_read_that_a_page_shows(site: Site, browser: Fetcher, page: str) -> None:
    site["/data"] = Reply(PROSE, headers={"Content-Type": "text/plain"})
    site["/frame"] = Reply(f"<p>{PROSE}</p>")
    got = await rendered(browser, site, page)
    assert PROSE.strip() in said(got)
    assert got.rendered
    assert got.media_type == "text/html; charset=utf-8"
    assert got.status == 200


async def test_pictures_fonts_and_films_are_not_asked_for(site: Site, browser: Fetcher) -> None:
    font = "<style>@font-face{font-family:x;src:url(/c.woff)} p{font-family:x}</style>"
    heavy = f"<img src=/a.png><video src=/b.mp4></video>{font}"
    await rendered(browser, site, shell("", f"{heavy}<p>{PROSE}</p>"))
    assert {request.path for request in site.log} == {"/terms"}


async def test_headers_language_and_cookies_are_those_declared_and_forgotten_afterwards(
    site: Site, browser: Fetcher
) -> None:
    headers = {"Accept-Language": "de-CH", "X-Reader": "yes"}
    site["/other"] = Reply(f"<p>{PROSE}")
    await rendered(
        browser,
        site,
        f"<p>{PROSE}<script>document.cookie = 'seen=1'</script>",
        headers=headers,
        cookies={"region": "CH"},
    )
    await browser.render(site.url("/other"))
    first, second = (request.headers for request in site.log)
    assert first["accept-language"].startswith("de-CH")
    assert first["x-reader"] == "yes"
    assert first["cookie"] == "region=CH"
    assert "Headless" not in first["user-agent"]
    assert "cookie" not in second
    assert "x-reader" not in second


async def test_declared_headers_go_to_no_other_origin(site: Site, browser: Fetcher) -> None:
    with Site() as other:
        other["/data"] = Reply(PROSE, headers={"Access-Control-Allow-Origin": "*"})
        page = shell(f"fetch('{other.url('/data')}').then(a => a.text()).then(text => document.body.append(text))")
        await rendered(browser, site, page, headers={"X-Secret": "1"})
        assert [request.headers.get("x-secret") for request in other.log] == [None]


async def test_a_redirect_is_followed_to_its_end(site: Site, browser: Fetcher) -> None:
    site["/end"] = Reply(f"<p>{PROSE}")
    got = await rendered(browser, site, Reply(status=302, headers={"Location": "/end"}))
    assert got.final_url == site.url("/end")


async def test_a_challenge_that_lets_the_browser_pass_is_waited_for(site: Site, browser: Fetcher) -> None:
    def guard(request: Request) -> Reply:
        if "passed=1" in request.headers.get("cookie", ""):
            return Reply(f"<p>{PROSE}")
        wait = "setTimeout(() => { document.cookie = 'passed=1'; location.reload() }, 700)"
        return Reply(shell(wait, "Checking your browser"), status=403)

    site["/terms"] = guard
    got = await browser.render(site.url("/terms"))
    assert got.status == 200
    assert PROSE.strip() in said(got)


@pytest.mark.parametrize("status", [403, 404, 500])
async def test_an_error_is_no_page(site: Site, hasty_browser: Fetcher, status: int) -> None:
    with pytest.raises(FetchError) as caught:
        await rendered(hasty_browser, site, Reply(f"<p>{PROSE}", status=status))
    assert (caught.value.kind, caught.value.status) == ("http status", status)


async def test_private_addresses_are_refused_to_the_page_and_to_whatever_it_asks_for(
    site: Site, open_fetcher: Open
) -> None:
    async with open_fetcher(allow_private_networks=False, timeout=5) as browser:
        for address in (site.url("/terms"), f"http://inside.test:{site.port}/terms"):
            with pytest.raises(FetchError) as caught:
                await browser.render(address)
            assert caught.value.kind == "refused address"
    assert site.log == []


# Everything that a page may try, at a machine of its reader's and at the reader's own files.
ATTEMPTS = """
const here = '127.0.0.1:PORT';
for (const tag of ['img', 'iframe', 'script', 'embed']) {
  const part = document.createElement(tag); part.src = `http://${here}/secret`; document.body.append(part);
  const file = document.createElement(tag); file.src = 'file:///etc/passwd'; document.body.append(file);
}
for (const rel of ['dns-prefetch', 'preconnect', 'prefetch', 'stylesheet', 'manifest', 'icon']) {
  const link = document.createElement('link'); link.rel = rel; link.href = `http://${here}/secret`;
  document.head.append(link);
}
fetch(`http://${here}/secret`, {mode: 'no-cors'}).catch(() => 0);
fetch('http://169.254.169.254/latest/meta-data').catch(() => 0);
navigator.sendBeacon(`http://${here}/secret`);
new WebSocket(`ws://${here}/secret`);
new EventSource(`http://${here}/secret`);
window.open(`http://${here}/secret`);
const peer = new RTCPeerConnection({iceServers: [{urls: `stun:${here}`}]});
peer.createDataChannel(''); peer.createOffer().then(offer => peer.setLocalDescription(offer));
navigator.serviceWorker?.register('/worker.js').catch(() => 0);
"""


async def test_nothing_on_this_machine_or_beside_it_is_reached_from_a_page(site: Site, open_fetcher: Open) -> None:
    """The page comes through a declared proxy, the one thing in a private network that is asked for anything."""
    page = shell(ATTEMPTS.replace("PORT", str(site.port)), f"<p>{PROSE}</p><iframe src='file:///etc/passwd'></iframe>")
    site["http://far.test/terms"] = Reply(page)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", site.port))
        udp.setblocking(False)  # noqa: FBT003
        async with open_fetcher(allow_private_networks=False, timeout=10, deadline=60) as browser:
            got = await browser.render("http://far.test/terms", proxy=f"http://127.0.0.1:{site.port}")
        with pytest.raises(BlockingIOError):
            udp.recv(1)
    assert PROSE.strip() in said(got)
    assert "root:" not in said(got)
    asked = {request.path for request in site.log}
    assert not {path for path in asked if not path.startswith("http://far.test/")}


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_page_that_leads_to_this_machine_is_not_read_and_the_machine_is_not_asked(
    site: Site, open_fetcher: Open, scheme: str
) -> None:
    secret = f"{scheme}://127.0.0.1:{site.port}/secret"
    site["http://far.test/terms"] = Reply(shell(f"location = '{secret}'", f"<p>{PROSE}</p>"))
    async with open_fetcher(allow_private_networks=False, timeout=10, deadline=60) as browser:
        with pytest.raises(FetchError, match=r"127\.0\.0\.1 is an address of no public network"):
            await browser.render("http://far.test/terms", proxy=f"http://127.0.0.1:{site.port}")
    assert {request.path for request in site.log} == {"http://far.test/terms"}


async def test_a_page_that_leads_to_where_nothing_answers_is_no_page(site: Site, browser: Fetcher) -> None:
    with Site() as closed:
        address = f"https://127.0.0.1:{closed.port}/"
    with pytest.raises(FetchError) as caught:
        await rendered(browser, site, shell(f"location = '{address}'", f"<p>{PROSE}</p>"))
    assert caught.value.kind == "connect"


async def test_a_page_that_leads_to_an_error_is_no_page(site: Site, browser: Fetcher) -> None:
    site["/gone"] = Reply(f"<p>{PROSE}", status=404)
    with pytest.raises(FetchError) as caught:
        await rendered(browser, site, shell("location = '/gone'", f"<p>{PROSE}</p>"))
    assert (caught.value.kind, caught.value.status) == ("http status", 404)


async def test_a_page_that_never_yields_is_given_up_and_the_next_is_read(site: Site, open_fetcher: Open) -> None:
    async with open_fetcher(timeout=2, deadline=4) as browser:
        with pytest.raises(FetchError) as caught:
            await rendered(browser, site, shell("for (;;) {}"))
        assert caught.value.kind == "timeout"
        assert PROSE.strip() in said(await rendered(browser, site, f"<p>{PROSE}"))


Running = Callable[[], set[int]]


def left_in(folder: Path) -> list[Path]:
    """What browsers have left behind."""
    return list(folder.iterdir())


@pytest.fixture
def temporary(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of this test's own for what is temporary; a short path, for the sockets in it."""
    folder = tmp_path_factory.mktemp("t")
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.fixture
def running(temporary: Path) -> Running:
    """The browsers that run with a profile of this test's."""
    profile = f"--user-data-dir={temporary}/".encode()

    def running() -> set[int]:
        found = set()
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                command = (entry / "cmdline").read_bytes()
                if profile in command and b"--type=" not in command:
                    found.add(int(entry.name))
        return found

    return running


async def test_a_browser_that_dies_is_started_again_for_the_page_it_was_at_and_none_is_left_behind(
    site: Site, open_fetcher: Open, running: Running, temporary: Path
) -> None:
    killed: set[int] = set()

    def kill(request: Request) -> Reply:
        if not killed:
            killed.update(running())
            for process in killed:
                os.kill(process, signal.SIGKILL)
        return Reply(f"<p>{PROSE}")

    async with open_fetcher(timeout=5, deadline=10) as browser:
        site["/terms"] = kill
        assert PROSE.strip() in said(await browser.render(site.url("/terms")))
        assert len(killed) == 1
        for process in running():  # between two pages
            os.kill(process, signal.SIGKILL)
        assert PROSE.strip() in said(await rendered(browser, site, f"<p>{PROSE}"))
    assert running() == set()
    assert left_in(temporary) == []


async def test_a_page_that_kills_every_browser_is_tried_twice(site: Site, open_fetcher: Open, running: Running) -> None:
    def kill(request: Request) -> Reply:
        for process in running():
            os.kill(process, signal.SIGKILL)
        return Reply(f"<p>{PROSE}")

    site["/terms"] = kill
    async with open_fetcher(timeout=5, deadline=10) as browser:
        with pytest.raises(FetchError) as caught:
            await browser.render(site.url("/terms"))
    assert caught.value.kind == "browser"
    assert len(site.log) == 2


async def test_one_process_serves_all_pages_and_ends_by_force_when_it_does_not_answer(
    site: Site, open_fetcher: Open, running: Running, temporary: Path
) -> None:
    site["/other"] = Reply(f"<p>{PROSE}")
    async with open_fetcher(timeout=5, deadline=10) as browser:
        await asyncio.gather(rendered(browser, site, f"<p>{PROSE}"), browser.render(site.url("/other")))
        await browser.render(site.url("/other"))
        (process,) = running()
        os.kill(process, signal.SIGSTOP)
    assert running() == set()
    assert left_in(temporary) == []


NUISANCES = {
    "that speaks in dialogs": "alert('a'); confirm('b'); prompt('c'); onbeforeunload = () => 'stay';",
    "that opens windows": "open('/other'); open('/other', 'x', 'noopener'); document.querySelector('a').click();",
    "that sends files": "onload = () => setTimeout(() => { location = '/file' });",
    "that wants to work on without a window": "navigator.serviceWorker?.register('/other').catch(() => {});",
}


@pytest.mark.parametrize("script", NUISANCES.values(), ids=NUISANCES.keys())
async def test_a_page_is_read(site: Site, browser: Fetcher, script: str) -> None:
    site["/file"] = Reply("x", headers={"Content-Disposition": "attachment; filename=x.bin"})
    got = await rendered(browser, site, shell(script, f"<a href=/other target=_blank>Other</a><p>{PROSE}</p>"))
    assert PROSE.strip() in said(got)
    assert "/other" not in {request.path for request in site.log}


async def test_a_file_is_no_page_and_does_no_harm_to_the_browser(site: Site, browser: Fetcher) -> None:
    file = Reply("x", headers={"Content-Disposition": "attachment; filename=x.bin"})
    with pytest.raises(FetchError):
        await rendered(browser, site, file)
    assert PROSE.strip() in said(await rendered(browser, site, f"<p>{PROSE}"))


@pytest.mark.parametrize("program", ["/bin/false", "/bin/cat"])
async def test_a_program_that_is_no_browser_is_named_as_the_trouble(
    site: Site, open_fetcher: Open, program: str
) -> None:
    async with open_fetcher(browser_path=program, timeout=2) as fetcher:
        with pytest.raises(FetchError, match="Chromium does not start") as caught:
            await rendered(fetcher, site, f"<p>{PROSE}")
    assert caught.value.kind == "browser"


async def test_a_page_is_asked_for_through_the_declared_proxy(site: Site, browser: Fetcher) -> None:
    site["http://far.test/terms"] = Reply(f"<p>{PROSE}")
    got = await browser.render("http://far.test/terms", proxy=f"http://me:secret@127.0.0.1:{site.port}")
    assert PROSE.strip() in said(got)
    assert site.log[0].headers["proxy-authorization"] == "Basic bWU6c2VjcmV0"


async def test_without_a_browser_the_error_says_what_to_install(site: Site, open_fetcher: Open) -> None:
    async with open_fetcher(browser_path="/nowhere/chromium") as fetcher:
        assert not fetcher.can_render
        with pytest.raises(FetchError, match="pip install") as caught:
            await fetcher.render(site.url("/terms"))
    assert caught.value.kind == "no browser"
