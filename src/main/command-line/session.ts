/** Opens what a run of the command line works on: data folder, settings, configuration, and the parts. */
import { resolve } from 'node:path';
import type { DestinationId } from '../../shared/ids.ts';
import { plainName } from '../../shared/messages/index.ts';
import type { Scope } from '../../shared/model.ts';
import { thisComputerId } from '../destinations.ts';
import { folderTrouble, unusableFolder } from '../folder-trouble.ts';
import { createParts, type Parts, type PartsInput } from '../parts.ts';
import { publicChain } from '../providers/index.ts';
import { type Home, openHome } from '../store/home.ts';
import { readSettingsFile, type Settings, type SettingsFile, type SettingsStore } from '../store/settings.ts';
import type { Choice } from './arguments.ts';
import { type Config, configuredId, readConfig, shownId } from './config.ts';
import { environmentSecrets } from './environment-secrets.ts';
import { withEnvironment } from './environment-settings.ts';
import type { Output } from './output.ts';
import { words } from './words.ts';

export interface Session extends AsyncDisposable {
  readonly parts: Parts;
  readonly home: Home;
  /** The destinations of this run, in order, and the widest scope that was agreed to. */
  readonly chain: readonly DestinationId[];
  readonly scope: Scope;
  /** Every destination that is set up and switched on: those of the configuration where there is one, else the saved ones. */
  readonly setUp: readonly DestinationId[];
  /** The interface that this computer shares on. */
  readonly shareInterface: string;
}

export type Opened =
  | { readonly kind: 'open'; readonly session: Session }
  /** It was said why. */
  | { readonly kind: 'over'; readonly exitStatus: 1 | 2 };

export interface SessionInput extends Pick<PartsInput, 'changed' | 'progress' | 'verify'> {
  readonly choice: Choice;
  readonly output: Output;
  /** What relative paths are meant against. */
  readonly folder: string;
}

export async function openSession({ choice, output, folder, ...hooks }: SessionInput): Promise<Opened> {
  const bad = (reason: string, exitStatus: 1 | 2): Opened => {
    output.say(reason);
    return { kind: 'over', exitStatus };
  };
  let config: Config | null = null;
  if (choice.config !== null) {
    const read = readConfig(resolve(folder, choice.config), choice.config);
    if (read.kind === 'bad') return bad(read.reason, 2);
    config = read.config;
    output.hide(config.destinations.flatMap(({ secrets }) => Object.values(secrets)));
  }

  const vault = environmentSecrets(process.env);
  output.hide(vault.values());

  let home: Home;
  let file: SettingsFile;
  let parts: Parts;
  try {
    home = openHome();
    file = readSettingsFile(home.settingsFile);
    if (file.kind === 'invalid') return bad(words.badSettings(home.settingsFile, file.field), 2);
    parts = createParts({
      home,
      kind: 'command-line',
      settings: readOnly(withEnvironment(file.settings, process.env)),
      vault,
      report: reportOnce(output),
      given: config?.destinations ?? [],
      ...hooks,
    });
  } catch (error) {
    return bad(unusableFolder(error), 1);
  }
  const close = async (): Promise<void> => {
    await parts[Symbol.asyncDispose]();
    const lost = parts.unwritten().length;
    if (lost > 0) output.say(words.unwritten(lost));
  };
  if (parts.databaseSetAside) output.say(words.setAside(parts.databaseSetAside));
  const chosen = choose(choice, config, file.settings, parts);
  if ('problem' in chosen) {
    await close();
    return bad(chosen.problem, 2);
  }
  if (chosen.byDefault) output.say(words.publicByDefault);
  const { destinations: saved, share } = file.settings;
  const setUp = (config?.destinations ?? saved.filter(({ enabled }) => enabled)).map(({ id }) => id);
  const shareInterface = share.interface;
  return {
    kind: 'open',
    session: { parts, home, ...chosen, setUp, shareInterface, [Symbol.asyncDispose]: close },
  };
}

interface Chosen {
  readonly chain: readonly DestinationId[];
  readonly scope: Scope;
  /** Nobody chose: the public hosts are used. */
  readonly byDefault: boolean;
}

function choose(
  { to, config: file }: Choice,
  config: Config | null,
  settings: Settings,
  { destinations }: Parts,
): Chosen | { problem: string } {
  const configured = new Set(config?.destinations.map(({ id }) => shownId(id)));
  /** The destination of that name, null where there is none. A configured one comes first. */
  const named = (name: string): DestinationId | null => {
    const id = configured.has(name) ? configuredId(name) : (name as DestinationId);
    if (destinations.find(id)) return id;
    // Destinations of the user's own have ids that nobody remembers: they go by their label too, if only one has it.
    const called = settings.destinations.filter(({ label }) => label === name);
    return called.length === 1 ? (called[0]?.id ?? null) : null;
  };
  const all = (): string => {
    const saved = settings.destinations.map(({ id }) => id);
    return [...new Set([...configured, ...saved, ...publicChain, thisComputerId])].map(plainName).join(', ');
  };

  if (to) {
    const ids = to.map(named);
    const at = ids.indexOf(null);
    if (at >= 0) return { problem: words.unknownDestination(plainName(to[at] ?? ''), all()) };
    // Whoever names destinations has agreed to each of them.
    return { chain: ids.filter((id) => id !== null), scope: 'public', byDefault: false };
  }
  if (config && file !== null) {
    const names = config.chain ?? [...configured];
    const ids = names.map(named);
    const at = ids.indexOf(null);
    if (at >= 0) {
      return { problem: words.configMisfit(plainName(file), `chain.${at} ${words.field.noDestination(all())}`) };
    }
    const chain = [...new Set(ids.filter((id) => id !== null))];
    const [first] = chain;
    if (!first) return { problem: words.configMisfit(plainName(file), `chain ${words.noDestination}`) };
    // As with a saved chain: a fallback goes no further than the first destination does.
    return { chain, scope: destinations.find(first)?.traits.scope ?? 'local', byDefault: false };
  }
  const choice = settings.choice ?? 'public';
  return {
    chain: destinations.chain(choice),
    scope: destinations.agreedScope(choice),
    byDefault: settings.choice === null,
  };
}

/** Says of each trouble with the data folder once that there is; anything else is a defect. */
function reportOnce(output: Output): (error: unknown) => void {
  const told = new Set<string>();
  return (error) => {
    const trouble = folderTrouble(error);
    if (trouble === null) output.report(error);
    else if (!told.has(trouble)) output.say(trouble);
    if (trouble !== null) told.add(trouble);
  };
}

/** Only the app writes settings; what changes here lasts as long as the command. */
function readOnly(settings: Settings): SettingsStore {
  let current = settings;
  return {
    get: () => current,
    set(change) {
      current = { ...current, ...change };
    },
  };
}
