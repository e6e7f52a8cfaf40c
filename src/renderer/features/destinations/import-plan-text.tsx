/** What an import would change, in words. */
import type { ReactNode } from 'react';
import type { ImportPlan } from '../../../shared/destination-setup.ts';
import { plainName } from '../../../shared/messages/index.ts';
import { destinationWords, tongue } from '../../ui/words.ts';

export function ImportPlanText({ plan }: { plan: ImportPlan }) {
  const say = destinationWords.imported;
  const all = (labels: readonly string[]) => tongue.words.units.all(labels.map(plainName));
  const named = (entries: ImportPlan['added']) =>
    all(entries.map(({ label, usedWithoutAsking }) => (usedWithoutAsking ? say.withoutAsking(label) : label)));
  const { added, changed, same, unknown, chains, choice, otherSettings, needSecret } = plan;
  const isNothing =
    [added, changed, unknown, chains].every((list) => list.length === 0) && choice === null && !otherSettings;
  return (
    <div className="plan">
      <dl>
        {added.length > 0 && <Row term={say.added}>{named(added)}</Row>}
        {changed.length > 0 && <Row term={say.changed}>{named(changed)}</Row>}
        {chains.map(({ chain, labels, mayWiden }) => (
          <Row key={chain} term={say.chain[chain]}>
            {all(labels)}
            {mayWiden && <span className="wide">{say.widens}</span>}
          </Row>
        ))}
        {choice !== null && <Row term={say.choice}>{say.choices[choice]}</Row>}
      </dl>
      {otherSettings && <p>{say.otherSettings}</p>}
      {needSecret.length > 0 && <p>{say.needSecret(all(needSecret))}</p>}
      {unknown.length > 0 && <p>{say.unknown(all(unknown))}</p>}
      {same > 0 && <p>{say.same(same)}</p>}
      {isNothing && <p>{say.nothing}</p>}
    </div>
  );
}

function Row({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
