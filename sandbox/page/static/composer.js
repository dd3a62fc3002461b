// Where one writes: Enter sends, Shift and Enter begins a new line, a line that begins with / is a command.

import { el, uid } from "./dom.js";
import { complain } from "./form.js";
import { act, session } from "./session.js";

const drafts = new Map();

function hintFor(line) {
  const [word] = line.split(/\s/);
  if (!word.startsWith("/")) return "";
  const near = session.state.commands.filter((one) => one.command.startsWith(word) || word === one.command);
  if (!near.length) return `There is no command ${word}.`;
  return near.map((one) => [`${one.command} ${one.usage_hint ?? ""}`.trim(), one.description].filter(Boolean).join(": ")).join("\n");
}

function send(key, details, area) {
  return async () => {
    const words = area.value;
    if (!words.trim()) return;
    area.value = "";
    drafts.delete(key);
    area.dispatchEvent(new Event("input"));
    const answer = await act("says", { ...details, words });
    if (!answer.ok && !area.value) area.value = words;
    complain(answer.ok ? "" : answer.words);
  };
}

/** A composer for a conversation, or for a thread in it. */
export function composer(label, details) {
  const [id, hintId] = [uid("write"), uid("hint")];
  const key = JSON.stringify([session.as, details]);
  const area = el("textarea", { id, rows: 1, dir: "auto", "aria-describedby": hintId, placeholder: label, value: drafts.get(key) ?? "" });
  const hint = el("p", { class: "hint aside", id: hintId, hidden: true });
  const sends = send(key, details, area);
  area.addEventListener("input", () => {
    drafts.set(key, area.value);
    hint.textContent = details.ts ? "" : hintFor(area.value);
    hint.hidden = !hint.textContent;
  });
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    sends();
  });
  const form = el("form", { class: "composer" }, el("label", { class: "unseen", for: id }, label), hint, area, el("button", { class: "button primary" }, "Send"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sends();
  });
  return form;
}
