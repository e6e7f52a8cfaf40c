/** What of a damaged settings file can still be relied on: only what does not fit goes back to what is usual. */
import type { z } from 'zod';
import { Settings } from './settings.ts';

export interface Salvaged {
  readonly settings: Settings;
  /** The places that did not fit, in the order in which they were found. */
  readonly lost: readonly string[];
}

/** A file that is damaged in more places than this is not trusted in the others. */
const mostLost = 200;

/**
 * @param content of the file. Where the list of destinations is lost as a whole, some may have been switched off on
 * purpose: where files go is to be chosen anew then. Where it is lost which proxy is used, nothing goes past one: the
 * user's own, or none that is set up, which is told.
 */
export function salvageSettings(content: string): Salvaged {
  const data = parsed(content);
  const lost: string[] = [];
  while (isRecord(data) && lost.length < mostLost) {
    const result = Settings.safeParse(data);
    if (result.success) {
      const { choice, proxy } = result.data;
      const settings: Settings = {
        ...result.data,
        choice: lost.includes('destinations') ? null : choice,
        proxy: lost.includes('proxy') || lost.includes('proxy.use') ? { ...proxy, use: 'own' } : proxy,
      };
      return { settings, lost };
    }
    const [issue] = result.error.issues;
    const path = issue ? pathOf(issue) : [];
    if (path.length === 0) break;
    lost.push(path.join('.'));
    remove(data, path);
  }
  return { settings: Settings.parse({}), lost: [...lost, 'the whole file'] };
}

/** Where the data do not fit; an unknown field is named itself. */
function pathOf(issue: z.core.$ZodIssue): string[] {
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  return [...issue.path, ...unknown].map(String);
}

/** Takes out the value at the path; where it is missing already, what needs it. */
function remove(data: Record<string, unknown>, path: readonly string[]): void {
  const [key = '', ...rest] = path;
  const value = data[key];
  const inner = Array.isArray(value) ? value : isRecord(value) ? value : null;
  const [next] = rest;
  if (next === undefined || inner === null) {
    delete data[key];
    return;
  }
  if (!Array.isArray(inner)) {
    if (rest.length > 1 || next in inner) remove(inner, rest);
    else delete data[key];
    return;
  }
  const at = Number(next);
  const entry: unknown = inner[at];
  const [field, ...deeper] = rest.slice(1);
  if (key === 'destinations' && field === 'enabled' && isRecord(entry)) entry.enabled = false;
  // Nobody knows any more who can get at what is there: nothing goes there that was meant for fewer.
  else if (key === 'destinations' && field === 'scope' && isRecord(entry) && entry.scope !== 'public')
    entry.scope = 'public';
  else if (isRecord(entry) && field !== undefined && field in entry) remove(entry, [field, ...deeper]);
  else inner.splice(at, 1);
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
