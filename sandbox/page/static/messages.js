// Messages in a list: by day, with what is new marked, each drawn once and again only when it changes.

import { blocks, picture } from "./blocks.js";
import { el, keyed } from "./dom.js";
import { touch } from "./form.js";
import { address, named, session } from "./session.js";
import { inZone, mrkdwn } from "./words.js";

const PICTURE = /\.(png|jpe?g|gif)$/i;
const DAY = { weekday: "long", day: "numeric", month: "long", year: "numeric" };

export const clock = (ts) => inZone(Number(ts), { hour: "2-digit", minute: "2-digit" });
export const day = (ts) => inZone(Number(ts), DAY);

function file(one) {
  if (PICTURE.test(one.name)) return picture(one.id, one.title || one.name, one.title);
  const href = `/page/files/${one.id}?${new URLSearchParams({ as: session.as })}`;
  return el("p", {}, el("a", { href, download: one.name, dir: "auto" }, one.title || one.name));
}

function body(message, channel) {
  const address = { channel, ts: message.ts };
  const place = {
    values: message.chosen,
    touch: (block, element, value, node) => touch({ ...address, block: block.block_id, value }, element, node),
    changed: (block, element, value, node) => place.touch(block, element, value, node),
  };
  const said = message.blocks.length ? blocks(message.blocks, place) : message.text ? mrkdwn(message.text) : null;
  return el("div", { class: "body" }, said, message.files.map(file));
}

const FACES = 6;
const hue = (id) => [...id].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % FACES;

function byline(message) {
  const app = message.user === session.state.app.id;
  return el(
    "div",
    { class: "byline" },
    el("bdi", { class: "name" }, named(message.user)),
    app ? el("span", { class: "badge" }, "app") : null,
    el("time", { datetime: new Date(Number(message.ts) * 1000).toISOString() }, clock(message.ts)),
    message.edited ? el("span", { class: "aside" }, "(edited)") : null,
    message.private ? el("span", { class: "only" }, "Only you can see this") : null,
  );
}

function replies(message, count, fresh) {
  const words = count ? `${count} ${count === 1 ? "reply" : "replies"}` : "Reply";
  return el(
    "a",
    { class: count ? "replies" : "replies quiet", href: address({ thread: message.ts }), data: { key: "thread" } },
    words,
    fresh ? el("span", { class: "fresh" }, `${fresh} new`) : null,
  );
}

function article(message, channel, below) {
  const name = named(message.user);
  return el(
    "article",
    { class: message.private ? "message private" : "message", tabindex: "-1", "aria-label": `${name}, ${clock(message.ts)}` },
    el("div", { class: `face face-${hue(message.user)}`, "aria-hidden": "true" }, [...name][0] ?? "?"),
    el("div", { class: "said" }, byline(message), body(message, channel), below),
  );
}

const separator = (words, kind) => el("div", { class: kind, role: "separator", "aria-label": words }, el("span", {}, words));

/** The items of one list: messages with the days between them, and a line above the first new one. */
function items(messages, channel, { newest, below }) {
  const found = [];
  let today = "";
  let marked = false;
  for (const message of messages) {
    const its = day(message.ts);
    if (its !== today) found.push({ key: `day ${its}`, signature: its, build: () => separator(its, "day") });
    today = its;
    if (!marked && newest(message)) found.push({ key: "new", signature: "new", build: () => separator("New", "new") });
    marked ||= newest(message);
    const [sign, build] = below(message);
    const signature = JSON.stringify([{ ...message, chosen: null }, sign, session.as]); // what one chose stands there already
    found.push({ key: message.ts, signature, build: () => article(message, channel, build()) });
  }
  return found;
}

const atEnd = (scroller) => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;

const ends = new WeakMap(); // list: ts of the newest message in it

/** Draw them. A reader who was at the end, has just come or has just said something is led to what is new, from its top. */
function show(list, scroller, messages, found, fresh) {
  const last = messages.at(-1);
  const before = fresh ? "" : (ends.get(list) ?? "");
  const own = last && last.ts > before && (last.user === session.as || last.private);
  const stay = fresh || own || atEnd(scroller);
  const empty = { key: "empty", signature: "", build: () => el("p", { class: "empty" }, "Nothing here yet.") };
  keyed(list, found.length ? found : [empty]);
  ends.set(list, last?.ts ?? "");
  if (!stay) return;
  const first = fresh ? last : messages.find((message) => message.ts > before);
  const from = first && list.querySelector(`[data-item="${first.ts}"]`);
  const top = from ? from.getBoundingClientRect().top - scroller.getBoundingClientRect().top : Infinity;
  scroller.scrollTop = Math.min(scroller.scrollTop + top - 8, scroller.scrollHeight);
}

const opening = { where: "", read: "", newest: "" }; // how far it had been read when it was opened
const threads = new Map(); // thread: ts of the newest reply that was shown

const isRoot = (all) => {
  const roots = new Set(all.filter((message) => !message.thread).map((message) => message.ts));
  return (message) => !message.thread || !roots.has(message.thread);
};

export const inThread = (open, root) => open.messages.filter((message) => message.ts === root || message.thread === root);

/** The open conversation; true when it has just been opened. */
export function drawConversation(list, scroller, open) {
  const where = `${session.as} ${open.id}`;
  const fresh = opening.where !== where;
  const all = open.messages;
  if (fresh) Object.assign(opening, { where, read: open.read, newest: all.at(-1)?.ts ?? "" });
  const isNew = (message) => message.ts > opening.read && message.ts <= opening.newest && message.user !== session.as;
  const below = (message) => {
    const answers = all.filter((one) => one.thread === message.ts);
    const seen = threads.get(`${where} ${message.ts}`) ?? opening.read;
    const unseen = session.thread === message.ts ? 0 : answers.filter((one) => one.ts > seen && one.user !== session.as).length;
    const open = session.thread === message.ts;
    const none = message.private || message.thread;
    return [[answers.length, unseen, open], () => (none ? null : replies(message, answers.length, unseen))];
  };
  const roots = all.filter(isRoot(all));
  show(list, scroller, roots, items(roots, open.id, { newest: isNew, below }), fresh);
  return fresh;
}

/** The open thread: its root and its replies. */
export function drawThread(list, scroller, open, root, fresh) {
  const messages = inThread(open, root);
  threads.set(`${session.as} ${open.id} ${root}`, messages.at(-1)?.ts ?? "");
  show(list, scroller, messages, items(messages, open.id, { newest: () => false, below: () => ["", () => null] }), fresh);
}

function spoken(node) {
  const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walk.nextNode()) found.push(walk.currentNode.data.trim());
  return found.filter(Boolean).join(" ");
}

let heard = { where: "", newest: "" };

/** Say aloud what others have written since the last time. */
export function announce(news, open) {
  const where = `${session.as} ${open.id}`;
  const newest = open.messages.at(-1)?.ts ?? "";
  const fresh = open.messages.filter((one) => heard.where === where && one.ts > heard.newest && one.user !== session.as);
  if (heard.where !== where) news.replaceChildren();
  if (heard.where !== where || newest > heard.newest) heard = { where, newest };
  if (fresh.length) {
    const words = (message) => spoken(body(message, open.id)).slice(0, 200);
    news.replaceChildren(...fresh.map((message) => el("p", {}, `${named(message.user)}${message.thread ? ", in a thread" : ""}: ${words(message)}`)));
  }
}
