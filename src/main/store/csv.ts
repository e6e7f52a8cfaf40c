/** Cells and lines of CSV (RFC 4180) that a spreadsheet takes for what they are: data, never formulas. */

/** Spreadsheets take the sign before these for "this is text". Full-width signs count for some of them too. */
const formulaStart = /^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** Where the comma stands in decimals, spreadsheets part cells at semicolons, within quotes too. */
const formulaAfterSemicolon = /(;["\s]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** Spreadsheets read UTF-8 where a file begins with this. */
export const csvStart = '\ufeff';

function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const guarded = value.replaceAll(formulaAfterSemicolon, "$1'");
  const text = formulaStart.test(guarded) || /^[\t\r\n]/.test(guarded) ? `'${guarded}` : guarded;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
