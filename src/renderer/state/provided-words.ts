/** Puts what providers call themselves and their settings into the language that the window speaks. */
import type { DestinationsView, FormField } from '../../shared/destination-setup.ts';
import { spoken } from '../../shared/messages/index.ts';
import type { SecretView } from '../../shared/model.ts';

/** The view as main gives it holds the providers' own English. */
export function inOwnWords(view: DestinationsView): DestinationsView {
  const { provided, providerNames } = spoken().words;
  const titled = <T extends { title: string; description: string }>(one: T): T => ({
    ...one,
    title: provided(one.title),
    description: one.description === '' ? '' : provided(one.description),
  });
  const field = (one: FormField): FormField => {
    if (one.kind !== 'choice') return titled(one);
    return titled({ ...one, choices: one.choices.map(({ value, title }) => ({ value, title: provided(title) })) });
  };
  const secrets = (all: readonly SecretView[]): SecretView[] => all.map(titled);
  return {
    ...view,
    destinations: view.destinations.map((sheet) => ({ ...sheet, secrets: secrets(sheet.secrets) })),
    providers: view.providers.map((provider) => ({
      ...provider,
      name: providerNames[provider.id] ?? provider.name,
      offBecause: provider.offBecause === null ? null : provided(provider.offBecause),
      form: provider.form.map(field),
      secrets: secrets(provider.secrets),
    })),
  };
}
