/** How long a link has to last, as the user can ask for it; without a schema, so that the page can use it. */
const dayMs = 86_400_000;

/** Asks for a link without an end date: longer than any end that a host names. */
export const noEndMs = Number.MAX_SAFE_INTEGER;

/** ms; null asks nothing. */
export const lastings = {
  any: null,
  day: dayMs,
  week: 7 * dayMs,
  month: 30 * dayMs,
  'no-end': noEndMs,
} as const;
export type Lasting = keyof typeof lastings;
