"""The messenger: takes a parcel to Slack once, and says for certain how that ended, or that it cannot say.

The SDK's own retries are off: after a dropped connection they would post a second time. A timeout, a reset or a server error
proves nothing, so it is doubt; only what Slack refuses in words, or never received, is certain.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.domain.language import _, speaking
from bot.keep import Gone
from bot.services import InDoubt, Otherwise, Parcel, Receipt, TryLater, Undeliverable, Way
from bot.slack.api import lost, patience
from bot.slack.directory import Directory
from bot.slack.views import (
    announcement,
    channel,
    chart,
    checkin,
    coin,
    digest,
    file,
    keep,
    review,
    task,
    teampreview,
    trialcard,
    trials,
)
from bot.slack.views.blocks import unescaped

METADATA = "candor_letter"
TIMEOUT = 10

# Slack has read the message and will not have its blocks: nothing was posted.
_BLOCKS_REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format", "invalid_arguments", "msg_blocks_too_long"})
_HOSTS = frozenset({"hooks.slack.com"})
_METHODS = {
    Way.POST: "chat.postMessage",
    Way.UPDATE: "chat.update",
    Way.TAKE_BACK: "chat.delete",
    Way.ANSWER: "response_url",
}
_UPLOAD = "files.upload_v2"
_OURS = uuid5(NAMESPACE_URL, "candor/letter")

Write = Callable[[str, Mapping[str, Any]], bytes]  # a letter's kind and payload to the file it carries
Draw = Callable[[Mapping[str, Any]], bytes]  # a digest's letter to the PNG of its chart

VIEWS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "announcement": announcement.announcement,
    "trial": trials.registered,
    "prompt": checkin.prompt,
    "invitation": channel.invitation,
    "reminder": checkin.reminder,
    "question": checkin.question,
    "answered": checkin.answered,
    "stopped": checkin.stopped,
    "finished": checkin.finished,
    "saved": checkin.saved,
    "settled": checkin.settled,
    "note": checkin.note,
    "working": task.working,
    "ended": task.ended,
    "done": task.done,
    "declining": coin.declining,
    "declined": coin.declined,
    "passing": checkin.note,
    "digest": digest.message,
    "discussion": digest.discussion,
    file.MYDATA: file.mydata,
    file.REPORT: file.report,
    "emptied": keep.emptied,
    "sample": teampreview.sample,
    "reviewing": review.waiting,
    trialcard.KIND: trialcard.letter,
}


def web_client(token: str, base_url: str) -> WebClient:
    return WebClient(token, base_url=base_url, timeout=TIMEOUT, retry_handlers=[])


class SlackMessenger(Directory):
    """`bot.services.Messenger`, spoken to Slack."""

    def __init__(self, client: WebClient, draw: Draw, write: Write) -> None:
        super().__init__(client)
        self._draw, self._write = draw, write
        self._hosts = _HOSTS | {urlsplit(client.base_url).netloc}

    def send(self, parcel: Parcel) -> Receipt:
        """A chart that Slack will not have is said otherwise. Each try makes one post or one upload, and the outbox remembers
        which is next, so that none takes so long that the letter would be given up and sent by somebody else."""
        with speaking(parcel.language):
            return self._sent(parcel)

    def _sent(self, parcel: Parcel) -> Receipt:
        if parcel.payload.get("chart_as") == chart.UPLOAD:
            raise self._uploaded(parcel.payload)
        if parcel.way is Way.TAKE_BACK:
            there = Receipt(parcel.channel, parcel.ts)
            self.take_back(there)
            return there
        if file.needs_upload(parcel.kind, parcel.payload):
            raise self._file_of(parcel.kind, parcel.payload)
        try:
            return self._said(parcel, VIEWS[parcel.kind](parcel.payload))
        except Undeliverable as refused:
            plainer = chart.plainer(parcel.payload) if refused.reason in _BLOCKS_REFUSED else None
            if plainer is None:
                raise
            raise Otherwise(refused.reason, *plainer) from None

    def method(self, parcel: Parcel) -> str:
        uploads = parcel.payload.get("chart_as") == chart.UPLOAD or file.needs_upload(parcel.kind, parcel.payload)
        return _UPLOAD if uploads else _METHODS[parcel.way]

    def _said(self, parcel: Parcel, said: dict[str, Any]) -> Receipt:
        if parcel.way is Way.ANSWER and parcel.url and self._answered(parcel.url, said):
            return Receipt(parcel.channel, parcel.ts)
        if parcel.way is Way.POST:
            return self._posted(parcel, said)
        if not parcel.channel or not parcel.ts:
            raise Undeliverable("the message to change is not known")
        self.call(self.client.chat_update, channel=parcel.channel, ts=parcel.ts, **said)
        return Receipt(parcel.channel, parcel.ts)

    def _posted(self, parcel: Parcel, said: dict[str, Any]) -> Receipt:
        answer = self.call(
            self.client.chat_postMessage,
            channel=parcel.channel or parcel.user,
            thread_ts=parcel.thread,
            metadata={"event_type": METADATA, "event_payload": {"k": parcel.key}},
            client_msg_id=str(uuid5(_OURS, parcel.key)),  # not documented, so nothing rests on it
            link_names=False,
            unfurl_links=parcel.kind
            in (file.MYDATA, file.REPORT),  # a link to a file of ours shares it with whoever reads the message
            **said,
        )
        return Receipt(answer["channel"], answer["ts"])

    def _answered(self, url: str, said: dict[str, Any]) -> bool:
        """Answer a click by its own address. False when that address is spent, and nothing was changed."""
        if urlsplit(url).netloc not in self._hosts:
            return False
        try:
            response = WebhookClient(url, timeout=TIMEOUT, retry_handlers=[]).send_dict({**said, "replace_original": True})
        except (URLError, OSError) as gone:
            raise lost(gone) from None
        if response.status_code == 429:
            raise TryLater("ratelimited", patience(response.headers), _METHODS[Way.ANSWER])
        if response.status_code >= 500:
            raise InDoubt(f"HTTP {response.status_code}")
        return response.status_code == 200

    def _uploaded(self, payload: Mapping[str, Any]) -> Otherwise:
        """Upload the chart as a picture. Nobody sees it until a message shows it, so it may be repeated. Else words."""
        upload = self.client.files_upload_v2
        try:
            there = self.call(upload, filename="chart.png", content=self._draw(payload), alt_txt=_(chart.ALT))["file"]["id"]
        except TryLater as wait:
            return Otherwise(wait.reason, *chart.again(payload, wait.seconds), _UPLOAD)
        except InDoubt as doubt:
            return Otherwise(doubt.reason, *chart.again(payload))
        except Undeliverable as refused:
            return Otherwise(f"no picture: {refused.reason}", chart.in_words(payload))
        except Exception as error:  # a picture that cannot be drawn may not keep the words back
            return Otherwise(f"no picture: {type(error).__name__}", chart.in_words(payload))
        return Otherwise("uploaded", chart.with_picture(payload, there))

    def _file_of(self, kind: str, payload: Mapping[str, Any]) -> Otherwise:
        """Upload a file for one reader. Nobody sees it until a message in their conversation links it: it may be repeated."""
        upload = self.client.files_upload_v2
        try:
            there = self.call(upload, filename=file.name_of(payload), content=self._write(kind, payload))["file"]
        except Gone:
            raise Undeliverable("forgotten") from None
        except TryLater as wait:
            return Otherwise(wait.reason, *file.again(payload, wait.seconds), wait.method and _UPLOAD)
        except InDoubt as doubt:
            return Otherwise(doubt.reason, *file.again(payload, chart.ASK_AGAIN))
        except Undeliverable as refused:
            return Otherwise(f"no file: {refused.reason}", file.without_leave(payload))
        except Exception as error:  # a file that cannot be written ends in a sentence as well
            return Otherwise(type(error).__name__, *file.again(payload, chart.ASK_AGAIN))
        return Otherwise("uploaded", file.uploaded(payload, there["permalink"]))

    def find(self, parcel: Parcel, since: datetime) -> list[Receipt]:
        channel = parcel.channel or self.call(self.client.conversations_open, users=[parcel.user])["channel"]["id"]
        oldest = str((since - timedelta(seconds=60)).timestamp())
        look = self.client.conversations_replies if parcel.thread else self.client.conversations_history
        where = {"ts": parcel.thread} if parcel.thread else {}
        cursor, found = "", []
        while True:
            page = self.call(look, channel=channel, oldest=oldest, include_all_metadata=True, limit=200, cursor=cursor, **where)
            found += [message["ts"] for message in page["messages"] if _key_of(message) == parcel.key]
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return [Receipt(channel, ts) for ts in sorted(set(found), key=float)]

    def take_back(self, receipt: Receipt) -> None:
        try:
            self.call(self.client.chat_delete, channel=receipt.channel, ts=receipt.ts)
        except Undeliverable as refused:
            if refused.reason != "message_not_found":
                raise

    def reply(self, channel: str, thread: str, ts: str, user: str) -> str | None:
        span = {"oldest": ts, "latest": ts, "inclusive": True, "limit": 5}  # Slack adds the message the thread hangs on
        try:
            page = self.call(self.client.conversations_replies, channel=channel, ts=thread, **span)
        except Undeliverable as refused:
            if refused.reason == "thread_not_found":
                return None
            raise
        said = next((one for one in page["messages"] if one["ts"] == ts and one.get("user") == user), None)
        return unescaped(said.get("text") or "") if said else None


def _key_of(message: Mapping[str, Any]) -> str | None:
    payload: Mapping[str, str] = (message.get("metadata") or {}).get("event_payload") or {}
    return payload.get("k")
