"""Who is who in the workspace, as Slack says: profiles, the people of a channel or of a user group, the admins."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.services import Profile, Undeliverable, Whereabouts
from bot.slack.api import Api

_NO_CHANNEL = frozenset({"channel_not_found", "not_in_channel"})
_NO_GROUP = frozenset({"no_such_subteam", "missing_scope", "unknown_method", "not_allowed_token_type"})
_WHOLE = frozenset({"usergroups_list", "usergroups_users_list"})  # Slack gives these in one piece


class Directory(Api):
    def whereabouts(self) -> Whereabouts:
        answer = self.call(self.client.auth_test)
        return Whereabouts(answer["team_id"], answer.get("team", ""), answer.get("bot_id", ""), answer["user_id"])

    def profile(self, user: str) -> Profile | None:
        try:
            found = self.call(self.client.users_info, user=user, include_locale=True)["user"]
        except Undeliverable as refused:
            if refused.reason in ("user_not_found", "user_not_visible"):
                return None
            raise
        where = found.get("tz"), found.get("locale")
        name, why_not = found.get("real_name") or user, _why_not(found)
        return Profile(user, name, found.get("team_id", ""), *where, admin=_is_admin(found), why_not=why_not)

    def members(self, channel: str) -> list[str] | None:
        return self._looked_up("members", _NO_CHANNEL, self.client.conversations_members, channel=channel)

    def groups(self) -> dict[str, str] | None:
        found = self._looked_up("usergroups", _NO_GROUP, self.client.usergroups_list)
        return None if found is None else {group["id"]: group["name"] for group in found}

    def group(self, group: str) -> list[str] | None:
        return self._looked_up("users", _NO_GROUP, self.client.usergroups_users_list, usergroup=group)

    def admins(self) -> list[str]:
        found = self._looked_up("members", frozenset(), self.client.users_list) or []
        return [user["id"] for user in found if _is_admin(user) and not _why_not(user)]

    def _looked_up(self, name: str, none: frozenset[str], method: Callable[..., Any], **whose: str) -> list[Any] | None:
        """All pages of a list; None where Slack refuses with one of these reasons."""
        found: list[Any] = []
        cursor = ""
        while True:
            paged = {"limit": 200, "cursor": cursor} if method.__name__ not in _WHOLE else {}
            try:
                page = self.call(method, **whose, **paged)
            except Undeliverable as refused:
                if refused.reason in none:
                    return None
                raise
            found += page[name]
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return found


def _why_not(user: Mapping[str, Any]) -> str:
    if user.get("deleted"):
        return "has left the workspace"
    if user.get("is_bot") or user.get("id") == "USLACKBOT":
        return "is a bot"
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return "is a guest"
    return "belongs to another workspace" if user.get("is_stranger") else ""


def _is_admin(user: Mapping[str, Any]) -> bool:
    return bool(user.get("is_admin") or user.get("is_owner"))
