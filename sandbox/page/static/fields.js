// What a person can touch: buttons, menus, choices, fields. Each field can be read and written in the values the server takes.

import { disclosure, el, uid } from "./dom.js";
import { session } from "./session.js";
import { text } from "./words.js";
import { zoned, zonedText } from "./zones.js";

const HELD = {
  selected_option: ["static_select", "external_select", "radio_buttons"],
  selected_options: ["checkboxes", "multi_static_select", "multi_external_select"],
  selected_user: ["users_select"],
  selected_users: ["multi_users_select"],
  selected_conversation: ["conversations_select"],
  selected_conversations: ["multi_conversations_select"],
  selected_channel: ["channels_select"],
  selected_channels: ["multi_channels_select"],
  selected_date: ["datepicker"],
  selected_time: ["timepicker"],
  selected_date_time: ["datetimepicker"],
};
const KEYS = Object.fromEntries(Object.entries(HELD).flatMap(([key, types]) => types.map((type) => [type, key])));

/** What it holds now, as the server takes it: an option's value instead of the option. */
function held(block, element, place) {
  const key = KEYS[element.type] ?? "value";
  const mine = place.values[block.block_id]?.[element.action_id];
  const found = mine && key in mine ? mine[key] : element[key.replace("selected", "initial").replace(/^value$/, "initial_value")];
  const wired = (one) => (one && typeof one === "object" ? one.value : one);
  return Array.isArray(found) ? found.map(wired) : wired(found);
}

const KINDS = { channels: "public", groups: "private", im: "im" };

/** The conversations that this menu offers: public channels alone, or what its filter lets through. */
function conversations(element) {
  const all = session.state.pickable;
  if (/channels_select$/.test(element.type)) return all.filter((one) => one.kind === "channels");
  const { include, exclude_bot_users: noBots, exclude_external_shared_channels: noneShared } = element.filter ?? {};
  const passes = (one) => !include || include.includes(KINDS[one.kind]);
  return all.filter((one) => passes(one) && !(noBots && one.kind === "im") && !(noneShared && one.shared));
}

/** What is offered: [{value, text, description, group}]; people and conversations come from the workspace. */
function offered(element) {
  const plain = ({ id, name }) => ({ value: id, text: { type: "plain_text", text: name } });
  if (/users_select$/.test(element.type)) return session.state.people.filter((one) => one.mark !== "deactivated").map(plain);
  if (/(channels|conversations)_select$/.test(element.type)) return conversations(element).map(plain);
  const grouped = (element.option_groups ?? []).flatMap((group) => group.options.map((one) => ({ ...one, group: group.label.text })));
  return [...(element.options ?? []), ...grouped];
}

function select({ element, value, look, inForm }) {
  const all = offered(element);
  const ask = element.placeholder?.text ?? "Choose";
  const choice = (one) => el("option", { value: one.value, selected: one.value === value }, one.text.text);
  const groups = [...new Set(all.map((one) => one.group))];
  const inner = groups.map((name) => {
    const mine = all.filter((one) => one.group === name).map(choice);
    return name ? el("optgroup", { label: name }, mine) : mine;
  });
  const none = el("option", { value: "", selected: !value, disabled: !inForm }, ask);
  const node = el("select", { ...look, "aria-label": look.id ? null : ask }, none, inner);
  return { node, read: () => node.value || null, write: (wanted) => (node.value = wanted ?? ""), event: "change" };
}

function tick(type, group, one, chosen, key) {
  const box = el("input", { type, name: group, value: one.value, checked: chosen.includes(one.value), data: { key: `${key}/${one.value}` } });
  const about = one.description ? el("div", { class: "aside" }, text(one.description)) : null;
  return el("label", { class: "tick" }, box, el("span", {}, text(one.text), about));
}

/** Radio buttons, checkboxes, and what a multi-select opens. */
function ticks(type, { element, value, look, key }) {
  const group = uid("group");
  const chosen = Array.isArray(value) ? value : [value];
  const rows = offered(element).map((one) => tick(type, group, one, chosen, key));
  const many = element.type.startsWith("multi_") && rows.length > 6;
  const node = el("div", { class: many ? "ticks many" : "ticks", role: type === "radio" ? "radiogroup" : "group", ...look }, rows);
  if (!look["aria-labelledby"]) node.setAttribute("aria-label", element.placeholder?.text ?? "Options");
  const boxes = () => [...node.querySelectorAll("input")];
  const ticked = () => boxes().filter((box) => box.checked).map((box) => box.value);
  const most = element.max_selected_items ?? Infinity;
  const limit = () => boxes().forEach((box) => (box.disabled = !box.checked && ticked().length >= most));
  const write = (wanted) => {
    boxes().forEach((box) => (box.checked = [wanted].flat().includes(box.value)));
    limit();
  };
  node.addEventListener("change", limit);
  limit();
  return { node, read: () => (type === "radio" ? (ticked()[0] ?? null) : ticked()), write, event: "change" };
}

function several(made) {
  const inner = ticks("checkbox", { ...made, look: made.inForm ? made.look : {} });
  if (made.inForm) return inner;
  const ask = made.element.placeholder?.text ?? "Pick";
  const button = el("button", { type: "button", class: "button menu", data: { key: made.key } }, ask);
  const done = el("button", { type: "button", class: "button primary" }, "Done");
  const node = disclosure(button, el("div", { class: "panel" }, inner.node, done));
  done.addEventListener("click", () => {
    node.dispatchEvent(new Event("done"));
    button.focus();
  });
  return { ...inner, node, event: "done" };
}

function typed(type, { element, value, look }) {
  const tag = element.multiline || element.type === "rich_text_input" ? "textarea" : "input";
  const mode = { number_input: "decimal", email_text_input: "email", url_text_input: "url" }[element.type];
  const own = tag === "input" ? { type, inputmode: mode, autocomplete: "off" } : { rows: 3 };
  const node = el(tag, { ...own, ...look, dir: "auto", value: value ?? "", placeholder: element.placeholder?.text });
  if (!look.id) node.setAttribute("aria-label", element.placeholder?.text ?? "Text");
  return { node, read: () => node.value || null, write: (wanted) => (node.value = wanted ?? ""), event: "change" };
}

function moment(made) {
  const inner = typed("datetime-local", { ...made, value: made.value ? zonedText(made.value) : "" });
  const [node, write] = [inner.node, (wanted) => (inner.node.value = wanted ? zonedText(wanted) : "")];
  return { ...inner, read: () => (node.value ? zoned(node.value) : null), write };
}

function button({ block, element, place, key }) {
  const look = { class: `button ${element.style ?? ""}`, "aria-label": element.accessibility_label, data: { key } };
  const pressed = (event) => place.touch(block, element, null, event.currentTarget);
  if (!element.url) return { node: el("button", { type: "button", ...look, on: { click: pressed } }, element.text.text) };
  const safe = /^https?:/.test(element.url) ? element.url : "#";
  return { node: el("a", { href: safe, target: "_blank", rel: "noopener noreferrer", ...look, on: { click: pressed } }, element.text.text) };
}

function overflow({ block, element, place, key }) {
  const more = el("button", { type: "button", class: "button menu", "aria-label": "More actions", data: { key } }, "⋯");
  const choose = (one) => () => {
    more.click();
    more.focus();
    if (/^https?:/.test(one.url ?? "")) window.open(one.url, "_blank", "noopener");
    place.touch(block, element, one.value, more);
  };
  const rows = element.options.map((one) => el("button", { type: "button", class: "row", on: { click: choose(one) } }, one.text.text));
  return { node: disclosure(more, el("div", { class: "panel" }, rows)) };
}

const unknown = ({ element }) => ({ node: el("p", { class: "aside" }, `(${element.type} cannot be used here.)`) });

const MAKERS = {
  button,
  overflow,
  workflow_button: button,
  static_select: select,
  users_select: select,
  channels_select: select,
  conversations_select: select,
  multi_static_select: several,
  multi_users_select: several,
  multi_channels_select: several,
  multi_conversations_select: several,
  radio_buttons: (made) => ticks("radio", made),
  checkboxes: (made) => ticks("checkbox", made),
  plain_text_input: (made) => typed("text", made),
  number_input: (made) => typed("text", made),
  email_text_input: (made) => typed("text", made),
  url_text_input: (made) => typed("text", made),
  rich_text_input: unknown,
  datepicker: (made) => typed("date", made),
  timepicker: (made) => typed("time", made),
  datetimepicker: moment,
};
const GROUPS = new Set(["radio_buttons", "checkboxes"]);
const made = new WeakMap();

/** Whether its label names a group of boxes instead of one field. */
export const isGroup = (element) => GROUPS.has(element.type) || element.type.startsWith("multi_");

/** The node for one element. `look`: the attributes that tie it to its label, hint and error. */
export function field(block, element, place, look = {}) {
  const key = `${block.block_id}/${element.action_id}`;
  const inForm = block.type === "input";
  const one = (MAKERS[element.type] ?? unknown)({ block, element, place, look, key, inForm, value: held(block, element, place) });
  one.node.dataset.key ??= key;
  if (!one.read) return one.node;
  made.set(one.node, { ...one, block: block.block_id, action: element.action_id, input: inForm });
  one.node.classList.add("field");
  one.node.addEventListener(one.event, () => place.changed(block, element, one.read(), one.node));
  return one.node;
}

const within = (root) => [...root.querySelectorAll(".field")].map((node) => made.get(node)).filter((one) => one?.input);

/** Everything entered in the input blocks there: block_id, action_id, value. */
export function entered(root) {
  const values = {};
  for (const one of within(root)) (values[one.block] ??= {})[one.action] = one.read();
  return values;
}

/** Put back what had been entered, where the same field still is. */
export function reenter(root, values) {
  for (const one of within(root)) {
    const mine = values[one.block];
    if (mine && one.action in mine) one.write(mine[one.action]);
  }
}
