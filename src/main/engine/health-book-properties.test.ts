import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Failure } from '../../shared/failure.ts';
import { Health } from '../../shared/model.ts';
import type { Gate, Reported } from './health.ts';
import { createHealthRig, delivered, destination, limited, refused } from './health-book-rig.ts';

const failed = (failure: Failure): Reported => ({ kind: 'failed', failure });

const reports = fc.oneof(
  { weight: 4, arbitrary: fc.constant(failed(refused)) },
  { weight: 2, arbitrary: fc.constant(delivered()) },
  { weight: 1, arbitrary: fc.constant<Reported>({ kind: 'silent' }) },
  { weight: 1, arbitrary: fc.constant(failed({ kind: 'too-large', sizeBytes: 1, limitBytes: null })) },
  { weight: 1, arbitrary: fc.option(fc.nat(200_000)).map((ms) => failed(limited(ms))) },
);

type Step =
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'begin' }
  | { readonly do: 'end'; readonly reported: Reported }
  | { readonly do: 'restart' };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(100_000) }) },
    { weight: 4, arbitrary: fc.constant<Step>({ do: 'begin' }) },
    { weight: 6, arbitrary: fc.record({ do: fc.constant('end' as const), reported: reports }) },
    { weight: 1, arbitrary: fc.constant<Step>({ do: 'restart' }) },
  ),
  { maxLength: 80 },
);

test('any run: closed until three failures in a row, one probe at a time, rests within limits, never stuck', () => {
  fc.assert(
    fc.property(
      steps,
      fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
      (run, chance) => {
        const rig = createHealthRig();
        let book = rig.book;
        let underWay = 0;
        let inARow = 0;
        let probeBegan: number | null = null;
        let told = 0;

        for (const step of run) {
          rig.time.random = chance.next().value;
          const before: Gate = book.gate(destination);
          switch (step.do) {
            case 'wait':
              rig.time.now += step.ms;
              break;
            case 'begin':
              if (before.kind === 'probe') {
                if (probeBegan !== null) expect(rig.time.now - probeBegan).toBeGreaterThanOrEqual(60_000);
                probeBegan = rig.time.now;
              }
              book.begin(destination);
              if (before.kind === 'probe') expect(book.view(destination).state).toBe('probing');
              underWay += 1;
              break;
            case 'end': {
              if (underWay === 0) continue;
              underWay -= 1;
              probeBegan = null;
              book.end(destination, step.reported);
              const counts = step.reported.kind === 'failed' && step.reported.failure.kind === 'connection';
              if (counts) inARow += 1;
              if (step.reported.kind === 'delivered') inARow = 0;
              if (counts || step.reported.kind === 'delivered') told += 1;
              break;
            }
            case 'restart':
              book = rig.program();
              underWay = 0;
              probeBegan = null;
              break;
          }

          const gate = book.gate(destination);
          const view = Health.parse(book.view(destination));
          const isClosed = view.state === 'working' || view.state === 'unknown';
          expect(isClosed).toBe(inARow < 3);
          if (isClosed) expect(['open', 'paused']).toContain(gate.kind);
          else expect(gate.kind).not.toBe('open');
          if (gate.kind === 'resting') expect(gate.until - rig.time.now).toBeLessThanOrEqual(720_000);
          if (gate.kind === 'resting' || gate.kind === 'paused') expect(gate.until).toBeGreaterThan(rig.time.now);
          expect(view.successes + view.failures).toBe(Math.min(told, 20));
        }

        rig.time.now += 720_000;
        expect(['open', 'probe']).toContain(book.gate(destination).kind);
      },
    ),
    { numRuns: 500 },
  );
});
