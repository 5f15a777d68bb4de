from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.records import Page, Range, Schedule, Service, Settings

TERMS = '[services.example.terms."Privacy Policy"]\n'


def pages(settings: Settings) -> tuple[Page, ...]:
    return settings.declarations[-1].pages


def test_everything_that_is_said_of_a_service_and_a_document_arrives(load: Callable[..., Settings]) -> None:
    (declaration,) = load(
        """
        [services.my-example-2]
        name = "My Example"
        tags = ["social", "AI & art"]

        [services.my-example-2.terms."Privacy Policy"]
        fetch = "https://example.org/privacy?lang=en#top"
        select = "main"
        remove = [".share", "footer"]
        region = "EU"
        language = "en"
        headers = { Accept-Language = "en, de;q=0.5" }
        browser = false
        """
    ).declarations
    assert declaration.service == Service("my-example-2", "My Example", ("social", "AI & art"))
    assert declaration.pages == (Page("https://example.org/privacy?lang=en#top", ("main",), (".share", "footer")),)
    assert (declaration.region, declaration.language) == ("EU", "en")
    assert declaration.headers == {"Accept-Language": "en, de;q=0.5"}


def test_services_and_documents_keep_the_order_of_the_file(load: Callable[..., Settings]) -> None:
    settings = load(
        "".join(
            f'[services.{name}]\nterms."{kind}".fetch = "https://{name}.example/{number}"\n'
            for number, (name, kind) in enumerate([("zebra", "B"), ("ant", "A")])
        )
    )
    assert [declaration.key for declaration in settings.declarations] == ["zebra/B", "ant/A"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('{ startBefore = "#a", endBefore = "#b" }', Range(start_before="#a", end_before="#b")),
        ('{ start_after = "#a", end_after = "#b" }', Range(start_after="#a", end_after="#b")),
    ],
)
def test_a_range_is_read_in_either_spelling_alone_and_in_a_list(
    load: Callable[..., Settings], written: str, read: Range
) -> None:
    assert pages(load(TERMS + f'fetch = "https://example.org/"\nselect = {written}\n'))[0].select == (read,)
    both = load(TERMS + f'fetch = "https://example.org/"\nremove = ["nav", {written}]\n')
    assert pages(both)[0].remove == ("nav", read)


def test_pages_of_a_combination_take_the_selectors_of_the_document_unless_they_have_their_own(
    load: Callable[..., Settings],
) -> None:
    settings = load(
        TERMS
        + """
        select = "main"
        remove = "nav"
        combine = [
            { fetch = "https://example.org/1" },
            { fetch = "https://example.org/2", select = "#policy", remove = [] },
        ]
        """
    )
    assert pages(settings) == (
        Page("https://example.org/1", ("main",), ("nav",)),
        Page("https://example.org/2", ("#policy",), ()),
    )


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("", "fetch: it is missing"),
        ("fetch = 1", "fetch: expected text, found 1"),
        (
            'fetch = "https://a.example"\ncombine = [{ fetch = "https://b.example" }]',
            "combine: expected fetch or combine",
        ),
        ("combine = []", "combine: expected at least one page"),
        ('fetch = "https://a.example"\nlanguage = "English"', "language: expected a language of two small letters"),
        ('fetch = "https://a.example"\nlanguage = "en\\n"', "language: expected a language of two small letters"),
        ('fetch = "https://a.example"\nregion = " EU"', "region: expected 1 to 80 characters"),
        ('fetch = "https://a.example"\nselect = ""', 'select: expected a CSS selector, found ""'),
        ('fetch = "https://a.example"\nselect = 1', "select: expected a CSS selector, a range between two of them"),
        ('fetch = "https://a.example"\nselct = "main"', "selct: there is no such key (did you mean select?)"),
    ],
)
def test_a_mistake_in_a_document_is_told_with_its_table_and_key(
    refusal: Callable[..., str], lines: str, told: str
) -> None:
    assert refusal(TERMS + lines + "\n").startswith(f'sources.toml: [services.example.terms."Privacy Policy"]: {told}')


@pytest.mark.parametrize(
    ("range_", "told"),
    [
        ('startBefore = "a"', "expected one of startBefore and startAfter, and one of endBefore and endAfter"),
        ('startBefore = "a", startAfter = "b", endAfter = "c"', "expected one of startBefore and startAfter"),
        ('startBefore = "a", start_before = "b", endAfter = "c"', "expected each end of the range once"),
        ('startBefore = "a", endBefor = "b"', "end_befor: there is no such key (did you mean end_before?)"),
        ('startBefore = "a", endBefore = " "', 'end_before: expected a CSS selector, found " "'),
        ('startBefore = "a", endBefore = 1', "end_before: expected text, found 1"),
    ],
)
def test_a_range_without_exactly_one_start_and_one_end_is_refused(
    refusal: Callable[..., str], range_: str, told: str
) -> None:
    message = refusal(TERMS + f'fetch = "https://a.example"\nselect = {{ {range_} }}\n')
    assert f'[services.example.terms."Privacy Policy".select]: {told}' in message


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "source:file://x",
        "example.org/terms",
        "//example.org/",
        "https://",
        "https:///terms",
        "https://:443/",
        "https://example.org:port/",
        "https://example.org:99999/",
        "https://[::1/",
        "https://exa mple.org/",
        "https://example.org/a b",
        " https://example.org/",
        r"https://example.org\\@other.example/",
        r"https://example.org/\n",
        r"https://example.org/\u0000",
        r"https://example.org/\u202e",
        "https://exa%6dple.org/",
    ],
)
def test_an_address_that_is_not_plainly_http_with_a_host_is_refused(refusal: Callable[..., str], address: str) -> None:
    message = refusal(TERMS + f'fetch = "{address}"\n')
    assert message.startswith('sources.toml: [services.example.terms."Privacy Policy"]: fetch: expected ')
    assert "address" in message


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org",
        "HTTPS://example.org/Terms",
        "https://münchen.example/agb?a=b#c",
        "http://127.0.0.1:8080/",
        "https://[::1]:8443/",
        "https://example.org/@someone",
    ],
)
def test_an_address_of_http_with_a_host_is_taken_as_it_is_written(load: Callable[..., Settings], address: str) -> None:
    assert pages(load(TERMS + f'fetch = "{address}"\n'))[0].url == address


@pytest.mark.parametrize(
    "address", ["https://me:hunter2@example.org/", "https://me:hunter2@example.org:x/", "ftp://me:hunter2@example.org/"]
)
def test_an_address_with_a_password_is_refused_and_not_shown(refusal: Callable[..., str], address: str) -> None:
    assert "hunter2" not in refusal(TERMS + f'fetch = "{address}"\n')


def test_an_address_with_a_user_is_refused_with_the_way_to_do_it(refusal: Callable[..., str]) -> None:
    assert refusal(TERMS + 'fetch = "https://me@example.org/"\n').endswith("use headers")


def test_a_mistake_in_one_page_of_a_combination_is_told_with_its_number(refusal: Callable[..., str]) -> None:
    message = refusal(TERMS + 'combine = [{ fetch = "https://a.example" }, { fetch = "ftp://b.example" }]\n')
    assert '[services.example.terms."Privacy Policy".combine #2]: fetch: expected an http or https address' in message
    message = refusal(TERMS + 'combine = [{ fetch = "https://a.example" }, { select = "main" }]\n')
    assert "combine #2]: fetch: it is missing; expected text" in message
    assert "combine #1]: expected a table" in refusal(TERMS + 'combine = ["https://a.example"]\n')


def test_the_same_page_twice_in_a_combination_is_refused(refusal: Callable[..., str]) -> None:
    page = '{ fetch = "https://a.example" }'
    assert "combine #3]: it is the same page as number 1" in refusal(
        TERMS + f'combine = [{page}, {{ fetch = "https://b.example" }}, {page}]\n'
    )


def test_the_same_document_under_two_types_is_refused(
    refusal: Callable[..., str], load: Callable[..., Settings]
) -> None:
    first = '[services.a.terms.One]\nfetch = "https://a.example"\n'
    message = refusal(first + '[services.a.terms.Two]\nfetch = "https://a.example"\n')
    assert message.startswith(
        'sources.toml: [services.a.terms.Two]: it reads the same parts of the same addresses as "One"'
    )
    assert load(first + '[services.a.terms.Two]\nfetch = "https://a.example"\nselect = "#two"\n')
    assert load(first + '[services.b.terms.One]\nfetch = "https://a.example"\n')


def test_a_service_without_terms_is_refused(refusal: Callable[..., str]) -> None:
    assert refusal('[services.empty]\nname = "Empty"\n').startswith(
        'sources.toml: [services.empty]: it has no terms; declare one as [services.empty.terms."Privacy Policy"]'
    )


def test_a_document_that_is_only_an_address_is_refused(refusal: Callable[..., str]) -> None:
    message = refusal('[services.example.terms]\n"Privacy Policy" = "https://example.org/"\n')
    assert message == 'sources.toml: [services.example.terms."Privacy Policy"]: expected a table'
    assert refusal("services.example = [1]").endswith("[services.example]: expected a table, found a list")


@pytest.mark.parametrize("service_id", ["Example", "a_b", "-a", "a-", "é", "a/b", "a b", "x" * 81])
def test_an_id_that_is_no_slug_is_refused(refusal: Callable[..., str], service_id: str) -> None:
    assert "an ID holds lower case letters, digits and hyphens" in refusal(
        f'[services."{service_id}"]\nterms.A.fetch = "https://a.example"\n'
    )


@pytest.mark.parametrize("terms_type", ["", "a/b", "x" * 81, " a", r"a\tb", r"a\u202eb", r"a\nb"])
def test_a_type_that_cannot_be_part_of_a_key_is_refused(refusal: Callable[..., str], terms_type: str) -> None:
    assert refusal(f'[services.a.terms."{terms_type}"]\nfetch = "https://a.example"\n')


def test_a_type_in_another_script_is_taken(load: Callable[..., Settings]) -> None:
    assert load('[services.a.terms."Datenschutzerklärung 個人情報"]\nfetch = "https://a.example"\n')


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('name = ""', 'name: expected text, found ""'),
        ('tags = "social"', 'tags: expected a list of texts, found "social"'),
        ('tags = ["a", 1]', "tags: expected a list of texts, found a list"),
        ('tags = ["a\\n"]', "tags: expected 1 to 80 characters"),
    ],
)
def test_a_mistake_in_a_service_is_told_with_its_key(refusal: Callable[..., str], lines: str, told: str) -> None:
    assert f"[services.a]: {told}" in refusal(f'[services.a]\n{lines}\nterms.A.fetch = "https://a.example"\n')


@pytest.mark.parametrize(
    "header",
    [
        'X-Key = "a\\r\\nX-Other: hunter2"',
        'X-Key = "hünter2"',
        '"X Key" = "hunter2"',
        "X-Key = 12345",
        '"" = "hunter2"',
    ],
)
def test_a_header_that_cannot_be_sent_is_refused_and_not_shown(refusal: Callable[..., str], header: str) -> None:
    message = refusal(TERMS + f'fetch = "https://a.example"\nheaders = {{ {header} }}\n')
    assert "headers" in message
    assert not any(secret in message for secret in ("hunter2", "hünter2", "12345"))


def test_headers_that_are_no_table_are_not_shown(refusal: Callable[..., str]) -> None:
    assert "Bearer" not in refusal(TERMS + 'fetch = "https://a.example"\nheaders = "Bearer 123"\n')


DOCUMENT = 'fetch = "https://a.example"\n'


def schedule_of(settings: Settings) -> Schedule:
    return settings.declarations[0].schedule


def test_a_document_is_checked_at_its_own_times_or_its_services_or_the_files(load: Callable[..., Settings]) -> None:
    file, service, terms = (
        '[schedule]\nevery = "1d"\n',
        '[services.a]\nevery = "2h"\n',
        "[services.a.terms.A]\n" + DOCUMENT,
    )
    assert schedule_of(load(file + terms)) == Schedule(every=86400.0)
    assert schedule_of(load(file + service + terms)) == Schedule(every=7200.0)
    assert schedule_of(load(file + service + terms + 'every = "5m"\n')) == Schedule(every=300.0)


def test_cron_takes_the_time_zone_of_a_table_above_and_every_puts_cron_out_of_force(
    load: Callable[..., Settings],
) -> None:
    file, terms = '[schedule]\ntime_zone = "Europe/Zurich"\ncron = "0 7 * * *"\n', "[services.a.terms.A]\n" + DOCUMENT
    assert schedule_of(load(file + terms)) == Schedule(None, "0 7 * * *", "Europe/Zurich")
    assert schedule_of(load(file + terms + 'cron = "30 8 * * mon"\n')) == Schedule(
        None, "30 8 * * mon", "Europe/Zurich"
    )
    assert schedule_of(load(file + terms + 'every = "1h"\n')) == Schedule(3600.0, None, "Europe/Zurich")
    assert schedule_of(load(file + terms + 'time_zone = "UTC"\n')) == Schedule(None, "0 7 * * *", "UTC")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('every = "1h"\ncron = "0 7 * * *"', "cron: expected every or cron, found both"),
        ('every = "59s"', 'every: expected a duration from 1m to 52w, found "59s"'),
        ('every = "53w"', "every: expected a duration from 1m to 52w"),
        ("every = 3600", "every: expected a duration such as"),
        (
            'cron = "0 7 * *"',
            'cron: expected five cron fields such as "0 7 * * mon-fri" (it has 4 fields), found "0 7 * *"',
        ),
        ('cron = "0 25 * * *"', "cron: expected five cron fields"),
        ('cron = "0 7 * * funday"', "cron: expected five cron fields"),
        ('cron = "0 7 * * 8"', "cron: expected five cron fields"),
        ('cron = "0 7 30 2 *"', 'cron: expected five cron fields such as "0 7 * * mon-fri" (it never comes)'),
        (
            'time_zone = "Europe/Zuerich"',
            'time_zone: expected a time zone such as "Europe/Zurich", found "Europe/Zuerich"',
        ),
        ('time_zone = "../../etc/passwd"', "time_zone: expected a time zone"),
        ('time_zone = "Europe"', "time_zone: expected a time zone"),
    ],
)
@pytest.mark.parametrize("table", ["schedule", "services.a", "services.a.terms.A"])
def test_a_schedule_that_is_none_is_refused_wherever_it_stands(
    refusal: Callable[..., str], table: str, lines: str, told: str
) -> None:
    tables = {"schedule": "", "services.a": "", "services.a.terms.A": DOCUMENT}
    tables[table] += lines + "\n"
    assert f"[{table}]: {told}" in refusal("".join(f"[{name}]\n{body}" for name, body in tables.items()))
