// Slack's mrkdwn as nodes, dates in the reader's own zone, and letters that stay letters in plain text.

import { el } from "./dom.js";
import { named, session } from "./session.js";

const ENTITIES = { lt: "<", gt: ">", amp: "&" };
const INLINE =
  /<([^<>\n]+)>|`([^`\n]+)`|(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]*?\S)\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?=\S)([^_\n]*?\S)_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}~])~(?=\S)([^~\n]*?\S)~(?![\p{L}\p{N}~])/u;
const SAFE = new Set(["http:", "https:", "mailto:"]);

const decoded = (text) => text.replace(/&(lt|gt|amp);/g, (_, name) => ENTITIES[name]);

/** A link, if its address is one a browser may safely follow. */
export function link(address, ...words) {
  let safe = false;
  try {
    safe = SAFE.has(new URL(address).protocol);
  } catch {
    safe = false;
  }
  if (!safe) return el("span", {}, ...words);
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...words);
}

export const mention = (words) => el("span", { class: "mention", dir: "auto" }, words);

const formats = new Map();

/** A moment in the reader's zone. */
export function inZone(seconds, options, zone = session.state?.me?.tz ?? "UTC") {
  const key = JSON.stringify([options, zone]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone }));
  return formats.get(key).format(new Date(seconds * 1000));
}

const SHORT = { day: "numeric", month: "short", year: "numeric" };
const TOKENS = {
  date_num: (at) => inZone(at, { year: "numeric", month: "2-digit", day: "2-digit" }).split("/").reverse().join("-"),
  date: (at) => inZone(at, { day: "numeric", month: "long", year: "numeric" }),
  date_short: (at) => inZone(at, SHORT),
  date_long: (at) => inZone(at, { weekday: "long", day: "numeric", month: "long", year: "numeric" }),
  time: (at) => inZone(at, { hour: "2-digit", minute: "2-digit" }),
  time_secs: (at) => inZone(at, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  ago: (at) => ago(session.state.now - at),
};
const NEAR = { "-1": "yesterday", 0: "today", 1: "tomorrow" };

function ago(seconds) {
  const [size, unit] = [[86400, "day"], [3600, "hour"], [60, "minute"]].find(([size]) => Math.abs(seconds) >= size) ?? [1, "second"];
  return new Intl.RelativeTimeFormat("en").format(-Math.round(seconds / size), unit);
}

function dated(token, at) {
  const plain = token.replace("_pretty", "");
  if (token.endsWith("_pretty")) {
    const days = Math.round((Date.parse(TOKENS.date_num(at)) - Date.parse(TOKENS.date_num(session.state.now))) / 86400000);
    if (days in NEAR) return NEAR[days];
  }
  return TOKENS[plain]?.(at) ?? `{${token}}`;
}

function date(body, fallback) {
  const [, stamp, format = "", address] = body.split("^");
  if (!/^\d+$/.test(stamp ?? "")) return fallback;
  const words = format.replace(/\{(\w+)\}/g, (_, token) => dated(token, Number(stamp)));
  const time = el("time", { datetime: new Date(stamp * 1000).toISOString(), title: fallback }, words);
  return address ? link(address, time) : time;
}

/** What stands between < and >. */
function marked(inner) {
  const [body, words] = inner.includes("|") ? [inner.slice(0, inner.indexOf("|")), inner.slice(inner.indexOf("|") + 1)] : [inner, ""];
  if (body.startsWith("@")) return mention(`@${named(body.slice(1))}`);
  if (body.startsWith("#")) return mention(`#${named(body.slice(1))}`);
  if (body.startsWith("!date^")) return date(body, decoded(words));
  if (body.startsWith("!subteam^")) return mention(words || `@${named(body.slice(9))}`);
  if (body.startsWith("!")) return mention(`@${words || body.slice(1)}`);
  return link(decoded(body), decoded(words || body));
}

function inline(text) {
  const found = INLINE.exec(text);
  if (!found) return text ? [decoded(text)] : [];
  const [whole, angle, code, bold, italic, strike] = found;
  const before = text.slice(0, found.index);
  let node;
  if (angle !== undefined) node = marked(angle);
  else if (code !== undefined) node = el("code", {}, decoded(code));
  else if (bold !== undefined) node = el("strong", {}, inline(bold));
  else if (italic !== undefined) node = el("em", {}, inline(italic));
  else node = el("s", {}, inline(strike));
  return [...(before ? [decoded(before)] : []), node, ...inline(text.slice(found.index + whole.length))];
}

const kindOf = (line) => (/^(&gt;|>)/.test(line) ? "quote" : /^\s*•\s/.test(line) ? "list" : "lines");

function run(kind, lines) {
  if (kind === "quote") return el("blockquote", { dir: "auto" }, inline(lines.map((line) => line.replace(/^(&gt;|>) ?/, "")).join("\n")));
  if (kind === "list") {
    return el("ul", {}, lines.map((line) => el("li", { dir: "auto" }, inline(line.replace(/^\s*•\s+/, "")))));
  }
  const text = lines.join("\n").replace(/^\n+|\n+$/g, "");
  return text ? el("div", { class: "lines", dir: "auto" }, inline(text)) : null;
}

function runs(text) {
  const found = [];
  for (const line of text.split("\n")) {
    const kind = kindOf(line);
    if (found.at(-1)?.kind === kind) found.at(-1).lines.push(line);
    else found.push({ kind, lines: [line] });
  }
  return found.map(({ kind, lines }) => run(kind, lines)).filter(Boolean);
}

/** mrkdwn as it reads. */
export function mrkdwn(text) {
  const parts = text.split("```");
  if (parts.length % 2 === 0) parts.splice(-2, 2, parts.slice(-2).join("```"));
  const nodes = parts.flatMap((part, place) =>
    place % 2 ? [el("pre", { tabindex: "0" }, el("code", {}, decoded(part.replace(/^\n|\n$/g, ""))))] : runs(part),
  );
  return el("div", { class: "words" }, nodes);
}

/** A text object: mrkdwn, or letters that stay letters. */
export function text(object) {
  if (object.type === "mrkdwn") return mrkdwn(object.text);
  return el("div", { class: "words" }, el("div", { class: "lines", dir: "auto" }, object.text));
}
