/** What the command line was asked to do. */
import { parseArgs } from 'node:util';
import { DestinationId } from '../../shared/ids.ts';
import type { LinkStyle } from '../../shared/link-format.ts';
import { plainName } from '../../shared/messages/index.ts';
import { CopyFormat } from '../../shared/preferences.ts';
import { words } from './words.ts';

/** Which destinations, and where they are described. */
export interface Choice {
  /** Destinations in order; null for the chain of the configuration, or the saved one. */
  readonly to: readonly DestinationId[] | null;
  /** A configuration file, as it was named. */
  readonly config: string | null;
  readonly json: boolean;
}

export interface UploadCommand extends Choice {
  /** Paths as they were given; `-` is standard input. */
  readonly files: readonly string[];
  /** What standard input is called. */
  readonly inputName: string;
  /** The first destination and no other. */
  readonly fragile: boolean;
  readonly verify: boolean;
  /** How links are printed. */
  readonly style: LinkStyle;
  /** ms that a link must last; null asks nothing. */
  readonly keepAtLeastMs: number | null;
  /** Sends what the guard would ask about. */
  readonly sendAnyway: boolean;
  /** Leaves in where photos and videos were made. */
  readonly keepLocation: boolean;
}

/** `to` holds the one destination that was asked for, where one was. */
export interface StatusCommand extends Choice {
  /** Destinations are checked, which sends a small file to each. */
  readonly online: boolean;
}

/** `to` holds the one destination that is asked. */
export interface LeftoversCommand extends Choice {
  readonly delete: boolean;
}

export type Command =
  | ({ readonly kind: 'upload' } & UploadCommand)
  | ({ readonly kind: 'status' } & StatusCommand)
  | ({ readonly kind: 'leftovers' } & LeftoversCommand)
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'bad-usage'; readonly reason: string };

/** The file name that stands for standard input. */
export const standardInput = '-';

const unitsMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };

class BadUsage extends Error {}

/** @param args what follows the program's name */
export function parseCommand(args: readonly string[]): Command {
  try {
    return read(parse(args));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'bad-usage', reason: plainName(reason.split('\n', 1)[0] ?? '') };
  }
}

function read({ values, positionals: files }: ReturnType<typeof parse>): Command {
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const choice = {
    to: values.to === undefined ? null : destinationsIn(values.to),
    config: values.config ?? null,
    json: values.json ?? false,
  };
  if (values.status) {
    const [only, ...more] = files;
    if (more.length > 0) throw new BadUsage(words.statusOfMany);
    if (only !== undefined && choice.to) throw new BadUsage(words.statusTwice);
    const to = only === undefined ? choice.to : [destinationOf(only, words.badStatus)];
    return { kind: 'status', ...choice, to, online: values.online ?? false };
  }
  if (values.leftovers) {
    const [only, ...more] = files;
    if (more.length > 0 || (only === undefined) === (choice.to?.length !== 1)) throw new BadUsage(words.leftoversOfOne);
    const to = only === undefined ? choice.to : [destinationOf(only, words.badLeftovers)];
    return { kind: 'leftovers', ...choice, to, delete: values.delete ?? false };
  }
  if (values.delete) throw new BadUsage(words.deleteAlone);
  if (values.online) throw new BadUsage(words.onlineAlone);
  if (files.length === 0) throw new BadUsage(words.noFile);
  const inputs = files.filter((file) => file === standardInput).length;
  if (inputs > 1) throw new BadUsage(words.twoInputs);
  if (values.format !== undefined && choice.json) throw new BadUsage(words.formatOrJson);
  if (inputs === 0 && values.name !== undefined) throw new BadUsage(words.nameAlone);
  return {
    kind: 'upload',
    ...choice,
    files,
    inputName: values.name === undefined ? 'stdin' : plainFileName(values.name),
    fragile: values.fragile ?? false,
    verify: !values['no-verify'],
    style: values.format === undefined ? { format: 'url', template: '' } : styleOf(values.format),
    keepAtLeastMs: values['keep-at-least'] === undefined ? null : period(values['keep-at-least']),
    sendAnyway: values['send-anyway'] ?? false,
    keepLocation: values['keep-location'] ?? false,
  };
}

/** A format by its name, or a template. */
function styleOf(text: string): LinkStyle {
  const { success, data } = CopyFormat.safeParse(text);
  if (success && data !== 'template') return { format: data, template: '' };
  if (!text.includes('{url}')) throw new BadUsage(words.badFormat);
  return { format: 'template', template: text };
}

function destinationsIn(list: string): DestinationId[] {
  const to = new Set<DestinationId>();
  for (const name of list.split(',').map((name) => name.trim())) {
    if (name === '') continue;
    to.add(destinationOf(name, words.badTo));
  }
  if (to.size === 0) throw new BadUsage(words.emptyTo);
  return [...to];
}

function destinationOf(name: string, otherwise: string): DestinationId {
  const id = DestinationId.safeParse(name);
  if (!id.success) throw new BadUsage(otherwise);
  return id.data;
}

/** A period such as "7d" in ms. */
function period(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?) ?([smhdw])$/.exec(text.trim()) ?? [];
  const ms = Math.ceil(Number(count) * (unitsMs[unit as keyof typeof unitsMs] ?? Number.NaN));
  if (!Number.isSafeInteger(ms) || ms <= 0) throw new BadUsage(words.badPeriod);
  return ms;
}

function plainFileName(name: string): string {
  const fits = name !== '' && name !== '.' && name !== '..' && !/[/\\\0]/.test(name) && Buffer.byteLength(name) <= 200;
  if (!fits) throw new BadUsage(words.badName);
  return name;
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      to: { type: 'string' },
      fragile: { type: 'boolean' },
      json: { type: 'boolean' },
      format: { type: 'string' },
      'no-verify': { type: 'boolean' },
      'keep-at-least': { type: 'string' },
      'send-anyway': { type: 'boolean' },
      'keep-location': { type: 'boolean' },
      config: { type: 'string' },
      name: { type: 'string' },
      status: { type: 'boolean' },
      online: { type: 'boolean' },
      leftovers: { type: 'boolean' },
      delete: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean' },
    },
  });
}
