from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from monitor import config
from monitor.records import Declaration, Settings

SHIPPED = Path(__file__).parents[2] / "sources.toml"
FIRST_TEN = [
    "LinkedIn",
    "Facebook",
    "Instagram",
    "WhatsApp",
    "X",
    "ChatGPT",
    "TikTok",
    "YouTube",
    "Snapchat",
    "Microsoft Copilot",
]


@pytest.fixture(scope="module")
def shipped() -> Settings:
    return config.load(SHIPPED, {})


@pytest.fixture(scope="module")
def services(shipped: Settings) -> dict[str, list[Declaration]]:
    found: dict[str, list[Declaration]] = defaultdict(list)
    for declaration in shipped.declarations:
        found[declaration.service.name].append(declaration)
    return found


def test_the_shipped_file_needs_no_environment_and_tells_nobody(shipped: Settings) -> None:
    assert shipped.targets == ()


def test_it_names_at_least_sixty_services_and_first_those_that_people_ask_about(
    services: dict[str, list[Declaration]],
) -> None:
    assert list(services)[:10] == FIRST_TEN
    assert len(services) >= 60


def test_every_service_has_terms_and_a_privacy_policy_and_tags(services: dict[str, list[Declaration]]) -> None:
    for name, declarations in services.items():
        assert {"Terms of Service", "Privacy Policy"} <= {each.terms_type for each in declarations}, name
        assert declarations[0].service.tags, name


def test_each_of_the_first_ten_has_a_document_about_ai(services: dict[str, list[Declaration]]) -> None:
    for name in FIRST_TEN:
        assert any(each.terms_type.startswith("AI ") for each in services[name]), name


def test_tags_are_plain_words_that_cover_the_usual_kinds(services: dict[str, list[Declaration]]) -> None:
    tags = {tag for declarations in services.values() for tag in declarations[0].service.tags}
    assert {"social", "ai", "jobs", "video", "chat", "art", "code", "office", "shopping", "travel", "music"} <= tags
    assert all(tag.isalpha() and tag.islower() for tag in tags)


def test_every_page_is_asked_for_over_https(shipped: Settings) -> None:
    pages = [page for declaration in shipped.declarations for page in declaration.pages]
    assert all(urlsplit(page.url).scheme == "https" for page in pages)
