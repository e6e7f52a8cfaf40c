/** Asks links that were given away long ago whether they still open, by the user's wish. */
import { extname } from 'node:path';
import { toFailure, UploadFailure } from '../../shared/failure.ts';
import type { LinkCheck } from '../../shared/history.ts';
import type { UploadId } from '../../shared/ids.ts';
import type { ReceiptView, UploadView } from '../../shared/model.ts';
import { type Contradiction, checkLink } from '../net/link-check.ts';
import type { Net } from '../net/net.ts';
import { createSlots } from '../net/slots.ts';
import type { Connection, Traits } from '../providers/provider.ts';
import type { UploadReader } from '../store/upload-reader.ts';
import type { Destination, FindDestination } from './destination.ts';
import type { Sleep } from './run-control.ts';

/** Null for an upload without a link. Fails with `cancelled` only. */
export type AskLink = (id: UploadId, signal: AbortSignal) => Promise<LinkCheck['found'] | null>;

export interface AskLinkDeps {
  readonly reader: Pick<UploadReader, 'view'>;
  readonly find: FindDestination;
  readonly net: Net;
  /** Asks the link of this computer's own server for this upload; fails with `not-found` where it is not served. */
  readonly probe: (id: UploadId) => Promise<void>;
  readonly sleep: Sleep;
}

type Rules = Pick<Traits, 'scope' | 'linkCheck' | 'mayShrink'>;

/** Questions to one host at the same time. */
const perHost = 2;
const delaysMs = [0, 1_000];
/** Public hosts refuse for many reasons (robots, countries, load): only these say that there is nothing. */
const goneFromPublic = new Set([404, 410, 451]);
/** A link to the user's own storage was signed for a time: once that is over, it is forbidden. */
const goneFromOwn = new Set([...goneFromPublic, 400, 401, 403]);

export function createAskLink({ reader, find, net, probe, sleep }: AskLinkDeps): AskLink {
  const slots = createSlots(perHost);

  async function askShare(id: UploadId, receipt: ReceiptView): Promise<LinkCheck['found']> {
    if (receipt.share?.stopped) return 'gone';
    try {
      await probe(id);
      return 'open';
    } catch (error) {
      const { kind } = toFailure(error);
      return kind === 'not-found' || kind === 'bad-proof' ? 'gone' : 'unreachable';
    }
  }

  async function ask(view: UploadView, receipt: ReceiptView, signal: AbortSignal): Promise<LinkCheck['found']> {
    const { name, mime, size } = view;
    const url = URL.parse(receipt.link);
    const { rules, destination } = rulesOf(receipt, find);
    if (!url || size === null || rules.linkCheck === 'never' || rules.linkCheck === 'own-server')
      return 'not-checkable';
    const connection = await destination?.connect().catch(() => null);
    const answer = await checkLink(net, {
      url,
      name,
      mime,
      expectedSize: size,
      method: rules.linkCheck,
      signal,
      allowPrivate: (asked) => isOwn(asked, connection ?? null),
      sleep,
      mustOpen: true,
      isRefusal: (status) => (rules.scope === 'public' ? goneFromPublic : goneFromOwn).has(status),
      delaysMs,
    });
    if ('contradiction' in answer) return isLeft(answer, view, rules) ? 'open' : 'gone';
    if (answer.kind !== 'unverified') return 'open';
    return answer.why === 'unreachable' ? 'unreachable' : 'not-checkable';
  }

  return async (id, signal) => {
    const view = reader.view(id);
    if (!view?.receipt) return null;
    using turn = await slots.take(URL.parse(view.receipt.link)?.host ?? '', signal);
    if (!turn) throw new UploadFailure({ kind: 'cancelled' });
    return view.receipt.scope === 'local' ? await askShare(id, view.receipt) : await ask(view, view.receipt, signal);
  };
}

/** A destination that is no more, or another one by now, tells nothing of its links: they are asked as any other. */
function rulesOf(receipt: ReceiptView, find: FindDestination): { rules: Rules; destination: Destination | null } {
  const found = find(receipt.destinationId);
  const destination = found?.provider === receipt.provider ? found : null;
  return { rules: destination?.traits ?? { scope: receipt.scope, linkCheck: 'head' }, destination };
}

function isOwn(url: URL, connection: Connection | null): boolean {
  return connection?.ownsAddress?.(url) ?? false;
}

/** Some hosts make pictures smaller: what is left of one is still there. */
function isLeft({ contradiction, gotBytes }: Contradiction, { name, size }: UploadView, { mayShrink }: Rules): boolean {
  if (contradiction !== 'size' || gotBytes === null || gotBytes === 0 || size === null || gotBytes >= size)
    return false;
  return mayShrink?.includes(extname(name).slice(1).toLowerCase()) ?? false;
}
