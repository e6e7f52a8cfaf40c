/** What the open form holds, what is wrong with it, and its saving. */
import { useState } from 'react';
import { freeLabel } from '../../../shared/destination-label.ts';
import type { DestinationSheet, ProviderView } from '../../../shared/destination-setup.ts';
import type { DestinationId } from '../../../shared/ids.ts';
import type { SecretView } from '../../../shared/model.ts';
import { loadDestinations, saveDestination, saveSecrets, storeWeakly } from '../../state/destination-requests.ts';
import {
  chainInView,
  type Draft,
  type GivenSecret,
  keyOf,
  type Opened,
  type Typed,
} from '../../state/destinations-slice.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import { blankDraft, draftOf, isSame, valuesOf } from './form-values.ts';

const nothing: Typed = {};

export interface SheetForm {
  readonly draft: Draft;
  readonly isDirty: boolean;
  /** The name of the field that does not hold what it should: `label`, or `values.<name>`. */
  readonly misfit: string | null;
  readonly secrets: readonly SecretView[];
  readonly typed: Typed;
  /** The secrets went with the address that they were given for. */
  readonly secretsMoved: boolean;
  change(change: Partial<Draft>): void;
  type(field: string, value: GivenSecret | null): void;
  clear(field: string): Promise<void>;
  storeWeak(field: string): void;
  discard(): void;
  /** The destination as it is saved now; null where it is not. */
  save(): Promise<DestinationId | null>;
}

export function useSheet(opened: Opened, sheet: DestinationSheet | null, provider: ProviderView): SheetForm {
  const key = keyOf(opened);
  const stored = useStore((state) => state.drafts[key]);
  const inView = useStore(chainInView);
  const labels = useStore((state) => state.setup?.destinations.map(({ label }) => label).join('\n') ?? '');
  const typed = useStore((state) => state.typed[key]) ?? nothing;
  const putDraft = useStore((state) => state.putDraft);
  const putTyped = useStore((state) => state.putTyped);
  const dropChanges = useStore((state) => state.dropChanges);
  const [misfit, setMisfit] = useState<string | null>(sheet?.misfit ? `values.${sheet.misfit}` : null);
  const [secretsMoved, setSecretsMoved] = useState(false);

  // One's own storage goes where it is looked for, and not among hosts that anyone can read from.
  const chain = provider.scope === 'account' ? 'own' : inView;
  const { form } = provider;
  const saved = sheet ? draftOf(sheet, form) : blankDraft(freeLabel(provider.name, labels.split('\n')), form);
  const draft = stored ?? saved;
  const pending = Object.entries(typed).flatMap(([field, value]) => (value ? [[field, value] as const] : []));
  const isDirty = sheet === null || pending.length > 0 || !isSame(draft, saved);

  const save = async (): Promise<DestinationId | null> => {
    const made = valuesOf(draft, form);
    if ('misfit' in made) {
      setMisfit(`values.${made.misfit}`);
      return null;
    }
    const answer = await saveDestination(opened, draft, made.values, chain);
    setMisfit(answer.kind === 'misfit' ? answer.field : null);
    if (answer.kind !== 'saved') return null;
    const unsealed = await saveSecrets(answer.id, Object.fromEntries(pending));
    await loadDestinations();
    dropChanges(key);
    setSecretsMoved(answer.secretsRemoved && pending.length === 0);
    const { open, putUnsealed, showChain } = useStore.getState();
    if (opened.kind === 'new') showChain(chain);
    open({ kind: 'known', id: answer.id });
    putUnsealed(unsealed);
    return answer.id;
  };

  return {
    draft,
    isDirty,
    misfit,
    secrets: sheet?.secrets ?? provider.secrets,
    typed,
    secretsMoved,
    change(change) {
      const next = { ...draft, ...change };
      putDraft(key, sheet && isSame(next, saved) ? null : next);
      setMisfit(null);
    },
    type: (field, value) => putTyped(key, { ...typed, [field]: value }),
    async clear(field) {
      if (sheet) await ask('secrets.clear', { destination: sheet.id, field });
      putTyped(key, { ...useStore.getState().typed[key], [field]: null });
      await loadDestinations();
    },
    storeWeak(field) {
      if (sheet) void storeWeakly(sheet.id, [field]);
    },
    discard() {
      dropChanges(key);
      setMisfit(null);
    },
    save,
  };
}
