"""Accounts of administrators and officers, and what every account is made of."""

from registry.accounts.services.accounts import (
    DUTIES,
    Account,
    account_of,
    create_admin,
    create_officer,
    create_with_duty,
    make_account,
)

__all__ = ["DUTIES", "Account", "account_of", "create_admin", "create_officer", "create_with_duty", "make_account"]
