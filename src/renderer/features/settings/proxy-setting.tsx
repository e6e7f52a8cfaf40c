/** Which proxy is used; an own one has its address, and a user whose password is never shown. */
import { useId, useState } from 'react';
import type { NetworkView, ProxyUse, ProxySetting as Setup } from '../../../shared/network.ts';
import { readProxyServer } from '../../../shared/proxy-server.ts';
import { ask } from '../../state/requests.ts';
import { describedBy, Field } from '../../ui/field.tsx';
import { Segments } from '../../ui/segments.tsx';
import { destinationWords, settingsWords } from '../../ui/words.ts';
import { Setting } from './setting.tsx';
import { useLateSave } from './use-late-save.ts';

const uses: readonly ProxyUse[] = ['system', 'none', 'own'];
const save = (proxy: Setup) => void ask('network.proxy', { proxy });

export function ProxySetting({ network: { proxy, password } }: { network: NetworkView }) {
  const say = settingsWords.network;
  return (
    <Setting
      title={say.proxy}
      more={say.proxyMore}
      find={[...Object.values(say.uses), say.server, say.password, 'socks5', 'http']}
      control={(id) => (
        <Segments
          name={say.proxy}
          items={uses.map((value) => ({ value, title: say.uses[value] }))}
          chosen={proxy.use}
          describedBy={id}
          onChoose={(use) => save({ ...proxy, use })}
        />
      )}
    >
      {proxy.use === 'own' && (
        <div className="proxy-fields">
          <Server proxy={proxy} />
          <User proxy={proxy} />
          <Password sealing={password} />
          {password === 'kept-for-run' && <NotSealed />}
        </div>
      )}
    </Setting>
  );
}

function Server({ proxy }: { proxy: Setup }) {
  const say = settingsWords.network;
  const id = useId();
  const text = useLateSave(proxy.server, (server) => {
    if (server.trim() === '' || readProxyServer(server)) save({ ...proxy, server: server.trim() });
  });
  const typed = text.value.trim();
  const problem = typed === '' ? say.serverMissing : readProxyServer(typed) ? null : say.serverInvalid;
  return (
    <Field id={id} title={say.server} help={say.serverHelp} problem={problem}>
      <input
        id={id}
        className="input"
        type="text"
        dir="ltr"
        spellCheck={false}
        autoComplete="off"
        maxLength={300}
        value={text.value}
        aria-invalid={problem !== null}
        aria-describedby={describedBy(id, say.serverHelp, problem)}
        onChange={(event) => text.onChange(event.target.value)}
        onBlur={text.onBlur}
      />
    </Field>
  );
}

function User({ proxy }: { proxy: Setup }) {
  const id = useId();
  const text = useLateSave(proxy.user, (user) => save({ ...proxy, user: user.trim() }));
  return (
    <Field id={id} title={settingsWords.network.user} help="" problem={null}>
      <input
        id={id}
        className="input"
        type="text"
        dir="auto"
        spellCheck={false}
        autoComplete="off"
        maxLength={255}
        value={text.value}
        onChange={(event) => text.onChange(event.target.value)}
        onBlur={text.onBlur}
      />
    </Field>
  );
}

/** What is kept is never shown. */
function Password({ sealing }: { sealing: NetworkView['password'] }) {
  const say = settingsWords.network;
  const secrets = destinationWords.secrets;
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const isOpen = typed !== null || sealing === 'none';
  const keep = async () => {
    if (typed && (await ask('network.setPassword', { password: typed, storeWeak: false }))) setTyped(null);
  };
  return (
    <Field id={id} title={say.password} help={say.passwordHelp} problem={null} isGroup={!isOpen}>
      {isOpen ? (
        <form
          className="in-line"
          onSubmit={(event) => {
            event.preventDefault();
            void keep();
          }}
        >
          <input
            id={id}
            className="input"
            type="password"
            autoComplete="off"
            maxLength={1_000}
            value={typed ?? ''}
            aria-describedby={describedBy(id, say.passwordHelp, null)}
            onChange={(event) => setTyped(event.target.value)}
          />
          <button type="submit" className="btn small" disabled={!typed}>
            {say.save}
          </button>
          {sealing !== 'none' && (
            <button type="button" className="btn small bare" onClick={() => setTyped(null)}>
              {secrets.keep}
            </button>
          )}
        </form>
      ) : (
        <div className="in-line">
          <span className="quiet">{secrets.states[sealing]}</span>
          <button
            type="button"
            className="btn small"
            aria-label={secrets.replaceName(say.password)}
            onClick={() => setTyped('')}
          >
            {secrets.replace}
          </button>
          <button
            type="button"
            className="btn small bare"
            aria-label={secrets.removeName(say.password)}
            onClick={() => void ask('network.forgetPassword', undefined)}
          >
            {secrets.remove}
          </button>
        </div>
      )}
    </Field>
  );
}

function NotSealed() {
  const say = destinationWords.secrets;
  return (
    <div className="not-sealed" role="status">
      <p className="quiet">{say.notSealed}</p>
      <button type="button" className="btn small" onClick={() => void ask('network.storePasswordWeak', undefined)}>
        {say.storeWeak}
      </button>
    </div>
  );
}
