/** The Destinations view: what is set up, which chain is shown, what is open, drafts that are not saved, and checks. */
import type { StateCreator } from 'zustand';
import type { CheckReport, LiveCheckStep } from '../../shared/check.ts';
import type { ChainName, ChainSheet, Chosen, Consent, DestinationsView } from '../../shared/destination-setup.ts';
import type { DestinationId } from '../../shared/ids.ts';
import type { Scope } from '../../shared/model.ts';
import type { Store } from './store.ts';

/** The destination in the sheet: one that is there, or one to be made of a provider. */
export type Opened =
  | { readonly kind: 'known'; readonly id: DestinationId }
  | { readonly kind: 'new'; readonly provider: string };

/** What the form holds, as it was typed; numbers are texts until they are saved. */
export interface Draft {
  readonly label: string;
  readonly values: Readonly<Record<string, string | boolean>>;
  /** Folders that were chosen and are not saved, by field. */
  readonly folders: Readonly<Record<string, Chosen>>;
  readonly scope: Scope | null;
  readonly consent: Consent;
}

/** A secret as it was typed, or the file that holds it. */
export type GivenSecret = string | Chosen;

/** By field. A value that is null is not being typed. */
export type Typed = Readonly<Record<string, GivenSecret | null>>;

export interface CheckView {
  /** Each step once, in the order in which they were told. */
  readonly steps: readonly LiveCheckStep[];
  /** Null while it runs. */
  readonly report: CheckReport | null;
}

export interface DestinationsSlice {
  /** Null until the view was shown once. */
  readonly setup: DestinationsView | null;
  /** The chain that was chosen to be looked at; null shows the one in use. */
  readonly chainShown: ChainName | null;
  readonly opened: Opened | null;
  /** The list of services to add is open. */
  readonly isAdding: boolean;
  /** By `keyOf` what is open. */
  readonly drafts: Readonly<Record<string, Draft>>;
  /** Secrets that were given and are not saved, by `keyOf` what is open. */
  readonly typed: Readonly<Record<string, Typed>>;
  readonly checks: Readonly<Record<DestinationId, CheckView>>;
  /** Secrets of what is open, by field, that were taken just now and not sealed: they can be stored all the same. */
  readonly unsealed: readonly string[];
  putSetup(setup: DestinationsView): void;
  putChain(chain: ChainName, sheet: ChainSheet): void;
  showChain(chain: ChainName): void;
  open(opened: Opened | null): void;
  add(isAdding: boolean): void;
  /** Shows the view with this chain, and the services that can be added. */
  goToAdd(chain: ChainName): void;
  putUnsealed(unsealed: readonly string[]): void;
  putDraft(key: string, draft: Draft | null): void;
  putTyped(key: string, typed: Typed): void;
  /** Nothing stays of what was entered there and not saved. */
  dropChanges(key: string): void;
  putCheck(id: DestinationId, check: CheckView | null): void;
  putCheckStep(id: DestinationId, step: LiveCheckStep): void;
}

export const destinationsSlice: StateCreator<Store, [], [], DestinationsSlice> = (set, get) => ({
  setup: null,
  chainShown: null,
  opened: null,
  isAdding: false,
  drafts: {},
  typed: {},
  checks: {},
  unsealed: [],

  /** What is gone is open no more. */
  putSetup: (setup) =>
    set(({ opened }) => {
      const isGone = opened?.kind === 'known' && !setup.destinations.some(({ id }) => id === opened.id);
      return { setup, opened: isGone ? null : opened };
    }),
  putChain: (chain, sheet) =>
    set(({ setup }) => (setup === null ? {} : { setup: { ...setup, chains: { ...setup.chains, [chain]: sheet } } })),
  showChain: (chainShown) => set({ chainShown }),
  open: (opened) =>
    set((state) => {
      const isSame = opened !== null && state.opened !== null && keyOf(opened) === keyOf(state.opened);
      return { opened, unsealed: isSame ? state.unsealed : [] };
    }),
  add: (isAdding) => set({ isAdding }),
  goToAdd: (chainShown) => {
    get().goTo('destinations');
    set({ chainShown, isAdding: true });
  },
  putUnsealed: (unsealed) => set({ unsealed }),
  putDraft: (key, draft) =>
    set((state) => {
      const { [key]: _, ...drafts } = state.drafts;
      return { drafts: draft === null ? drafts : { ...drafts, [key]: draft } };
    }),
  putTyped: (key, typed) => set((state) => ({ typed: { ...state.typed, [key]: typed } })),
  dropChanges: (key) =>
    set((state) => {
      const { [key]: _, ...drafts } = state.drafts;
      const { [key]: __, ...typed } = state.typed;
      return { drafts, typed };
    }),
  putCheck: (id, check) =>
    set((state) => {
      const { [id]: _, ...checks } = state.checks;
      return { checks: check === null ? checks : { ...checks, [id]: check } };
    }),
  putCheckStep: (id, step) =>
    set(({ checks }) => {
      const check = checks[id];
      if (!check || check.report !== null) return {};
      const steps = [...check.steps.filter(({ name }) => name !== step.name), step];
      return { checks: { ...checks, [id]: { ...check, steps } } };
    }),
});

const newKey = 'new ';

export function keyOf(opened: Opened): string {
  return opened.kind === 'known' ? opened.id : newKey + opened.provider;
}

/** Something was entered there and is not saved. */
export function hasChanges({ drafts, typed }: Pick<Store, 'drafts' | 'typed'>, key: string): boolean {
  return drafts[key] !== undefined || Object.values(typed[key] ?? {}).some(Boolean);
}

/** The providers of which a destination was begun and never added, joined by spaces. */
export function begunProviders({ drafts, typed }: Pick<Store, 'drafts' | 'typed'>): string {
  const keys = new Set([...Object.keys(drafts), ...Object.keys(typed)].filter((key) => key.startsWith(newKey)));
  return [...keys]
    .filter((key) => hasChanges({ drafts, typed }, key))
    .map((key) => key.slice(newKey.length))
    .join(' ');
}

/** The chain that the view shows. */
export function chainInView({ chainShown, settings }: Pick<Store, 'chainShown' | 'settings'>): ChainName {
  return chainShown ?? (settings?.choice === 'own' ? 'own' : 'public');
}
