/** Export and import of the settings, and the question that an import asks before anything changes. */
import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Menu } from '@base-ui/react/menu';
import { Ellipsis, FileDown, FileUp } from 'lucide-react';
import { useRef, useState } from 'react';
import type { CallOutput } from '../../../shared/contract.ts';
import { exportSettings, loadDestinations } from '../../state/destination-requests.ts';
import { ask } from '../../state/requests.ts';
import { useStore } from '../../state/store.ts';
import '../../ui/menu.css';
import '../../ui/question.css';
import { destinationWords } from '../../ui/words.ts';
import { ImportPlanText } from './import-plan-text.tsx';

type Asked = NonNullable<CallOutput<'settings.import'>>;

export function TransferMenu() {
  const [asked, setAsked] = useState<Asked | null>(null);
  const say = destinationWords;
  const importIt = async () => setAsked((await ask('settings.import', undefined))?.value ?? null);
  return (
    <>
      <Menu.Root modal={false}>
        <Menu.Trigger className="icon" aria-label={say.more}>
          <Ellipsis className="i" aria-hidden />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className="menu-place" align="end" sideOffset={4}>
            <Menu.Popup className="menu">
              <Menu.Item onClick={() => void exportSettings()}>
                <FileUp className="i" aria-hidden />
                {say.exportIt}
              </Menu.Item>
              <Menu.Item onClick={() => void importIt()}>
                <FileDown className="i" aria-hidden />
                {say.importIt}
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <ImportQuestion asked={asked} onEnd={() => setAsked(null)} />
    </>
  );
}

function ImportQuestion({ asked, onEnd }: { asked: Asked | null; onEnd: () => void }) {
  const cancelRef = useRef<HTMLButtonElement>(null);
  const say = destinationWords.imported;
  const answer = (go: boolean) => {
    if (asked) void settle(asked.token, go);
    onEnd();
  };
  return (
    <AlertDialog.Root open={asked !== null} onOpenChange={(open) => !open && answer(false)}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="veil" />
        <AlertDialog.Popup className="question-box import-box" initialFocus={cancelRef}>
          <AlertDialog.Title>{say.title}</AlertDialog.Title>
          <AlertDialog.Description>{say.lead}</AlertDialog.Description>
          {asked && <ImportPlanText plan={asked.plan} />}
          <div className="choices">
            <button type="button" className="btn main" onClick={() => answer(true)}>
              {say.go}
            </button>
            <button ref={cancelRef} type="button" className="btn" onClick={() => answer(false)}>
              {say.cancel}
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

async function settle(token: string, go: boolean): Promise<void> {
  const answer = await ask('settings.importGo', { token, go });
  if (answer === null || !go) return;
  await loadDestinations();
  useStore.getState().give({ kind: 'note', tone: 'quiet', text: destinationWords.imported.done });
}
