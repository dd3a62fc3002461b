// The form in front, and the question whether one is sure.

import { blocks } from "./blocks.js";
import { el, find, focusIn, forget, refocus, uid } from "./dom.js";
import { entered, reenter } from "./fields.js";
import { act } from "./session.js";

const FOCUSABLE = "button, a[href], input, select, textarea, summary, [tabindex='0']";

/** Say that something could not be done: in the dialog in front, else on the page. */
export function complain(words) {
  const front = [...document.querySelectorAll("dialog[open]")].at(-1);
  const place = find("[role=alert]", front ?? document.body);
  place.textContent = words;
  place.hidden = !words;
}

/** Whether Tab stops there: in a group of radio buttons it stops at the chosen one alone. */
function stops(node) {
  if (!node.checkVisibility() || node.disabled) return false;
  if (node.type !== "radio" || node.checked) return true;
  return !node.closest("form").querySelector(`input[name="${CSS.escape(node.name)}"]:checked`);
}

/** Tab goes round within a dialog. */
function keepInside(dialog) {
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const all = [...dialog.querySelectorAll(FOCUSABLE)].filter(stops);
    const [from, to] = event.shiftKey ? [all[0], all.at(-1)] : [all.at(-1), all[0]];
    if (!to || (document.activeElement !== from && dialog.contains(document.activeElement))) return;
    event.preventDefault();
    to.focus();
  });
}

/** Where the focus was, and the way back there, also when that part of the page was drawn anew. */
function remembered() {
  const before = document.activeElement;
  const root = before?.closest(".list, .home, dialog") ?? null;
  const was = root ? focusIn(root) : null;
  return () => {
    if (before?.isConnected && before !== document.body) before.focus();
    else if (root?.isConnected && was) refocus(root, was);
    if (document.activeElement === document.body) find("#main textarea, #main h1")?.focus();
  };
}

/** Slack's confirm dialog; true when the person is sure. */
export function sure(confirm) {
  const [id, back] = [uid("sure"), remembered()];
  return new Promise((resolve) => {
    const answer = (yes) => () => {
      dialog.remove();
      back();
      resolve(yes);
    };
    const look = confirm.style === "danger" ? "danger" : "primary";
    const dialog = el(
      "dialog",
      { class: "sure", "aria-labelledby": id },
      el("h2", { id, dir: "auto" }, confirm.title.text),
      el("p", { dir: "auto" }, confirm.text.text),
      el("p", { role: "alert", hidden: true }),
      el(
        "div",
        { class: "bar" },
        el("button", { type: "button", class: "button", on: { click: answer(false) } }, confirm.deny.text),
        el("button", { type: "button", class: `button ${look}`, on: { click: answer(true) } }, confirm.confirm.text),
      ),
    );
    dialog.addEventListener("cancel", answer(false));
    keepInside(dialog);
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Touch something: ask whether one is sure, tell the server, and say what was wrong. */
export async function touch(details, element, node) {
  if (node.getAttribute("aria-busy") === "true") return;
  if (element.confirm && !(await sure(element.confirm))) return;
  node.setAttribute("aria-busy", "true");
  const answer = await act("touches", { action: element.action_id, ...details });
  node.removeAttribute("aria-busy");
  if (!answer.ok) forget(node); // it may show a choice that was not taken
  complain(answer.ok ? "" : answer.words);
}

let shown = null; // {id, sign, dialog, back}

function shut() {
  const { dialog, back } = shown;
  shown = null;
  dialog.close();
  dialog.remove();
  back();
}

async function tell(verb, view, dialog) {
  const mark = verb === "closes" ? "data-closing" : "aria-busy"; // what is on its way keeps nobody from leaving
  if (dialog.getAttribute(mark) === "true") return;
  dialog.setAttribute(mark, "true");
  const answer = await act(verb, { view: view.id, ...(verb === "submits" ? { values: entered(dialog) } : {}) });
  dialog.removeAttribute(mark);
  complain(answer.ok ? "" : answer.words);
}

function inside(view, dialog, title) {
  const place = {
    values: view.values,
    errors: view.errors,
    touch: (block, element, value, node) => touch({ view: view.id, block: block.block_id, value, values: entered(dialog) }, element, node),
    changed: (block, element, value, node) => {
      if (block.type !== "input" || block.dispatch_action) place.touch(block, element, value, node);
    },
  };
  const close = () => tell("closes", view, dialog);
  const bar = [
    el("button", { type: "button", class: "button", data: { key: "close" }, on: { click: close } }, view.close ?? "Close"),
    view.submit ? el("button", { type: "submit", class: "button primary", data: { key: "submit" } }, view.submit) : null,
  ];
  const form = el("form", { novalidate: true }, el("div", { class: "body" }, blocks(view.blocks, place)), el("div", { class: "bar" }, bar));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    tell("submits", view, dialog);
  });
  const heading = el("h2", { id: title, dir: "auto", tabindex: "-1" }, view.title ?? "");
  return [heading, el("p", { role: "alert", hidden: true }), form];
}

function opened() {
  const dialog = el("dialog", { class: "form" });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    find("[data-key=close]", dialog)?.click();
  });
  keepInside(dialog);
  const back = remembered();
  document.body.append(dialog);
  return { dialog, back };
}

/** Show the form that is open now, or none. What was entered stays when the app changes it meanwhile. */
export function drawForm(view) {
  if (!view) return shown && shut();
  const sign = JSON.stringify([view.hash, view.errors]);
  if (shown?.id === view.id && shown.sign === sign) return;
  const same = shown?.id === view.id;
  const next = shown ?? opened();
  const { dialog } = next;
  const [kept, was, title] = [same ? entered(dialog) : {}, focusIn(dialog), uid("title")];
  const page = shown?.page;
  dialog.setAttribute("aria-labelledby", title);
  dialog.replaceChildren(...inside(view, dialog, title));
  reenter(dialog, kept);
  shown = { ...next, id: view.id, sign, page: view.title };
  if (!dialog.open) dialog.showModal();
  const wrong = find(".wrong input, .wrong select, .wrong textarea", dialog);
  if (wrong) wrong.focus();
  else if (same && page === view.title && was?.part) refocus(dialog, was);
  else (find(".body input, .body select, .body textarea, .body button", dialog) ?? find("[data-key=close]", dialog)).focus({ preventScroll: true });
}
