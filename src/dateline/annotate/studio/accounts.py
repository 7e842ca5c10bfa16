"""Accounts for annotators. The open-source server makes them by an invitation only: those that
its API makes have no password that works."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from dateline.annotate.studio.client import Server
from dateline.errors import Stop, Usage

_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def add_account(server: Server, email: str, password: str, *, name: str = "") -> int:
    """The id of a new account, which can log in at once; `name` is what judgements call it.

    Raises Usage where the address has an account, Stop where the server refuses.
    """
    import httpx

    if any(row["email"] == email.lower() for row in server.call("GET", "api/users")):
        raise Usage(f"{server.url} has an account of {email} already")
    invitation = server.call("GET", "api/invite")["invite_url"]
    token = parse_qs(urlsplit(invitation).query)["token"][0]
    with httpx.Client(base_url=server.url, trust_env=False, follow_redirects=True) as visitor:
        page = f"/user/signup/?token={token}"
        form = _CSRF.search(visitor.get(page).text)
        fields = {
            "csrfmiddlewaretoken": form[1] if form else "",
            "email": email,
            "password": password,
        }
        answer = visitor.post(page, data=fields, headers={"Referer": f"{server.url}{page}"})
    rows = {row["email"]: row["id"] for row in server.call("GET", "api/users")}
    if email.lower() not in rows:
        errors = " ".join(re.findall(r'class="field_errors"[^>]*>\s*([^<]+)', answer.text)).strip()
        raise Stop(
            f"{server.url} did not make an account for {email}: {errors or answer.status_code}"
        )
    account = int(rows[email.lower()])
    if name:
        server.call("PATCH", f"api/users/{account}/", json={"first_name": name})
    server.__dict__.pop("users", None)  # the names known so far
    return account
