"""Second factors: adds and removes them, and looks whether what is shown is right.

TOTP is RFC 6238 as every authenticator app has it (SHA-1, six digits, thirty seconds); a code is taken once, also where
two of the node's processes get it at the same time.
"""

import base64
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django_otp.oath import TOTP

from registry.accounts.codes import AccountEventKind, FactorKind, Proof
from registry.accounts.models import Factor, RecoveryCode
from registry.accounts.selectors.factors import factors_of, must_have_second_factor
from registry.accounts.services import events, sessions, tries
from registry.vault.services.seals import hash_recovery_code, open_sealed, seal
from registry.words.divisions import NATIONAL, PROVINCES
from sync.wire.refusals import Refused

SECRET_BYTES = 20
TOLERANCE = 1
"""Steps of thirty seconds by which a telephone's clock may be off."""
RECOVERY_CODES = 10
_RECOVERY_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no letter that could be read as another, or as a digit


def new_secret() -> str:
    """Return a fresh secret for an authenticator app, in base32 as people type it."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def otpauth_url(account: User, secret: str) -> str:
    """Return the address that a QR code hands to an authenticator app: whose account, on which node."""
    node = "" if settings.DIVISION == NATIONAL else f" {PROVINCES[settings.DIVISION].name_en}"
    issuer = f"PayQual{node}"
    label = quote(f"{issuer}:{account.get_username()}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer}, quote_via=quote)}"


def code_at(secret: str, now: datetime) -> str:
    """Return the code that an authenticator app shows at an instant."""
    return f"{_totp(secret, now).token():06}"


def add_totp(account: User, secret: str, title: str, *, acting: User | None, now: datetime, code: str = "") -> Factor:
    """Add an authenticator app that shows the right code for a secret. Raises Refused `factor_code_wrong`.

    Nobody acting, on the command line, no code is asked: the secret is handed over with the account.
    """
    step = 0
    if acting is not None:
        found = _step(secret, code, 0, now)
        if found is None:
            raise Refused.because("factor_code_wrong", "code")
        step = found
    with transaction.atomic():
        factor = Factor.objects.create(
            account=account,
            kind=FactorKind.TOTP,
            title=title,
            secret_sealed=seal(secret),
            last_step=step,
            made_at=now,
        )
        events.record(AccountEventKind.FACTOR_ADDED, account, acting=acting, now=now, detail=_told(factor))
    return factor


def add_key(
    account: User, credential_id: bytes, credential: bytes, title: str, *, acting: User, now: datetime
) -> Factor:
    """Add a security key that has proved itself. Raises Refused `factor_key_known`."""
    with transaction.atomic():
        factor, made = Factor.objects.get_or_create(
            credential_id=credential_id,
            defaults={
                "account": account,
                "kind": FactorKind.SECURITY_KEY,
                "title": title,
                "credential": credential,
                "made_at": now,
            },
        )
        if not made:
            raise Refused.because("factor_key_known", "title")
        events.record(AccountEventKind.FACTOR_ADDED, account, acting=acting, now=now, detail=_told(factor))
    return factor


def remove(factor: Factor, *, acting: User | None, now: datetime) -> None:
    """Remove a factor. Its owner keeps the last one, if there must be one. Raises Refused `factor_last`.

    Somebody else may remove the last one, too: a telephone was lost. All sessions of the account end then. With the
    last one its recovery codes end.
    """
    account = factor.account
    with transaction.atomic():
        User.objects.select_for_update().get(pk=account.pk)
        others = [each for each in factors_of(account) if each.pk != factor.pk]
        if not others and acting == account and must_have_second_factor(account):
            raise Refused.because("factor_last")
        factor.delete()
        if not others:
            RecoveryCode.objects.filter(account=account).delete()
        events.record(AccountEventKind.FACTOR_REMOVED, account, acting=acting, now=now, detail=_told(factor))
        if acting != account:
            sessions.end_others(account, kept=None, acting=acting, now=now)


def remove_all(name: str, *, now: datetime) -> int:
    """Remove all factors of the account of a name, from the command line; return how many. Raises Refused."""
    account = User.objects.filter(username=name).first()
    if account is None:
        raise Refused.because("account_unknown", "name", name=name)
    found = factors_of(account)
    for factor in found:
        remove(factor, acting=None, now=now)
    return len(found)


def make_recovery_codes(account: User, *, acting: User | None, now: datetime) -> list[str]:
    """Make new recovery codes, returned once; those from before end."""
    codes = [_recovery_code() for _each in range(RECOVERY_CODES)]
    with transaction.atomic():
        RecoveryCode.objects.filter(account=account).delete()
        RecoveryCode.objects.bulk_create(
            [RecoveryCode(account=account, code_hash=_hash(account, code), made_at=now) for code in codes]
        )
        events.record(AccountEventKind.RECOVERY_CODES_MADE, account, acting=acting, now=now)
    return codes


def prove_by_code(account: User, typed: str, *, now: datetime) -> Proof:
    """Take the code of an authenticator app, or a recovery code. Raises Refused.

    Codes are six digits: so there is a limit to how many are tried, from wherever they come.
    """
    tried = tries.code_try(account.pk, now=now)
    text = "".join(typed.split()).replace("-", "").lower()
    proof = _app_shows(account, text, now) or _recovers(account, text, now)
    if proof is None:
        _note_failure(account, tried, now)
        raise Refused.because("factor_code_wrong", "code")
    tries.forget(tried)
    return proof


def _app_shows(account: User, code: str, now: datetime) -> Proof | None:
    with transaction.atomic():
        apps = Factor.objects.select_for_update().filter(account=account, kind=FactorKind.TOTP)
        for factor in apps:
            step = _step(open_sealed(bytes(factor.secret_sealed)), code, factor.last_step, now)
            if step is not None:
                factor.last_step, factor.used_at = step, now
                factor.save(update_fields=["last_step", "used_at"])
                return Proof.TOTP
    return None


def _recovers(account: User, code: str, now: datetime) -> Proof | None:
    unused = RecoveryCode.objects.filter(account=account, code_hash=_hash(account, code), used_at=None)
    if not unused.update(used_at=now):
        return None
    events.record(AccountEventKind.RECOVERY_CODE_USED, account, acting=account, now=now)
    return Proof.RECOVERY_CODE


def _note_failure(account: User, tried: tries.Try, now: datetime) -> None:
    events.record(AccountEventKind.FACTOR_FAILED, account, acting=None, now=now)
    if tried.last:
        events.record(AccountEventKind.LOCKED, account, acting=None, now=now)


def _totp(secret: str, now: datetime) -> TOTP:
    totp = TOTP(base64.b32decode(secret))
    totp.time = now.timestamp()
    return totp


def _step(secret: str, code: str, last: int, now: datetime) -> int | None:
    """Return the time step of a code that is right and later than the last one; None where it is not."""
    if len(code) != 6 or not (code.isascii() and code.isdecimal()):
        return None
    totp = _totp(secret, now)
    return totp.t() if totp.verify(int(code), tolerance=TOLERANCE, min_t=last + 1) else None


def _recovery_code() -> str:
    text = "".join(secrets.choice(_RECOVERY_ALPHABET) for _each in range(12))
    return "-".join((text[:4], text[4:8], text[8:]))


def _hash(account: User, code: str) -> bytes:
    return hash_recovery_code(str(account.pk), code.replace("-", ""))


def _told(factor: Factor) -> str:
    return f"{FactorKind(factor.kind).value}: {factor.title}"
