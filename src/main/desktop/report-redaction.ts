/** Takes out of a report what tells about the user: secrets, paths, names of files and people, addresses of links. */
import { createRedaction } from '../net/redaction.ts';

export interface ReportRedaction {
  readonly secrets: readonly string[];
  /** The program's own folder: places in its code say where a defect is. */
  readonly program: string;
  /** The user's name and the computer's; short ones would blacken half of all words. */
  readonly names: readonly string[];
}

const path = '[path]';
const leastName = 3;
/** Of a secret of many lines; a shorter one tells nothing. */
const leastLine = 8;

/** Rather too much than too little: what might be a path goes to the end of its line. */
export function createReportRedaction({ secrets, program, names }: ReportRedaction): (text: string) => string {
  // A report is redacted line by line.
  const lines = secrets.flatMap((secret) => secret.split(/\r?\n/).filter(({ length }) => length >= leastLine));
  const blacken = createRedaction([...secrets.filter((secret) => secret !== ''), ...lines]);
  const people = names.filter(({ length }) => length >= leastName).map((name) => new RegExp(literal(name), 'gi'));
  // As a file address as well, whose slashes are always these.
  const own = new RegExp(`(?:file:/+)?${literal(program).replaceAll(/\\\\|\//g, '[\\\\/]')}[\\\\/]`, 'g');
  return (text) => {
    const withoutPaths = blacken(text)
      .replace(own, 'program:')
      // Node puts paths in quotes, and names of files.
      .replace(/(['"`])((?:(?!\1)[^\n])*)\1/g, (whole, quote: string, within: string) =>
        /^[\w$ -]{0,60}$/.test(within) ? whole : `${quote}${path}${quote}`,
      )
      .replace(/(?:\b[a-z][a-z\d+.-]*:\/\/|(?<![\w:])(?:~?\/|[a-z]:[\\/]|\\\\))[^\n]*/gi, path);
    return people.reduce((rest, name) => rest.replaceAll(name, '[name]'), withoutPaths);
  };
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
