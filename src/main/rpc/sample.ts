/** A first file for those who have none at hand: a line of text, sent as any other file. */
import type { IntakeResult } from '../../shared/contract.ts';
import { spoken } from '../../shared/messages/tongue.ts';
import type { Spool } from '../store/spool.ts';
import type { Intake } from './intake.ts';

export interface SampleDeps {
  readonly spool: Pick<Spool, 'keep' | 'discard'>;
  readonly intake: Pick<Intake, 'offer'>;
}

export function createSample({ spool, intake }: SampleDeps): () => Promise<IntakeResult> {
  return async () => {
    const { fileName, text } = spoken().words.window.setup.sample;
    const path = await spool.keep(fileName, Buffer.from(text));
    const result = await intake.offer({ paths: [path], pathless: [], from: 'picker' });
    if (result.kind !== 'accepted') await spool.discard(path);
    return result;
  };
}
