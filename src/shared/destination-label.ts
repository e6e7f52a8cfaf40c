/** Names for destinations that are new: told apart by a number where another one has the name already. */

const longest = 100;

/** `wanted`, or the first of "wanted 2", "wanted 3", … that nobody has. */
export function freeLabel(wanted: string, taken: readonly string[]): string {
  const base = wanted.replace(/ \d{1,4}$/, '').slice(0, longest - 5);
  if (!taken.includes(wanted)) return wanted.slice(0, longest);
  for (let number = 2; ; number += 1) {
    const label = `${base} ${number}`;
    if (!taken.includes(label)) return label;
  }
}
