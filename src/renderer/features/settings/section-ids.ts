/** The sections of the settings, in their order. */
export const sectionIds = [
  'where',
  'copying',
  'names',
  'privacy',
  'network',
  'notifications',
  'shortcuts',
  'appearance',
  'startUp',
  'data',
  'diagnostics',
] as const;
export type SectionId = (typeof sectionIds)[number];

/** The element of a section's heading. */
export const headingId = (id: SectionId): string => `settings-${id}`;
