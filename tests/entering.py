"""Somebody at an application that asks for a password, who logs in and presses buttons."""

from __future__ import annotations

import re
from dataclasses import replace

import httpx
from visiting import Visitor
from world import World

from monitor.records import Pulse, Web
from monitor.web import application

PASSWORD = "eleven herons by the weir"


def guarded(world: World, **web: object) -> Visitor:
    """Somebody at an application that asks for a password."""
    kept = replace(Web(password=PASSWORD), **web)  # type: ignore[arg-type]  # the caller names fields
    present = replace(world.settings, web=kept), Pulse(world.now, ready=True)
    return Visitor(application(world.database, lambda: present, clock=lambda: world.now))


def sign(page: httpx.Response) -> str:
    found = re.search(r'name="form_sign" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


def log_in(visitor: Visitor, password: str, ahead: str = "/", **headers: str) -> httpx.Response:
    form = {"form_sign": sign(visitor.get("/login")), "password": password, "next": ahead}
    return visitor.request("POST", "/login", data=form, headers=headers)


def press(visitor: Visitor, address: str, page: str = "/", **form: str) -> httpx.Response:
    """Press a button of a page."""
    return visitor.request("POST", address, data={"form_sign": sign(visitor.get(page)), **form})
