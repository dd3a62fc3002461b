// Building and renewing what is on the screen. Data only ever becomes text nodes, attributes and properties: never markup.

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "selected", "open", "textContent", "className"]);
const SVG = "http://www.w3.org/2000/svg";
let last = 0;

export const uid = (name) => `${name}-${(last += 1)}`;

function dress(node, props) {
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") Object.entries(value).forEach(([event, listen]) => node.addEventListener(event, listen));
    else if (name === "data") Object.assign(node.dataset, value);
    else if (PROPERTIES.has(name)) node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
}

const there = (child) => child !== null && child !== undefined && child !== false && child !== "";

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  node.append(...children.flat(Infinity).filter(there));
  dress(node, props);
  return node;
}

export function svg(tag, props = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  dress(node, props);
  node.append(...children.flat(Infinity).filter(there));
  return node;
}

export const find = (selector, within = document) => within.querySelector(selector);

/** The address of the part of the screen that has the focus: of an item in a list, and of what is touched in it. */
export function focusIn(container) {
  const focused = document.activeElement;
  if (!focused || focused === container || !container.contains(focused)) return null;
  const item = focused.closest("[data-item]");
  const part = focused.closest("[data-key]");
  return { item: item?.dataset.item, part: part?.dataset.key };
}

export function refocus(container, was) {
  if (!was || (container.contains(document.activeElement) && document.activeElement !== container)) return;
  const item = was.item ? container.querySelector(`[data-item="${CSS.escape(was.item)}"]`) : container;
  const root = item ?? container;
  const part = was.part ? root.querySelector(`[data-key="${CSS.escape(was.part)}"]`) : null;
  const target = part && !part.matches(":disabled") ? part : root;
  (target.matches("button, a, input, select, textarea, [tabindex]") ? target : find("button, a, input", target))?.focus({
    preventScroll: true,
  });
}

const drawn = new WeakMap();

/** Put in place what is new or has changed, and leave the rest untouched. An item is {key, signature, build}. */
export function keyed(container, items) {
  const was = focusIn(container);
  const old = new Map([...container.children].map((node) => [node.dataset.item, node]));
  const wanted = items.map(({ key, signature, build }) => {
    const known = old.get(key);
    if (known && drawn.get(known) === signature) return known;
    const node = build();
    node.dataset.item = key;
    drawn.set(node, signature);
    return node;
  });
  const kept = new Set(wanted);
  [...container.children].forEach((node) => kept.has(node) || node.remove());
  let cursor = container.firstChild;
  for (const node of wanted) {
    if (node === cursor) cursor = cursor.nextSibling;
    else container.insertBefore(node, cursor);
  }
  refocus(container, was);
}

/** Draw the item in which this stands anew next time, whatever its signature says. */
export const forget = (node) => drawn.delete(node.closest("[data-item]"));

/** Draw a container anew when its signature has changed; the focus stays where it was. */
export function renewed(container, signature, build) {
  const sign = JSON.stringify(signature);
  if (drawn.get(container) === sign) return false;
  drawn.set(container, sign);
  const was = focusIn(container);
  container.replaceChildren(...[build()].flat(Infinity).filter(there));
  refocus(container, was);
  return true;
}

/** Move a panel sideways as far as it would stick out, and scroll it into view. */
function keepInView(panel) {
  panel.style.translate = "0";
  const [box, room] = [panel.getBoundingClientRect(), panel.closest(".scroll, .home, .body").getBoundingClientRect()];
  const out = Math.max(0, box.right - room.right + 8);
  panel.style.translate = `${-Math.min(out, box.left - room.left)}px`;
  panel.scrollIntoView({ block: "nearest" });
}

/** A button that shows and hides a panel; Escape, and a click elsewhere, hide it again. */
export function disclosure(button, panel) {
  const show = (open) => {
    panel.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) keepInView(panel);
  };
  const root = el("div", { class: "disclosure" }, button, panel);
  button.addEventListener("click", () => show(panel.hidden));
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    event.preventDefault();
    event.stopPropagation();
    show(false);
    button.focus();
  });
  root.addEventListener("focusout", (event) => root.contains(event.relatedTarget) || !event.relatedTarget || show(false));
  document.addEventListener("pointerdown", (event) => root.isConnected && !root.contains(event.target) && show(false));
  show(false);
  return root;
}
