"""files.*: announce, send the bytes, complete. Nothing is visible before the last step."""

from __future__ import annotations

from sandbox.methods.arguments import need
from sandbox.methods.chat import writable_channel
from sandbox.payloads import file_json
from sandbox.records import File, Json, Refusal
from sandbox.workspace import Workspace


def get_upload_url(space: Workspace, args: Json) -> Json:
    name, _length = need(args, "filename", "length")
    file = File(f"F{space.number():04d}", name, name)
    space.files[file.id] = file
    return {"upload_url": f"{space.url}/upload/{file.id}", "file_id": file.id}


def complete_upload(space: Workspace, args: Json) -> Json:
    wanted = args.get("files")
    if not isinstance(wanted, list) or not wanted:
        raise Refusal("invalid_arguments", "[ERROR] missing required field: files")
    files = [_sent(space, str(one.get("id"))) for one in wanted]
    if args.get("channel_id") in space.members:
        raise Refusal("channel_not_found", "files go to a conversation; a user id is none")
    channel = writable_channel(space, str(args["channel_id"])) if args.get("channel_id") else None
    for file, one in zip(files, wanted, strict=True):
        file.completed, file.title = True, one.get("title") or file.name
        file.channels = [channel.id] if channel else []
    told = [file_json(file, space) for file in files]
    if channel:
        text, thread = str(args.get("initial_comment") or ""), args.get("thread_ts")
        space.post(channel, space.bot.id, text, thread_ts=thread, files=told)
    return {"files": told}


def info(space: Workspace, args: Json) -> Json:
    file = space.files.get(need(args, "file")[0])
    if file is None or not file.completed:
        raise Refusal("file_not_found", str(args["file"]))
    return {"file": file_json(file, space)}


def _sent(space: Workspace, file_id: str) -> File:
    file = space.files.get(file_id)
    if file is None or file.content is None or file.completed:
        raise Refusal("file_not_found", f"{file_id} is unknown, has no bytes yet or was completed before")
    return file


METHODS = {
    "files.getUploadURLExternal": ("files:write", get_upload_url),
    "files.completeUploadExternal": ("files:write", complete_upload),
    "files.info": ("files:read", info),
}
