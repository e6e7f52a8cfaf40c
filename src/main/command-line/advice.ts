/** What to do on the command line about settings and keys that are missing or wrong. */
import type { Failure } from '../../shared/failure.ts';
import { failureMessage, plainName } from '../../shared/messages/index.ts';
import type { DestinationView } from '../../shared/model.ts';
import { providerById } from '../providers/index.ts';
import { variablesFor } from './environment-secrets.ts';
import { variableOf } from './environment-settings.ts';
import { words } from './words.ts';

/** About a setting that the environment may hold; null where that is not what hindered it. */
export function settingAdvice(failure: Failure, at: Pick<DestinationView, 'id' | 'provider' | 'label'>): string | null {
  // Only the ready-made destination takes settings from there.
  const provider = at.provider === at.id ? providerById(at.provider) : null;
  if (failure.kind !== 'settings-invalid' || !provider) return null;
  const variable = variableOf(failure.field, provider, process.env);
  if (!variable) return null;
  return variable.isSet
    ? [words.badVariable(variable.name), ...(failure.expected ? [failureMessage(failure).sentence] : [])].join(' ')
    : words.settingBy(plainName(at.label), failure.field, variable.name);
}

/** About keys that the host did not accept, or that are not there. */
export function signInAdvice(failure: Failure, at: Pick<DestinationView, 'provider' | 'label'>): string {
  return words.signInBy(failureMessage(failure, { destination: at.label }).sentence, variablesFor(at.provider));
}
