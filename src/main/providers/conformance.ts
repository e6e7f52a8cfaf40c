/** One suite for all providers: what each must do, whatever is on the other side. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { answersConform } from './conformance-answers.ts';
import { arrivalConforms } from './conformance-arrival.ts';
import { cutsConform } from './conformance-cuts.ts';
import { removalConforms } from './conformance-removal.ts';
import { resumeConforms } from './conformance-resume.ts';
import { createRig, type Failed, type Rig } from './conformance-rig.ts';
import { secretsConform } from './conformance-secrets.ts';
import type { Case, ConformanceTarget, Topic } from './conformance-target.ts';
import { traitsConform } from './conformance-traits.ts';
import type { Provider, Traits } from './provider.ts';

/** What each part of the suite works with. */
export interface Suite {
  readonly provider: Provider;
  readonly target: ConformanceTarget;
  readonly traits: Traits;
  /** Only within a test. */
  rig(): Rig;
  /** Declares the tests of a topic, or one that says why they are left out. */
  topic(name: Topic, tests: () => void): void;
  /** Compares with what is usual, or with what the target says of this case. */
  expectFailed(failed: Failed, usual: { failure: unknown; sent: string }, named: Case): void;
}

/** Declares the suite. The target is started once and healed after each test. */
export function describeConformance(provider: Provider, target: ConformanceTarget): void {
  const settings = provider.settings.parse(target.settings ?? {});
  const secretNames = Object.keys(target.secrets?.('') ?? {});
  const label = target.label === undefined ? '' : ` ${target.label}`;
  describe(`${provider.id}${label} conforms`, () => {
    let rig: Rig;
    beforeAll(async () => {
      rig = await createRig(provider, target);
    });
    afterEach(() => rig.standIn.heal());
    afterAll(() => rig.close());

    const suite: Suite = {
      provider,
      target,
      traits: provider.traits(settings, (field) => secretNames.includes(field)),
      rig: () => rig,
      topic(name, tests) {
        const reason = target.cannot?.[name];
        if (reason === undefined) tests();
        else notTried(name, reason);
      },
      expectFailed(failed, usual, named) {
        const { kind, because } = target.differs?.[named] ?? {};
        if (kind === undefined) expect(failed).toEqual(usual);
        else expect([failed.failure.kind, because]).toEqual([kind, expect.stringMatching(/\w \w/)]);
      },
    };
    traitsConform(suite);
    arrivalConforms(suite);
    answersConform(suite);
    cutsConform(suite);
    secretsConform(suite);
    removalConforms(suite);
    resumeConforms(suite);
  });
}

/** A test that stands in the report for those that do not apply; `check` shows that they do not. */
export function notTried(what: string, reason: string, check: () => void = () => {}): void {
  test(`not tried: ${what}, because ${reason}`, () => {
    expect(reason).toMatch(/\w \w/);
    check();
  });
}
