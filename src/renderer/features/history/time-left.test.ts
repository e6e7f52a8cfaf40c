/** The column beside the link: what it says, and how. */
import { describe, expect, it } from 'vitest';
import { DestinationId } from '../../../shared/ids.ts';
import { english } from '../../../shared/messages/english.ts';
import type { ReceiptView } from '../../../shared/model.ts';
import { timeLeft } from './time-left.ts';

const now = Date.UTC(2026, 10, 22, 14, 31);
const tongue = { ...english, timeZone: 'UTC' };
const hour = 3_600_000;
const day = 24 * hour;

function rowWith(change: Partial<ReceiptView>): Parameters<typeof timeLeft>[0] {
  return {
    state: { name: 'done' },
    check: null,
    receipt: {
      link: 'https://litter.example/a.png',
      destinationId: DestinationId.parse('litterbox'),
      destinationLabel: 'litterbox',
      provider: 'litterbox',
      scope: 'public',
      createdAt: now - hour,
      expiresAt: null,
      proof: { kind: 'reachable', by: 'link' },
      deletion: { kind: 'impossible' },
      share: null,
      ...change,
    },
  };
}

const share = { downloads: 0, stopped: false, reach: 'network' } as const;

describe('the time left', () => {
  it.each([
    [{ expiresAt: now + 2 * day + 23 * hour }, '2 d 23 h left', 'plain'],
    [{ expiresAt: now + 41 * 60_000 }, '41 min left', 'soon'],
    [{ expiresAt: now + 99 * day + 5 * hour }, '99 d left', 'plain'],
    [{ expiresAt: now - 26 * hour }, 'gone 21 Nov', 'gone'],
    [{ expiresAt: now - 400 * day }, 'gone 18 Oct 2025', 'gone'],
    [{}, 'no end date', 'plain'],
    [{ deletion: { kind: 'deleted', at: now - day } }, 'deleted 21 Nov', 'gone'],
    [{ deletion: { kind: 'asked' } }, 'being deleted', 'gone'],
    [{ share, scope: 'local' }, 'while shared', 'plain'],
    [{ share: { ...share, stopped: true }, scope: 'local' }, 'sharing ended', 'gone'],
  ] as const satisfies readonly (readonly [Partial<ReceiptView>, string, string])[])(
    '%o is "%s"',
    (change, text, tone) => {
      expect(timeLeft(rowWith(change), now, tongue)).toEqual({ text, tone });
    },
  );

  it('is nothing where own storage names no end, and where there is no link', () => {
    expect(timeLeft(rowWith({ scope: 'account' }), now, tongue)).toBeNull();
    expect(timeLeft({ ...rowWith({}), state: { name: 'cancelled' } }, now, tongue)).toBeNull();
    expect(timeLeft({ ...rowWith({}), receipt: null }, now, tongue)).toBeNull();
  });

  it('ends where a check found the link gone', () => {
    const check = { at: now - day, found: 'gone' } as const;
    const seen = { ...rowWith({ expiresAt: now + day }), check };
    expect(timeLeft(seen, now, tongue)).toEqual({ text: 'gone 21 Nov', tone: 'gone' });
    const open = { ...seen, check: { at: now, found: 'open' } as const };
    expect(timeLeft(open, now, tongue)).toEqual({ text: '1 d left', tone: 'plain' });
  });
});
