/** Sign-ins and looks at servers that are under way: they outlast the sheet, which is made anew once it is saved. */
import type { StateCreator } from 'zustand';
import type { DestinationId } from '../../shared/ids.ts';
import type { Store } from './store.ts';

export type SignInView =
  | { readonly state: 'asking' }
  /** The page was shown at `host`, or its address copied; the code is awaited. */
  | { readonly state: 'code'; readonly host: string; readonly page: 'opened' | 'copied' | 'none' }
  /** `field`: the setting that it needs first; '' for anything else. */
  | { readonly state: 'failed'; readonly sentence: string; readonly field: string };

export type LookView =
  | { readonly state: 'asking' }
  | { readonly state: 'shown'; readonly shown: string; readonly token: string }
  | { readonly state: 'failed'; readonly sentence: string };

export interface AccountSlice {
  readonly signIns: Readonly<Record<DestinationId, SignInView>>;
  readonly looks: Readonly<Record<DestinationId, LookView>>;
  putSignIn(id: DestinationId, signIn: SignInView | null): void;
  putLook(id: DestinationId, look: LookView | null): void;
}

export const accountSlice: StateCreator<Store, [], [], AccountSlice> = (set) => ({
  signIns: {},
  looks: {},
  putSignIn: (id, signIn) => set(({ signIns }) => ({ signIns: put(signIns, id, signIn) })),
  putLook: (id, look) => set(({ looks }) => ({ looks: put(looks, id, look) })),
});

function put<T>(all: Readonly<Record<DestinationId, T>>, id: DestinationId, one: T | null): Record<DestinationId, T> {
  const { [id]: _, ...others } = all;
  return one === null ? others : { ...others, [id]: one };
}
