/** Binds the contract to the window: every input is parsed here, every sender checked, failures cross as data. */
import type { WebContents } from 'electron';
import { type CallName, type CallResult, calls } from '../../shared/contract.ts';
import { type Failure, toFailure } from '../../shared/failure.ts';
import type { Caller, Door, Doors } from './doors.ts';
import type { Send } from './feed.ts';
import type { Handlers } from './handlers.ts';

export interface BindingDeps {
  readonly doors: Doors;
  readonly handlers: Handlers;
  /** The contents of our window; null while there is none. */
  readonly window: () => WebContents | null;
  /** The one origin that our page has. */
  readonly origin: string;
  /** Told of failures that are defects of ours, and of refused senders. */
  readonly report: (error: unknown) => void;
}

/** Answers calls until the doors are closed. Calls of the preload's door are not reachable through the page's. */
export function bindCalls(deps: BindingDeps): void {
  deps.doors.answerBy((door, caller, name, input) => answer(deps, door, caller, name, input));
}

/** Sends events to the window while there is one. */
export function createSend(window: () => WebContents | null): Send {
  return (name, payload) => {
    const contents = window();
    if (contents && !contents.isDestroyed()) contents.send('droprelay:event', name, payload);
  };
}

async function answer(
  deps: BindingDeps,
  door: Door,
  caller: Caller,
  name: unknown,
  input: unknown,
): Promise<CallResult<unknown>> {
  if (!isOurPage(deps, caller)) {
    deps.report(new Error('a call from a frame that is not ours was refused'));
    throw new Error('refused');
  }
  if (!isCall(name) || calls[name].door !== door)
    return refuse({ kind: 'bad-request', host: '', status: 404, detail: '' });
  const parsed = calls[name].input.safeParse(input);
  if (!parsed.success) return refuse({ kind: 'settings-invalid', field: `${name} input` });
  try {
    const handle = deps.handlers[name] as (input: unknown) => unknown;
    return { ok: true, value: calls[name].output.parse(await handle(parsed.data)) };
  } catch (error) {
    const failure = toFailure(error);
    if (failure.kind === 'bug') deps.report(error);
    return refuse(failure);
  }
}

function isOurPage({ window, origin }: BindingDeps, caller: Caller): boolean {
  return caller.sender === window() && caller.isMainFrame && caller.origin === origin;
}

function isCall(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(calls, name);
}

function refuse(failure: Failure): CallResult<never> {
  return { ok: false, failure };
}
