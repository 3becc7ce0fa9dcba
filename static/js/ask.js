// A request that is given up: a line that leads nowhere may say so late, or never. Null when no answer came.
const LONGEST = 20_000;

export const ask = (url, how = {}, longest = LONGEST) =>
  fetch(url, { redirect: "manual", signal: AbortSignal.timeout(longest), ...how }).catch(() => null);
