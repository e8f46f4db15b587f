"""Notices what happens to accounts, wherever it is done: pages, command line, libraries.

Pages of Django and of libraries change accounts, too; so this listens instead of being called.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission, User
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.http import HttpRequest
from django.utils.timezone import now as clock
from guardian.models import GroupObjectPermission, UserObjectPermission
from knox.models import AuthToken

from registry.accounts.codes import AccountEventKind
from registry.accounts.services import events, sessions
from registry.accounts.services.origins import current, current_account, origin_of
from registry.accounts.services.session_store import SessionStore

_RIGHTS = ("is_staff", "is_superuser")
_DETAILS = ("username", "first_name", "last_name", "email")
_SIGNS = {"post_add": "+", "post_remove": "-", "post_clear": "-"}


def watch() -> None:
    """Begin to listen; once however often it is called."""
    user_logged_in.connect(_came_in, dispatch_uid="accounts came in")
    user_logged_out.connect(_left, dispatch_uid="accounts left")
    pre_save.connect(_before, sender=User, dispatch_uid="accounts before")
    post_save.connect(_after, sender=User, dispatch_uid="accounts after")
    for through in (User.groups.through, User.user_permissions.through, Group.permissions.through):
        m2m_changed.connect(_rights, sender=through, dispatch_uid=f"accounts {through.__name__}")
    for model in (UserObjectPermission, GroupObjectPermission):
        post_save.connect(_given, sender=model, dispatch_uid=f"accounts given {model.__name__}")
        post_delete.connect(_taken, sender=model, dispatch_uid=f"accounts taken {model.__name__}")
    post_save.connect(_token_made, sender=AuthToken, dispatch_uid="accounts token made")
    post_delete.connect(_token_ended, sender=AuthToken, dispatch_uid="accounts token ended")


def _note(kind: AccountEventKind, account: User | None, detail: str = "") -> None:
    events.record(kind, account, acting=current_account(), now=clock(), detail=detail)


def _came_in(request: HttpRequest, user: User, **_said: object) -> None:
    now = clock()
    origin = origin_of(request)
    if isinstance(request.session, SessionStore):
        request.session.begin(origin, now)
    events.record(AccountEventKind.SIGNED_IN, user, acting=user, now=now, origin=origin)


def _left(request: HttpRequest, user: User | None, **_said: object) -> None:
    if user is not None:
        events.record(AccountEventKind.SIGNED_OUT, user, acting=user, now=clock(), origin=origin_of(request))


def _before(instance: User, **_said: object) -> None:
    instance._was = User.objects.filter(pk=instance.pk).first() if instance.pk else None  # type: ignore[attr-defined]


def _after(instance: User, created: bool, update_fields: Iterable[str] | None, **_said: object) -> None:
    was: User | None = getattr(instance, "_was", None)
    if created or was is None:
        _note(AccountEventKind.ACCOUNT_MADE, instance, _names(instance, _RIGHTS))
        return
    changed = [
        name
        for name in ("password", "is_active", *_RIGHTS, *_DETAILS)
        if getattr(was, name) != getattr(instance, name) and (update_fields is None or name in update_fields)
    ]
    # A password that is only kept in a newer form is set without one that is to be validated.
    if "password" in changed and instance._password is not None:  # type: ignore[attr-defined]
        _note(AccountEventKind.PASSWORD_CHANGED, instance)
        _end_sessions(instance)
    if "is_active" in changed:
        off, on = AccountEventKind.ACCOUNT_SWITCHED_OFF, AccountEventKind.ACCOUNT_SWITCHED_ON
        _note(on if instance.is_active else off, instance)
        if not instance.is_active:
            _end_sessions(instance)
    if rights := [name for name in _RIGHTS if name in changed]:
        signs = ["+" if getattr(instance, name) else "-" for name in rights]
        _note(AccountEventKind.RIGHTS_CHANGED, instance, " ".join(map("".join, zip(signs, rights, strict=True))))
    if details := [name for name in _DETAILS if name in changed]:
        _note(AccountEventKind.ACCOUNT_CHANGED, instance, ", ".join(details))


def _end_sessions(account: User) -> None:
    request = current()
    own = current_account() == account and request is not None
    kept = request.session.session_key if own and request is not None else None
    sessions.end_others(account, kept=kept, acting=current_account(), now=clock())


def _names(account: User, names: Iterable[str]) -> str:
    return ", ".join(name for name in names if getattr(account, name))


def _rights(
    instance: Model, action: str, reverse: bool, model: type[Model], pk_set: set[int] | None, **_said: object
) -> None:
    """Keep that groups or rights were given to an account, or rights to a group, or taken from them."""
    sign = _SIGNS.get(action, "")
    if not sign or (pk_set is not None and not pk_set):
        return
    others = [] if pk_set is None else list(model._default_manager.filter(pk__in=pk_set))
    if isinstance(instance, Group) and model is User:
        for user in others:
            _rights_of(user, [f"{sign}{instance.name}"])
        return
    _rights_of(instance, [f"{sign}{_title(each)}" for each in others] or [f"{sign}*"])


def _given(instance: UserObjectPermission | GroupObjectPermission, created: bool, **_said: object) -> None:
    if created:
        _rights_of(_holder(instance), [f"+{_on_object(instance)}"])


def _taken(instance: UserObjectPermission | GroupObjectPermission, **_said: object) -> None:
    _rights_of(_holder(instance), [f"-{_on_object(instance)}"])


def _rights_of(holder: Model, changes: Iterable[str]) -> None:
    detail = ", ".join(changes)
    if isinstance(holder, User):
        _note(AccountEventKind.RIGHTS_CHANGED, holder, detail)
    elif isinstance(holder, Group) and current() is not None:
        # Groups of duties are written with every migration; of a group's own rights only what people do is kept.
        _note(AccountEventKind.RIGHTS_CHANGED, None, f"{holder.name}: {detail}")


def _holder(given: UserObjectPermission | GroupObjectPermission) -> Model:
    holder: Model = given.user if isinstance(given, UserObjectPermission) else given.group
    return holder


def _on_object(given: UserObjectPermission | GroupObjectPermission) -> str:
    return f"{given.permission.codename}({given.object_pk})"


def _title(given: Model) -> str:
    return given.codename if isinstance(given, Permission) else str(given)


def _token_made(instance: AuthToken, created: bool, **_said: object) -> None:
    if created:
        _note(AccountEventKind.TOKEN_MADE, instance.user, instance.token_key)


def _token_ended(instance: AuthToken, **_said: object) -> None:
    _note(AccountEventKind.TOKEN_ENDED, instance.user, instance.token_key)
