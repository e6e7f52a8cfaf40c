/** English: what providers call themselves and their settings. The words stand with the settings, in the providers. */

/** Providers whose names are words; all others have a name of their own. */
export const providerNames: Readonly<Record<string, string>> = {
  'web-folder': 'Folder on this computer',
  'this-computer': 'This computer',
};

/** A title, a description or a choice of a provider's settings, as the provider has it. */
export const provided = (text: string): string => text;
