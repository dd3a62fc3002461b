// Every block as nodes.

import { chart } from "./chart.js";
import { el, uid } from "./dom.js";
import { field, isGroup } from "./fields.js";
import { rich, table } from "./rich.js";
import { session } from "./session.js";
import { mrkdwn, text } from "./words.js";

const fileOf = (block) => block.slack_file?.id ?? (block.slack_file?.url ?? block.image_url ?? "").match(/\/files\/(\w+)$/)?.[1];

/** A picture of this workspace; one from elsewhere is named and not fetched. */
export function picture(file, alt, title) {
  if (!file) return el("p", { class: "aside" }, `(A picture from elsewhere, which this page does not fetch: ${alt})`);
  const image = el("img", { src: `/page/files/${file}?${new URLSearchParams({ as: session.as })}`, alt, loading: "lazy" });
  return el("figure", { class: "picture" }, title ? el("figcaption", { class: "aside", dir: "auto" }, title) : null, image);
}

function section(block, place) {
  const fields = (block.fields ?? []).map((one) => el("div", {}, text(one)));
  const body = el("div", { class: "grow" }, block.text ? text(block.text) : null, fields.length ? el("div", { class: "fields" }, fields) : null);
  if (!block.accessory) return body;
  const beside = block.accessory.type === "image" ? picture(fileOf(block.accessory), block.accessory.alt_text) : field(block, block.accessory, place);
  return el("div", { class: "section" }, body, el("div", { class: "accessory" }, beside));
}

function context(block) {
  const part = (one) => (one.type === "image" ? picture(fileOf(one), one.alt_text) : text(one));
  return el("div", { class: "context" }, block.elements.map(part));
}

/** A label, the field, its hint, and what is wrong with it. */
function input(block, place) {
  const [id, labelId, hintId, wrongId] = ["field", "label", "hint", "wrong"].map(uid);
  const wrong = place.errors?.[block.block_id];
  const about = [wrong ? wrongId : "", block.hint ? hintId : ""].filter(Boolean).join(" ");
  const look = { "aria-describedby": about || null, "aria-invalid": wrong ? "true" : null };
  const group = isGroup(block.element);
  const words = [block.label.text, block.optional ? el("span", { class: "aside" }, " (optional)") : null];
  const label = group ? el("div", { class: "label", id: labelId, dir: "auto" }, words) : el("label", { class: "label", for: id, dir: "auto" }, words);
  if (group) delete look["aria-invalid"];
  const tied = group ? { ...look, "aria-labelledby": labelId } : { ...look, id };
  return el(
    "div",
    { class: wrong ? "input wrong" : "input" },
    label,
    wrong ? el("p", { class: "error", id: wrongId, dir: "auto" }, wrong) : null,
    field(block, block.element, place, tied),
    block.hint ? el("p", { class: "aside", id: hintId, dir: "auto" }, block.hint.text) : null,
  );
}

const DRAW = {
  section,
  context,
  input,
  header: (block) => el("h3", { class: "header", dir: "auto" }, block.text.text),
  divider: () => el("hr"),
  actions: (block, place) => el("div", { class: "actions" }, block.elements.map((element) => field(block, element, place))),
  image: (block) => picture(fileOf(block), block.alt_text, block.title?.text),
  rich_text: rich,
  markdown: (block) => mrkdwn(block.text),
  table,
  data_table: table,
  data_visualization: chart,
};

/** Blocks from the top. `place` says what is chosen there and takes what is touched. */
export function blocks(all, place) {
  const draw = (block) => DRAW[block.type]?.(block, place) ?? el("p", { class: "aside" }, `(A block of the type ${block.type} is not drawn here.)`);
  return el("div", { class: "blocks" }, all.map(draw));
}
