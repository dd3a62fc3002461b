// A date and time as the reader's clock shows it, and back.

import { inZone } from "./words.js";

const PARTS = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/** Seconds as "2026-07-07T15:00" in the reader's zone. */
export function zonedText(seconds) {
  const [day, time] = inZone(seconds, PARTS).split(", ");
  return `${day.split("/").reverse().join("-")}T${time}`;
}

/** "2026-07-07T15:00" in the reader's zone as seconds; the second look settles days on which clocks change. */
export function zoned(local) {
  const wanted = Date.parse(`${local}Z`) / 1000;
  let guess = wanted;
  for (let look = 0; look < 2; look += 1) guess += wanted - Date.parse(`${zonedText(guess)}Z`) / 1000;
  return guess;
}
