// The page: draws what one person sees, each time anything has changed.

import { drawBar, drawNav, lost, prepareBar } from "./bar.js";
import { blocks } from "./blocks.js";
import { composer } from "./composer.js";
import { el, find, renewed } from "./dom.js";
import { complain, drawForm, touch } from "./form.js";
import { announce, drawConversation, drawThread, inThread } from "./messages.js";
import { act, address, go, session, start } from "./session.js";
import { drawWire, prepareWire } from "./wire.js";

const [main, thread] = [find("#main"), find("#thread")];
let home = ""; // whose home was opened last

const about = (place) =>
  place.kind === "im" ? "Your messages with the app" : `${place.people} ${place.people === 1 ? "member" : "members"}${place.kind === "groups" ? ", private" : ""}`;

/** The two pages an app has: its messages and its home. */
function tabs(state) {
  if (!state.app.home) return null;
  const dm = state.conversations.find((one) => one.kind === "im").id;
  const tab = (words, to) => el("a", { href: address({ in: to }), "aria-current": session.in === to ? "page" : null, data: { key: `tab ${to}` } }, words);
  return el("nav", { class: "tabs", "aria-label": state.app.name }, tab("Messages", dm), tab("Home", "home"));
}

function writing(state, place) {
  if (state.me.mark === "deactivated") return el("p", { class: "closed" }, "This person has left the workspace.");
  if (place.archived) return el("p", { class: "closed" }, "This channel is archived.");
  if (place.kind === "im" && !state.app.writable) return el("p", { class: "closed" }, "This app takes no messages.");
  return composer(`Message ${place.kind === "im" ? place.name : `#${place.name}`}`, { channel: place.id });
}

function drawMain(state) {
  const place = state.conversations.find((one) => one.id === session.in);
  const name = place?.kind === "im" || !place ? state.app.name : `# ${place.name}`;
  renewed(find("#head"), [name, place?.people, place?.kind, session.as, session.in], () => [
    el("h1", { dir: "auto", tabindex: "-1" }, name),
    el("p", { class: "aside" }, place ? about(place) : "What the app shows you"),
    place && place.kind !== "im" ? null : tabs(state),
  ]);
  find("#home").hidden = Boolean(place);
  find("#talk").hidden = !place;
  renewed(find("#write"), [place?.id, place?.archived, state.me.mark, session.as], () => (place ? writing(state, place) : []));
  return place;
}

function drawHome(state) {
  if (session.in !== "home") {
    home = "";
    return;
  }
  if (home !== session.as) {
    home = session.as;
    act("opens home").then((answer) => complain(answer.ok ? "" : answer.words));
  }
  const view = state.home;
  renewed(find("#home"), [view?.hash, session.as], () => {
    if (!view) return el("p", { class: "empty" }, "Nothing here yet.");
    const place = {
      values: view.values,
      touch: (block, element, value, node) => touch({ view: view.id, block: block.block_id, value }, element, node),
      changed: (block, element, value, node) => place.touch(block, element, value, node),
    };
    return blocks(view.blocks, place);
  });
}

let drawnThread = "";

function drawPane(state) {
  const open = session.thread && state.open && inThread(state.open, session.thread).length > 0;
  thread.hidden = !open;
  document.body.classList.toggle("with-thread", Boolean(open));
  const key = open ? `${session.as} ${session.in} ${session.thread}` : "";
  const fresh = key !== drawnThread;
  drawnThread = key;
  renewed(find("#reply"), key, () => (open ? composer("Reply in thread", { channel: state.open.id, ts: session.thread }) : []));
  if (!open) return;
  drawThread(find("#replies"), find("#thread-scroll"), state.open, session.thread, fresh);
  if (fresh) find("#reply textarea").focus({ preventScroll: true });
}

function closeThread() {
  const root = session.thread;
  go({ thread: "" });
  (find(`#messages [data-item="${CSS.escape(root)}"] [data-key=thread]`) ?? find("#main h1"))?.focus();
}

function read(state, place) {
  const newest = state.open?.messages.at(-1)?.ts;
  if (place?.unread && newest && !document.hidden) act("reads", { channel: place.id, newest });
}

function draw(state) {
  if (!state.me) return complain("Nobody is here yet.");
  const somewhere = session.in === "home" || state.conversations.some((one) => one.id === session.in);
  if (session.as !== state.me.id || !somewhere) {
    const first = state.conversations.find((one) => one.kind === "im").id;
    go({ as: state.me.id, in: somewhere ? session.in : first }, true);
    return;
  }
  drawBar(state);
  drawNav(state);
  const place = drawMain(state);
  drawHome(state);
  if (place && state.open?.id === place.id) {
    drawConversation(find("#messages"), find("#scroll"), state.open);
    announce(find("#news"), state.open);
  }
  drawPane(state);
  drawForm(state.form);
  drawWire(state);
  read(state, place);
}

prepareBar();
prepareWire();
find("#thread-close").addEventListener("click", closeThread);
thread.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  event.preventDefault();
  closeThread();
});
document.addEventListener("visibilitychange", () => session.state && draw(session.state));
start({ draw, trouble: lost });
