/** The destination that is open, beside the list: its form, its check, and what else can be done with it. */
import { ArrowLeft, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { DestinationSheet, ProviderView } from '../../../shared/destination-setup.ts';
import { plainName } from '../../../shared/messages/index.ts';
import { checkDestination } from '../../state/destination-requests.ts';
import { keyOf, type Opened } from '../../state/destinations-slice.ts';
import { useStore } from '../../state/store.ts';
import { isOpenAbove } from '../../ui/open-above.ts';
import { destinationWords } from '../../ui/words.ts';
import { CheckPanel } from './check-panel.tsx';
import { DestinationForm } from './destination-form.tsx';
import { LeftoversPart } from './leftovers-part.tsx';
import { RemoveQuestion } from './remove-question.tsx';
import { ScopeBadge } from './scope-badge.tsx';
import { SheetMenu } from './sheet-menu.tsx';
import './sheet-pane.css';
import { focusStop } from './stop-ids.ts';
import { useSheet } from './use-sheet.ts';

export function SheetPane() {
  const opened = useStore((state) => state.opened);
  const setup = useStore((state) => state.setup);
  if (opened === null || setup === null) return null;
  const sheet = opened.kind === 'known' ? (setup.destinations.find(({ id }) => id === opened.id) ?? null) : null;
  const providerId = opened.kind === 'known' ? sheet?.provider : opened.provider;
  const provider = setup.providers.find(({ id }) => id === providerId);
  return provider ? <Pane key={keyOf(opened)} opened={opened} sheet={sheet} provider={provider} /> : null;
}

interface Props {
  opened: Opened;
  sheet: DestinationSheet | null;
  provider: ProviderView;
}

function Pane({ opened, sheet, provider }: Props) {
  const form = useSheet(opened, sheet, provider);
  const paneRef = useRef<HTMLElement>(null);
  const titleRef = useRef<HTMLHeadingElement>(null);
  const [removing, setRemoving] = useState(false);
  const check = useStore((state) => (sheet ? state.checks[sheet.id] : undefined));
  const putCheck = useStore((state) => state.putCheck);
  const say = destinationWords.sheet;
  useEffect(() => titleRef.current?.focus(), []);
  useClosingByEscape(opened);
  const { misfit } = form;
  useEffect(() => {
    if (misfit !== null) paneRef.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [misfit]);
  const save = () => form.save();
  const runCheck = async () => {
    const id = form.isDirty ? await form.save() : (sheet?.id ?? null);
    if (id !== null) await checkDestination(id);
  };
  const label = plainName(sheet?.label ?? say.newOne(provider.name));
  return (
    <aside ref={paneRef} className="sheet-pane" aria-label={label}>
      <header>
        <div>
          <h2 ref={titleRef} tabIndex={-1}>
            <bdi>{label}</bdi>
          </h2>
          {sheet && <ScopeBadge scope={sheet.view.scope} />}
          <p className="quiet">{originOf(provider, label)}</p>
        </div>
        {sheet && <SheetMenu sheet={sheet} onRemove={() => setRemoving(true)} />}
        <button type="button" className="icon back" aria-label={say.close} onClick={() => closeSheet(opened)}>
          <X className="i only-wide" aria-hidden />
          <ArrowLeft className="i only-narrow" aria-hidden />
        </button>
      </header>
      <form
        noValidate
        id="destination-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {provider.offBecause !== null && (sheet === null || !provider.needsSetUp) && (
          <p className="line wait">{provider.offBecause}</p>
        )}
        <DestinationForm sheet={sheet} provider={provider} form={form} />
        {sheet?.tellsLeftovers && <LeftoversPart sheet={sheet} />}
      </form>
      {sheet && check && (
        <CheckPanel id={sheet.id} label={label} check={check} onClose={() => putCheck(sheet.id, null)} />
      )}
      <footer>
        {sheet && (
          <button type="button" className="btn" disabled={check?.report === null} onClick={() => void runCheck()}>
            {form.isDirty ? say.saveAndCheck : say.check}
          </button>
        )}
        <span className="gap" />
        {(form.isDirty || sheet === null) && (
          <button
            type="button"
            className="btn bare"
            onClick={() => {
              form.discard();
              if (sheet === null) closeSheet(opened);
              else titleRef.current?.focus();
            }}
          >
            {say.discard}
          </button>
        )}
        <button type="submit" form="destination-form" className="btn main" disabled={!form.isDirty}>
          {sheet ? say.save : say.addIt}
        </button>
      </footer>
      {sheet && <RemoveQuestion sheet={sheet} open={removing} onEnd={() => setRemoving(false)} />}
    </aside>
  );
}

/** "litterbox · litterbox.catbox.moe", and nothing that the title says already. */
function originOf({ name, homepage }: ProviderView, title: string): string {
  const host = URL.parse(homepage ?? '')?.host ?? '';
  return [name, host].filter((part, at, all) => part !== '' && part !== title && all.indexOf(part) === at).join(' · ');
}

function closeSheet(opened: Opened): void {
  flushSync(() => useStore.getState().open(null));
  focusStop(keyOf(opened));
}

function useClosingByEscape(opened: Opened): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !isOpenAbove()) closeSheet(opened);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [opened]);
}
