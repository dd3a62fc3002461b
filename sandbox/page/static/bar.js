// The bar of the workspace and the list of conversations.

import { el, find, renewed, svg } from "./dom.js";
import { address, control, go, session } from "./session.js";
import { inZone } from "./words.js";

const NOW = { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" };

const status = { lost: false, said: "" };
let pressed = "";

/** The sandbox does not answer, or does so again. */
export function lost(is) {
  status.lost = is;
  drawStatus();
}

const running = () => pressed || (session.state?.running ?? "");

function drawStatus() {
  const busy = running() && `“${running()}” is running …`;
  const words = status.lost ? "The sandbox does not answer. Trying again …" : busy || status.said;
  if (find("#status").textContent !== words) find("#status").textContent = words;
}

async function press(name) {
  if (running()) return;
  pressed = name;
  drawControls(session.state);
  const answer = await control(name);
  pressed = "";
  status.said = answer.words;
  drawControls(session.state);
}

function drawControls(state) {
  const busy = running();
  const place = find("#controls");
  place.hidden = !state.controls.length;
  place.setAttribute("aria-busy", String(Boolean(busy)));
  renewed(place, [state.controls, busy], () =>
    state.controls.map(({ name, hint }) =>
      el(
        "button",
        { type: "button", class: "button small", title: hint || null, "aria-disabled": busy ? "true" : null, data: { key: name }, on: { click: () => press(name) } },
        busy === name ? el("span", { class: "spinner", "aria-hidden": "true" }) : null,
        name,
      ),
    ),
  );
  drawStatus();
}

const called = (one) => (one.mark ? `${one.name} (${one.mark})` : one.name);

export function drawBar(state) {
  find("#workspace").textContent = state.workspace;
  const now = find("#now");
  now.textContent = inZone(state.now, NOW);
  now.setAttribute("datetime", new Date(state.now * 1000).toISOString());
  now.setAttribute("title", `The sandbox's time, in ${state.me.tz}`);
  drawControls(state);
  const choose = find("#as");
  renewed(choose, state.people, () => state.people.map((one) => el("option", { value: one.id }, called(one))));
  choose.value = state.me.id;
}

const lock = () => svg("svg", { viewBox: "0 0 16 16" }, svg("path", { d: "M3 7h1V5a4 4 0 0 1 8 0v2h1v8H3zm3 0h4V5a2 2 0 0 0-4 0z" }));

function entry(one, state) {
  const app = one.kind === "im";
  const here = one.id === session.in || (app && session.in === "home");
  const sign = app ? "✦" : one.kind === "groups" ? lock() : "#";
  const unread = one.unread ? el("span", { class: "count" }, String(one.unread), el("span", { class: "unseen" }, " unread")) : null;
  return el(
    "li",
    {},
    el(
      "a",
      { href: address({ in: one.id }), class: one.unread ? "place unread" : "place", "aria-current": here ? "page" : null, data: { key: one.id } },
      el("span", { class: "sign", "aria-hidden": "true" }, sign),
      el("bdi", { class: "name" }, one.name),
      one.archived ? el("span", { class: "aside" }, "archived") : null,
      unread,
    ),
  );
}

/** The direct message with the app, then the channels this person is in. */
export function drawNav(state) {
  const apps = state.conversations.filter((one) => one.kind === "im");
  const channels = state.conversations.filter((one) => one.kind !== "im");
  renewed(find("#places"), [state.conversations, session.as, session.in], () => [
    el("h2", {}, "App"),
    el("ul", {}, apps.map((one) => entry(one, state))),
    el("h2", {}, "Channels"),
    channels.length ? el("ul", {}, channels.map((one) => entry(one, state))) : el("p", { class: "empty" }, "Nothing here yet."),
  ]);
  const unread = state.conversations.reduce((sum, one) => sum + one.unread, 0);
  find("#menu .count").textContent = unread || "";
  document.title = `${unread ? `(${unread}) ` : ""}${state.workspace}`;
}

function openDrawer(open) {
  find("#nav").classList.toggle("open", open);
  find("#menu").setAttribute("aria-expanded", String(open));
}

export function prepareBar() {
  find("#as").addEventListener("change", (event) => go({ as: event.target.value, in: "" }));
  find("#menu").addEventListener("click", () => {
    openDrawer(!find("#nav").classList.contains("open"));
    find("#nav.open a")?.focus();
  });
  find("#nav").addEventListener("click", (event) => event.target.closest("a") && openDrawer(false));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !find("#nav.open")) return;
    openDrawer(false);
    find("#menu").focus();
  });
  document.addEventListener("pointerdown", (event) => event.target.closest("#nav, #menu") || openDrawer(false));
  find("#places").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...document.querySelectorAll("#places a")];
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length]?.focus();
  });
}
