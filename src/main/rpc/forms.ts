/** Makes the form of a provider's settings from their schema: a new provider brings no code of the window. */
import { z } from 'zod';
import type { FormField } from '../../shared/destination-setup.ts';
import type { Provider } from '../providers/provider.ts';

/** What a schema's `meta` may say of a setting. Without a title, or with `hidden`, it is left to settings files. */
const Meta = z.object({
  title: z.string(),
  description: z.string().default(''),
  advanced: z.boolean().default(false),
  hidden: z.boolean().default(false),
  /** A text that is the path of a folder on this computer. */
  folder: z.boolean().default(false),
  /** Titles of a choice's values; a value without one stands for itself. */
  choices: z.record(z.string(), z.string()).default({}),
});

/** The part of JSON Schema that forms are made from. */
const Property = z.union([
  z.object({ type: z.literal('string'), enum: z.array(z.string()).min(1), default: z.string() }),
  z.object({ type: z.literal('string'), format: z.string().optional(), default: z.string().optional() }),
  z.object({
    type: z.enum(['number', 'integer']),
    minimum: z.number().optional(),
    exclusiveMinimum: z.number().optional(),
    maximum: z.number().optional(),
    default: z.number().optional(),
  }),
  z.object({ type: z.literal('boolean'), default: z.boolean().default(false) }),
]);
type Property = z.infer<typeof Property>;

type FormSource = Pick<Provider, 'settings' | 'hostIdentity'>;

const forms = new WeakMap<z.ZodType, readonly FormField[]>();

/** The fields that the user sees, in the schema's order; empty where there are none. */
export function formOf({ settings, hostIdentity }: FormSource): readonly FormField[] {
  const known = forms.get(settings);
  if (known) return known;
  const { properties = {}, required = [] } = z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' });
  // What the user agreed to is no field: it is never typed.
  const fields = Object.entries(properties).filter(([name]) => name !== hostIdentity?.setting);
  const form = fields.flatMap(([name, property]) => fieldOf(name, property, required.includes(name)) ?? []);
  forms.set(settings, form);
  return form;
}

function fieldOf(name: string, schema: unknown, required: boolean): FormField | null {
  const meta = Meta.safeParse(schema).data;
  const property = Property.safeParse(schema).data;
  if (!meta || meta.hidden || !property) return null;
  const { title, description, advanced } = meta;
  return { name, title, description, advanced, ...kindOf(property, meta, required) };
}

type Kind<F> = F extends unknown ? Omit<F, 'name' | 'title' | 'description' | 'advanced'> : never;

function kindOf(property: Property, meta: z.infer<typeof Meta>, required: boolean): Kind<FormField> {
  if (property.type === 'boolean') return { kind: 'switch', default: property.default };
  if (property.type !== 'string') {
    return { kind: 'number', default: property.default ?? null, required, ...boundsOf(property) };
  }
  if ('enum' in property) {
    const choices = property.enum.map((value) => ({ value, title: meta.choices[value] ?? value }));
    return { kind: 'choice', default: property.default, choices };
  }
  if (meta.folder) return { kind: 'folder', default: '', required };
  return { kind: property.format === 'uri' ? 'url' : 'text', default: property.default ?? '', required };
}

/** Bounds as far as somebody set them: JSON Schema names the safe integers for every whole number. */
function boundsOf(property: Extract<Property, { type: 'number' | 'integer' }>) {
  const { minimum = -Infinity, exclusiveMinimum = -Infinity, maximum = Infinity } = property;
  const above = exclusiveMinimum >= minimum;
  const least = above ? exclusiveMinimum : minimum;
  return {
    least: least > Number.MIN_SAFE_INTEGER ? { value: least, above } : null,
    most: maximum < Number.MAX_SAFE_INTEGER ? maximum : null,
    whole: property.type === 'integer',
  };
}
