"""Passkeys with Chromium's virtual authenticator, by way of the program as it is served."""

from __future__ import annotations

import base64

import pytest
from flask import Flask
from playwright.sync_api import Browser, CDPSession, Page
from sqlalchemy import select

from tests.browser import page_of, serious
from tests.factories import PASSWORD, account, actor_of, deputies
from tests.people.test_views import FACTOR, KEY
from voting.core.db import db, transaction
from voting.people import home_entry, secrets
from voting.people.models import Account, Passkey, SignedIn
from voting.people.rules import Actor, Place, Role

LIST = "section[aria-labelledby=passkeys]"


@pytest.fixture
def page(browser: Browser, address: str) -> Page:
    return page_of(browser, base_url=address.replace("127.0.0.1", "localhost"))


def device(page: Page, *, verified: bool = True) -> tuple[CDPSession, str]:
    """A device with passkeys beside the page; verified: its owner shows his finger when it asks."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verified,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, made["authenticatorId"]


def binds(actor: Actor) -> None:
    """Give the account an authenticator."""
    with transaction():
        row = db.session.get_one(Account, actor.account_id)
        row.totp = secrets.box_for(KEY).encrypt(base64.b32decode(FACTOR)).decode()


def by_password(page: Page, login: str = "clerk") -> None:
    page.goto("/sign-in")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.click("form[action='/sign-in'] [type=submit]")
    page.wait_for_load_state("networkidle")


def adds(page: Page, name: str = "办公室电脑") -> None:
    page.goto("/me", wait_until="networkidle")
    page.fill("[name=name]", name)
    page.click("form[data-passkey] [type=submit]")
    page.wait_for_selector(f"{LIST} li:has-text('{name}')")


def by_passkey(page: Page, path: str = "/sign-in") -> None:
    page.goto(path, wait_until="networkidle")
    page.click("form[data-passkey] [type=submit]")


def leaves(page: Page) -> None:
    page.context.clear_cookies()


def test_a_passkey_is_added_signs_in_alone_and_is_taken_away(page: Page, city: Place) -> None:
    clerk = account(city, Role.STAFF, login="clerk")
    session, id_ = device(page)
    by_password(page)
    adds(page)
    assert serious(page) == []
    held = session.send("WebAuthn.getCredentials", {"authenticatorId": id_})["credentials"]
    assert [(one["isResidentCredential"], one["rpId"]) for one in held] == [(True, "localhost")]
    assert str(clerk.account_id) != base64.b64decode(held[0]["userHandle"]).decode(errors="replace")
    leaves(page)
    by_passkey(page)
    page.wait_for_url("**/todo")
    db.session.rollback()
    assert db.session.scalars(select(SignedIn.second_factor).order_by(SignedIn.expires_at)).all()[-1]
    page.goto("/me", wait_until="networkidle")
    page.click(f"{LIST} li button")
    page.wait_for_load_state("networkidle")
    assert page.query_selector(f"{LIST} li") is None
    leaves(page)
    by_passkey(page)
    page.wait_for_selector(".error-list")
    assert "没有通过核验" in page.inner_text(".error-list")


def test_a_device_that_does_not_verify_its_owner_is_not_taken(page: Page, city: Place) -> None:
    account(city, Role.STAFF, login="clerk")
    session, id_ = device(page)
    by_password(page)
    adds(page)
    leaves(page)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": id_, "isUserVerified": False})
    by_passkey(page)
    page.wait_for_selector("[data-failed]:not([hidden])")
    assert page.url.endswith("/sign-in")
    page.fill("[name=login]", "clerk")  # the password stays
    page.fill("[name=password]", PASSWORD)
    page.click("form[action='/sign-in'] [type=submit]")
    page.wait_for_url("**/todo")


def test_what_was_answered_once_is_answered_by_nobody_else(page: Page, app: Flask, city: Place) -> None:
    """The very same answer, caught on its way and sent again by another browser, opens nothing."""
    account(city, Role.STAFF, login="clerk")
    device(page)
    by_password(page)
    adds(page)
    leaves(page)
    caught: list[str] = []
    page.on("request", lambda one: caught.append(one.post_data or "") if "passkey" in one.url else None)
    by_passkey(page)
    page.wait_for_url("**/todo")
    (sent,) = [one for one in caught if "credential=" in one]
    thief = app.test_client()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    base = page.url.removesuffix("/todo")
    answer = thief.post("/sign-in/passkey", data=sent, headers=headers, base_url=base)
    assert answer.status_code == 422
    assert thief.get_cookie("signed_in") is None


def test_a_passkey_stands_in_for_the_authenticator_s_code(page: Page, city: Place) -> None:
    clerk = account(city, Role.STAFF, login="clerk")
    device(page)
    by_password(page)
    adds(page)
    binds(clerk)
    leaves(page)
    by_password(page)
    assert page.url.split("?")[0].endswith("/account/code")
    page.click("form[data-passkey] [type=submit]")
    page.wait_for_url("**/todo")


def test_somebody_else_s_passkey_is_no_second_factor(page: Page, city: Place) -> None:
    account(city, Role.STAFF, login="clerk")
    other = account(city, Role.STAFF, login="other")
    device(page)
    by_password(page)
    adds(page)
    leaves(page)
    binds(other)
    by_password(page, "other")
    page.click("form[data-passkey] [type=submit]")
    page.wait_for_selector(".error-list, [data-failed]:not([hidden])")
    page.goto("/me")
    assert "/account/code" in page.url or "/sign-in" in page.url


def test_a_copied_passkey_is_told_by_its_count(page: Page, city: Place) -> None:
    account(city, Role.STAFF, login="clerk")
    device(page)
    by_password(page)
    adds(page)
    leaves(page)
    with transaction():
        row = db.session.scalars(select(Passkey)).one()
        row.sign_count = 2**31
    by_passkey(page)
    page.wait_for_selector(".error-list")
    assert "没有通过核验" in page.inner_text(".error-list")


def test_a_deputy_adds_one_at_home_and_it_opens_a_session_from_home(page: Page, city: Place) -> None:
    deputy = actor_of(deputies(city, 1)[0])
    with transaction():
        code, _until = home_entry.invite(db.session.get_one(Account, deputy.account_id))
    device(page)
    page.goto(f"/j/{city.code}/deputy/invited?number=001", wait_until="networkidle")
    assert serious(page) == []
    page.fill("[name=invitation]", code)
    page.fill("[name=new]", "at home 2026!")
    page.fill("[name=again]", "at home 2026!")
    page.click("form[action*=invited] [type=submit]")
    page.wait_for_url("**/account")
    adds(page, "我的手机")
    leaves(page)
    by_passkey(page, f"/j/{city.code}/deputy/home")
    page.wait_for_url("**/account")
    assert "投票只在会场的平板上办理" in page.inner_text("main")
    db.session.rollback()
    assert set(db.session.scalars(select(SignedIn.home))) == {True}


def test_a_browser_without_passkeys_says_so(page: Page, city: Place) -> None:
    account(city, Role.STAFF, login="clerk")
    page.add_init_script("delete window.PublicKeyCredential")
    by_passkey(page)
    page.wait_for_selector("[data-unable]:not([hidden])")
    assert "请用密码登录" in page.inner_text("form[data-passkey]")
