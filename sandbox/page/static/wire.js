// The inspector: what app and Slack said to each other, the newest first.

import { el, find, keyed } from "./dom.js";
import { session, wire } from "./session.js";
import { inZone } from "./words.js";

const KINDS = {
  call: "to Slack",
  response_url: "to Slack",
  events_api: "to app",
  interactive: "to app",
  slash_commands: "to app",
};
const TIME = { hour: "2-digit", minute: "2-digit", second: "2-digit" };
let asked = -1;

const json = (label, value) => [
  el("h4", {}, label),
  el("pre", { tabindex: "0", role: "region", "aria-label": label }, el("code", {}, JSON.stringify(value, null, 2))),
];

function entry(one) {
  const details = el("details", {});
  const summary = el(
    "summary",
    {},
    el("span", { class: "way" }, KINDS[one.kind] ?? one.kind),
    el("span", { class: "name" }, one.name),
    el("span", { class: one.ok ? "went" : "went wrong" }, one.ok ? "ok" : "refused"),
    el("time", {}, inZone(one.at, TIME)),
  );
  details.append(summary);
  details.addEventListener("toggle", () => {
    if (details.childElementCount === 1) details.append(...json("Request", one.request), ...json("Answer", one.answer));
  });
  return el("li", {}, details);
}

/** Draw it if it is open and anything has happened since. */
export async function drawWire(state) {
  if (find("#wire").hidden || asked === state.version) return;
  asked = state.version;
  const { exchanges } = await wire();
  const items = exchanges.map((one) => ({ key: String(one.number), signature: session.as, build: () => entry(one) }));
  const empty = { key: "empty", signature: "", build: () => el("li", {}, el("p", { class: "empty" }, "Nothing here yet.")) };
  keyed(find("#exchanges"), items.length ? items : [empty]);
}

export function prepareWire() {
  const [button, panel] = [find("#inspect"), find("#wire")];
  const show = (open) => {
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    asked = -1;
    if (open && session.state) drawWire(session.state);
  };
  button.addEventListener("click", () => show(panel.hidden));
  find("#wire-close").addEventListener("click", () => {
    show(false);
    button.focus();
  });
}
