// Who acts, where they are, and what they see there: asked of the sandbox again as soon as anything has changed.

export const session = { as: "", in: "", thread: "", state: null };

let version = -1;
let answered = null; // for whom and where the state was asked
let asking = null;
let shown = () => {};
let lost = () => {};

function readHash() {
  const hash = new URLSearchParams(location.hash.slice(1));
  for (const name of ["as", "in", "thread"]) session[name] = hash.get(name) ?? "";
}

/** The address of a place, for links; what is not named stays as it is, and another conversation closes the thread. */
export function address(to) {
  const moved = ("in" in to && to.in !== session.in) || ("as" in to && to.as !== session.as);
  const place = { as: session.as, in: session.in, thread: moved ? "" : session.thread, ...to };
  return `#${new URLSearchParams(Object.entries(place).filter(([, value]) => value))}`;
}

export function go(to, replace = false) {
  const hash = address(to);
  if (hash === location.hash) return;
  if (replace) history.replaceState(null, "", hash);
  else history.pushState(null, "", hash);
  moved();
}

function moved() {
  readHash();
  if (session.state && answered === `${session.as} ${session.in}`) shown(session.state);
  else again();
}

/** Ask at once, whatever is known. */
function again() {
  version = -1;
  asking?.abort();
}

export async function start({ draw, trouble }) {
  [shown, lost] = [draw, trouble];
  readHash();
  window.addEventListener("hashchange", moved);
  window.addEventListener("popstate", moved);
  for (;;) {
    asking = new AbortController();
    const asked = { as: session.as, in: session.in };
    try {
      const query = new URLSearchParams({ ...asked, since: version });
      const answer = await fetch(`/page/state?${query}`, { signal: asking.signal });
      const state = await answer.json();
      if (asked.as !== session.as || asked.in !== session.in) continue;
      version = state.version;
      answered = `${asked.as} ${asked.in}`;
      session.state = state;
      lost(false);
      shown(state);
    } catch (why) {
      if (why.name === "AbortError") continue;
      if (!(why instanceof TypeError) && !(why instanceof SyntaxError)) throw why;
      lost(true);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      version = -1;
    }
  }
}

async function post(path, body) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return answer.ok ? await answer.json() : { ok: false, words: await answer.text() };
  } catch {
    return { ok: false, words: "The sandbox does not answer." };
  }
}

let before = Promise.resolve();

/** Do one thing, after everything done before: the app hears of it in that order. */
export function act(verb, details = {}) {
  const body = { as: session.as, verb, ...details };
  before = before.then(() => post("/page/act", body));
  return before;
}

export const control = (name) => post("/page/control", { name });
export const wire = async () => (await fetch("/page/wire")).json();

/** What an id is called. */
export const named = (id) => session.state?.names[id] ?? id;
