// Rich text and tables.

import { el } from "./dom.js";
import { named } from "./session.js";
import { inZone, link, mention } from "./words.js";

const STYLES = [["bold", "strong"], ["italic", "em"], ["strike", "s"], ["code", "code"]];

function styled(part, node) {
  return STYLES.reduce((inner, [name, tag]) => (part.style?.[name] ? el(tag, {}, inner) : inner), node);
}

function emoji(part) {
  const points = (part.unicode ?? "").split("-").map((point) => parseInt(point, 16));
  return points.every(Number.isFinite) ? String.fromCodePoint(...points) : `:${part.name}:`;
}

function leaf(part) {
  switch (part.type) {
    case "text":
      return styled(part, document.createTextNode(part.text));
    case "link":
      return styled(part, link(part.url, part.text ?? part.url));
    case "user":
      return styled(part, mention(`@${named(part.user_id)}`));
    case "channel":
      return styled(part, mention(`#${named(part.channel_id)}`));
    case "usergroup":
      return styled(part, mention(`@${named(part.usergroup_id)}`));
    case "broadcast":
      return styled(part, mention(`@${part.range}`));
    case "emoji":
      return emoji(part);
    case "date":
      return el("time", {}, inZone(part.timestamp, { dateStyle: "medium", timeStyle: "short" }));
    default:
      return document.createTextNode(part.text ?? "");
  }
}

function group(part) {
  const inner = () => (part.elements ?? []).map((one) => (one.elements ? group(one) : leaf(one)));
  switch (part.type) {
    case "rich_text_list": {
      const tag = part.style === "ordered" ? "ol" : "ul";
      const start = tag === "ol" && part.offset ? part.offset + 1 : null;
      return el(tag, { class: `deep-${part.indent ?? 0}`, start }, (part.elements ?? []).map((one) => el("li", { dir: "auto" }, group(one))));
    }
    case "rich_text_preformatted":
      return el("pre", { tabindex: "0" }, el("code", {}, inner()));
    case "rich_text_quote":
      return el("blockquote", { dir: "auto" }, inner());
    default:
      return el("div", { class: "lines", dir: "auto" }, inner());
  }
}

export const rich = (block) => el("div", { class: "words" }, (block.elements ?? []).map(group));

function cell(part, tag, settings) {
  const inside = part.type === "rich_text" ? rich(part) : String(part.text ?? part.value ?? "");
  return el(tag, { class: `align-${settings?.align ?? "left"}`, scope: tag === "th" ? "col" : null, dir: "auto" }, inside);
}

/** The first row is the heading, as Slack shows it. */
export function table(block) {
  const settings = block.column_settings ?? [];
  const row = (cells, tag) => el("tr", {}, cells.map((one, place) => cell(one, tag, settings[place])));
  const [head, ...body] = block.rows;
  const inner = el("table", {}, el("thead", {}, row(head, "th")), el("tbody", {}, body.map((cells) => row(cells, "td"))));
  return el("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Table" }, inner);
}
