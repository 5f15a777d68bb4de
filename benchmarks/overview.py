"""How long the overview takes, and what it weighs, with 2,000 documents and 50,000 versions of made-up services.

    python benchmarks/overview.py [--documents 2000] [--versions 50000] [--url postgresql://…/empty]

The rows are inserted set-wise; each page is asked for in process, packed as a browser asks for it.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import insert

from monitor.database import Database, connect
from monitor.database.tables import blobs, changes, clauses, documents, findings, services, sightings, stances, versions
from monitor.records import FetchSettings, Practice, Pulse, Settings
from monitor.web import application

NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)
PER_SERVICE, STATING, ROUNDS, MANY = 3, 0.4, 25, 5000
PATHS = (
    "/",
    "/?page=5",
    "/?practice=trains",
    "/?sort=changed",
    "/?q=licence",
    "/?region=EU",
    "/changes",
    "/deadlines",
    "/unreadable",
    "/services/s7",
    "/documents/7",
)
TAGS = ["social", "office", "music", "jobs"]
WORDS = (  # noqa: SIM905 - as one reads them
    "we may use your content posts photos voice recordings messages profile and usage data to train improve develop "
    "test generative artificial intelligence machine learning models of ours our affiliates partners under licence "
    "on the basis of legitimate interest unless you object in settings privacy controls before that day"
).split()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--documents", type=int, default=2000)
    asked.add_argument("--versions", type=int, default=50_000)
    asked.add_argument("--url")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = connect(given.url or f"sqlite:///{Path(folder) / 'monitor.db'}")
        _fill(database, given.documents, given.versions)
        asyncio.run(_measure(database))
        database.close()


async def _measure(database: Database) -> None:
    settings = Settings("", "", FetchSettings(), (), ())
    app = application(database, lambda: (settings, Pulse(NOW, ready=True)), clock=lambda: NOW)
    transport = httpx.ASGITransport(app)
    headers = {"Accept-Encoding": "gzip", "Accept-Language": "en"}
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=headers) as client:
        print(f"{'page':<20}{'first ms':>9}{'median ms':>10}{'of CPU':>10}{'KB':>8}{'gzip KB':>9}")
        for path in PATHS:
            taken = []
            for _ in range(ROUNDS):
                start = time.perf_counter(), time.process_time()
                answer = await client.get(path)
                taken.append((1000 * (time.perf_counter() - start[0]), 1000 * (time.process_time() - start[1])))
            (wall, cpu), (first, _) = map(statistics.median, zip(*taken, strict=True)), taken[0]
            packed, size = int(answer.headers["content-length"]) / 1000, len(answer.content) / 1000
            print(f"{path:<20}{first:>9.0f}{wall:>10.1f}{cpu:>10.1f}{size:>8.0f}{packed:>9.1f}")


def _fill(database: Database, count: int, versions_count: int) -> None:
    """Services of three documents each; every document has its share of versions, each seen for a while."""
    dice = random.Random(7)
    each = versions_count // count
    rows: dict[Any, list[dict[str, object]]] = {
        services: [
            {
                "id": f"s{number}",
                "name": f"Service {number}",
                "tags": dice.sample(TAGS, 2),
            }
            for number in range(-(-count // PER_SERVICE))
        ],
        blobs: [{"sha256": "0" * 64, "base": None, "size": 0, "data": b""}],
        documents: [_document(number, dice) for number in range(1, count + 1)],
    }
    for table in (versions, sightings, changes, findings, clauses, stances):
        rows[table] = []
    for number in range(1, count + 1):
        practices = [practice for practice in Practice if dice.random() < STATING]
        since = {practice: dice.randrange(each) for practice in practices}
        for step in range(each):
            stated = [name for name in practices if since[name] <= step]
            _add_version(rows, number, step, each=each, stated=stated, dice=dice)
        present = len(rows[versions])
        rows[stances] += [_stance(number, present, name, since[name], each) for name in practices]
    with database.writing() as db:
        for table, values in rows.items():
            for start in range(0, len(values), MANY):
                db.execute(insert(table), values[start : start + MANY])


def _document(number: int, dice: random.Random) -> dict[str, object]:
    service = f"s{(number - 1) // PER_SERVICE}"
    variant = ("EU", "US", None)[number % 3]
    fails = dice.random() < 0.02
    terms_type = ("Privacy Policy", "Privacy Policy", "Terms of Service")[number % 3]
    return {
        "id": number,
        "key": f"{service}/{terms_type} ({variant})" if variant else f"{service}/{terms_type}",
        "service_id": service,
        "terms_type": terms_type,
        "region": variant,
        "variant": variant,
        "url": f"https://{service}.example/{number}",
        "host": f"{service}.example",
        "declared": True,
        "next_check_at": NOW + timedelta(hours=1),
        "last_read_at": NOW - timedelta(hours=2),
        "failures": 3 if fails else 0,
        "failing_since": NOW - timedelta(days=4) if fails else None,
        "failing_kind": "timeout" if fails else None,
    }


def _moment(step: int, each: int) -> datetime:
    return NOW - timedelta(days=14 * (each - step))


def _add_version(
    rows: dict[Any, list[dict[str, object]]],
    document: int,
    step: int,
    *,
    each: int,
    stated: list[Practice],
    dice: random.Random,
) -> None:
    number = len(rows[versions]) + 1
    first, last = _moment(step, each), _moment(step + 1, each) - timedelta(hours=6)
    rows[versions].append(
        {
            "id": number,
            "document_id": document,
            "fingerprint": f"{number:064}",
            "text_sha256": "0" * 64,
            "method": "m",
            "language": "en",
            "title": "Privacy",
            "practices": sorted(stated),
            "created_at": first,
        }
    )
    seen = {"id": number, "document_id": document, "version_id": number, "first_seen": first, "last_seen": last}
    rows[sightings].append(seen)
    touched = step and dice.random() < 0.15 and stated
    rows[changes].append(
        {
            "id": number,
            "document_id": document,
            "sighting_id": number,
            "kind": "new" if step else "first",
            "before_id": number - 1 if step else None,
            "after_id": number,
            "seen_with": first,
            "severity": "alert" if touched else "none",
            "silent": False,
            "reviewed_at": first,
        }
    )
    quotes = [(practice, *_clause(number, place, practice, dice)) for place, practice in enumerate(stated)]
    rows[clauses] += [row for _, row, _ in quotes]
    if touched:
        practice, row, facts = dice.choice(quotes)
        rows[findings].append(
            {"change_id": number, "practice": practice, "direction": "new", "after": row["quote"], "facts": facts}
            | {"confidence": 0.9, "date": facts.get("date"), "deadline": facts.get("deadline")}
        )


def _clause(
    version: int, place: int, practice: Practice, dice: random.Random
) -> tuple[dict[str, object], dict[str, object]]:
    facts: dict[str, object] = {"data": ["content", "messages"], "basis": "legitimate interest"}
    if practice is Practice.CONTROL:
        facts = {"control": "opt-out", "control_where": f"https://object.example/{version}"}
    if version % 400 == 0:
        facts["date"] = (NOW + timedelta(days=dice.randrange(1, 90))).date().isoformat()
    quote = " ".join(dice.choices(WORDS, k=dice.randrange(12, 45))).capitalize() + "."
    row = {"version_id": version, "number": place, "practice": practice, "quote": quote, "start": 100 * place}
    return {**row, "end": 100 * place + len(quote), "cues": [], "confidence": 0.9, "facts": facts}, facts


def _stance(document: int, version: int, practice: Practice, since: int, each: int) -> dict[str, object]:
    return {
        "document_id": document,
        "practice": practice,
        "version_id": version,
        "seen_without": _moment(since, each) - timedelta(hours=6) if since else None,
        "seen_with": _moment(since, each),
    }


if __name__ == "__main__":
    main()
