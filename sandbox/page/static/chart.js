// data_visualization: bars and lines as SVG that is as wide as its place and whose words keep their size, and a table behind it.

import { el, svg, uid } from "./dom.js";

const BAR = 12;
const GAP = 3;
const LABEL = 20;

const shown = (value) => String(value).replace("-", "−");

const seriesOf = (chart) =>
  chart.type === "pie"
    ? [{ name: "Value", data: chart.segments }]
    : chart.series.map((one) => ({ name: one.name, data: chart.axis_config.categories.map((name) => one.data.find((d) => d.label === name)) }));

/** From the lowest value to the highest, zero included, and a little room for the numbers. */
function scale(series) {
  const values = series.flatMap((one) => one.data.map((point) => point.value));
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const span = high - low || 1;
  const [left, right] = [low - span * (low < 0 ? 0.14 : 0.01), high + span * (high > 0 ? 0.14 : 0.03)];
  return (value) => ((value - left) / (right - left)) * 100;
}

function bar(point, place, top, at) {
  const [from, to] = [at(Math.min(0, point.value)), at(Math.max(0, point.value))];
  const after = point.value >= 0;
  const label = { x: `${after ? to : from}%`, y: top + BAR / 2, dx: after ? 4 : -4, "text-anchor": after ? "start" : "end" };
  return [
    svg("rect", { class: `series-${place}`, x: `${from}%`, y: top, width: `${to - from}%`, height: BAR, rx: 2 }),
    svg("text", { class: "value", "dominant-baseline": "central", ...label }, shown(point.value)),
  ];
}

function bars(series) {
  const at = scale(series);
  const step = LABEL + series.length * (BAR + GAP) + 8;
  const rows = series[0].data.map((first, row) => [
    svg("text", { class: "category", x: 0, y: row * step + LABEL - 6 }, first.label),
    series.map((one, place) => bar(one.data[row], place, row * step + LABEL + place * (BAR + GAP), at)),
  ]);
  const height = series[0].data.length * step;
  const zero = svg("line", { class: "axis", x1: `${at(0)}%`, x2: `${at(0)}%`, y1: LABEL - 2, y2: height });
  const nought = svg("text", { class: "value", x: `${at(0)}%`, y: height + 13, "text-anchor": "middle" }, "0");
  return { height: height + 18, parts: [zero, nought, rows] };
}

function lines(series) {
  const [top, height] = [14, 200];
  const at = scale(series);
  const y = (value) => top + height - (at(value) / 100) * height;
  const count = series[0].data.length;
  const x = (place) => ((place + 0.5) / count) * 100;
  const drawn = series.map((one, number) => {
    const points = one.data.map((point, place) => `${x(place)},${y(point.value)}`).join(" ");
    const box = { x: 0, y: 0, width: "100%", height: top + height, viewBox: `0 0 100 ${top + height}`, preserveAspectRatio: "none" };
    return [
      svg("svg", box, svg("polyline", { class: `line line-${number}`, points, "vector-effect": "non-scaling-stroke" })),
      one.data.map((point, place) => svg("circle", { class: `series-${number}`, cx: `${x(place)}%`, cy: y(point.value), r: 3.5 })),
    ];
  });
  const every = Math.ceil(count / 6);
  const names = series[0].data.map((point, place) =>
    place % every ? null : svg("text", { class: "category", x: `${x(place)}%`, y: top + height + 18, "text-anchor": "middle" }, point.label),
  );
  const zero = svg("line", { class: "axis", x1: 0, x2: "100%", y1: y(0), y2: y(0) });
  const values = series.flatMap((one) => one.data.map((point) => point.value));
  const marks = [...new Set([Math.min(0, ...values), 0, Math.max(0, ...values)])].map((value) =>
    svg("text", { class: "value", x: 0, y: y(value) - 4 }, shown(value)),
  );
  return { height: top + height + 24, parts: [zero, drawn, names, marks] };
}

function table(title, series) {
  const head = el("tr", {}, el("td"), series.map((one) => el("th", { scope: "col", dir: "auto" }, one.name)));
  const body = series[0].data.map((first, row) =>
    el("tr", {}, el("th", { scope: "row", dir: "auto" }, first.label), series.map((one) => el("td", {}, shown(one.data[row].value)))),
  );
  const inner = el("table", {}, el("caption", { class: "aside" }, title), el("thead", {}, head), el("tbody", {}, body));
  return el("details", {}, el("summary", {}, "Show as a table"), el("div", { class: "wide", tabindex: "0", role: "region", "aria-label": title }, inner));
}

const legend = (series) =>
  el("ul", { class: "legend" }, series.map((one, place) => el("li", { dir: "auto" }, el("span", { class: `swatch swatch-${place}` }), one.name)));

export function chart(block) {
  const series = seriesOf(block.chart);
  const axis = block.chart.axis_config ?? {};
  const { height, parts } = ["line", "area"].includes(block.chart.type) ? lines(series) : bars(series);
  const id = uid("chart");
  return el(
    "figure",
    { class: "chart", "aria-labelledby": id },
    el("figcaption", { id, dir: "auto" }, block.title),
    series.length > 1 ? legend(series) : null,
    svg("svg", { class: "plot", width: "100%", height, role: "img", "aria-label": `${block.chart.type} chart: ${block.title}` }, parts),
    axis.y_label ? el("p", { class: "aside", dir: "auto" }, axis.y_label) : null,
    axis.x_label ? el("p", { class: "aside", dir: "auto" }, axis.x_label) : null,
    table(block.title, series),
  );
}
