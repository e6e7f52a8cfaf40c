/** The form of a destination: its name, its provider's fields, its secrets, who can open its links, and consent. */
import { type ReactNode, useId, useState } from 'react';
import type { DestinationSheet, FormField, ProviderView } from '../../../shared/destination-setup.ts';
import type { Scope } from '../../../shared/model.ts';
import { useStore } from '../../state/store.ts';
import { describedBy, Field } from '../../ui/field.tsx';
import { Switch } from '../../ui/switch.tsx';
import { destinationWords } from '../../ui/words.ts';
import { isThisComputer } from './chain-acts.ts';
import { FolderField } from './folder-field.tsx';
import { FormFieldRow, Pick } from './form-field.tsx';
import { rowsOf } from './form-rows.ts';
import { folderOf, problemOf } from './form-values.ts';
import { IdentityPart } from './identity-part.tsx';
import { SecretField } from './secret-field.tsx';
import { SignInPart } from './sign-in-part.tsx';
import type { SheetForm } from './use-sheet.ts';

interface Props {
  sheet: DestinationSheet | null;
  provider: ProviderView;
  form: SheetForm;
}

export function DestinationForm({ sheet, provider, form }: Props) {
  const { draft, misfit, change } = form;
  const say = destinationWords.sheet;
  const id = useId();
  const [showsMore, setShowsMore] = useState(false);
  const unsealed = useStore((state) => state.unsealed);
  const advanced = provider.form.filter((field) => field.advanced);
  const hasMisfit = advanced.some(({ name }) => misfit === `values.${name}`);
  const nameProblem = misfit === 'label' ? destinationWords.problems.name : null;
  const nameRow = (
    <Field key="label" id={`${id}-label`} title={say.name} help="" problem={nameProblem}>
      <input
        id={`${id}-label`}
        className="input"
        type="text"
        autoComplete="off"
        value={draft.label}
        aria-invalid={nameProblem !== null}
        aria-describedby={describedBy(`${id}-label`, '', nameProblem)}
        onChange={(event) => change({ label: event.target.value })}
      />
    </Field>
  );
  const row = (field: FormField) => {
    const problem = misfit === `values.${field.name}` ? problemOf(field, draft.values[field.name]) : null;
    if (field.kind === 'folder') {
      return (
        <FolderField
          key={field.name}
          id={`${id}-${field.name}`}
          provider={provider.id}
          field={field}
          name={folderOf(draft, field.name)}
          problem={problem}
          onChoose={(chosen) => change({ folders: { ...draft.folders, [field.name]: chosen } })}
        />
      );
    }
    return (
      <FormFieldRow
        key={field.name}
        id={`${id}-${field.name}`}
        field={field}
        value={draft.values[field.name] ?? ''}
        problem={problem}
        onChange={(value) => change({ values: { ...draft.values, [field.name]: value } })}
      />
    );
  };
  const secrets = form.secrets.map((secret) => (
    <SecretField
      key={secret.field}
      secret={secret}
      provider={provider.id}
      given={form.typed[secret.field] ?? null}
      onGive={(given) => form.type(secret.field, given)}
      onClear={() => form.clear(secret.field)}
      onStoreWeak={unsealed.includes(secret.field) ? () => form.storeWeak(secret.field) : null}
    />
  ));
  // Whoever signs in enters none of them.
  const hiddenSecrets = provider.signsIn ? secrets : [];
  return (
    <div className="fields">
      {rowsOf(
        'name' as const,
        provider.form.filter((field) => !field.advanced),
      ).map((fields) => inRow(fields, (field) => (field === 'name' ? nameRow : row(field))))}
      {provider.signsIn ? <SignInPart sheet={sheet} provider={provider} form={form} /> : secrets}
      {provider.showsIdentity && <IdentityPart sheet={sheet} form={form} />}
      {form.secretsMoved && (
        <p className="line wait" role="status">
          {destinationWords.secrets.movedAway}
        </p>
      )}
      {!isThisComputer({ provider: provider.id }) && <Consent sheet={sheet} provider={provider} form={form} />}
      {(advanced.length > 0 || hiddenSecrets.length > 0) && (
        // It opens by itself for a field that does not fit.
        <details open={showsMore || hasMisfit} onToggle={({ currentTarget }) => setShowsMore(currentTarget.open)}>
          <summary>{say.moreFields}</summary>
          <div className="fields">
            {rowsOf(null, advanced).map((fields) => inRow(fields, (field) => field && row(field)))}
            {hiddenSecrets}
          </div>
        </details>
      )}
    </div>
  );
}

/** Two stand side by side. */
function inRow<T extends FormField | string | null>(fields: readonly T[], show: (field: T) => ReactNode): ReactNode {
  const [first] = fields;
  if (fields.length < 2) return fields.map(show);
  return (
    <div className="pair" key={typeof first === 'object' ? first?.name : first}>
      {fields.map(show)}
    </div>
  );
}

const asProvider = 'as-provider';

function Consent({ sheet, provider, form: { draft, change } }: Props) {
  const say = destinationWords.sheet;
  const id = useId();
  const own = sheet?.providersScope ?? provider.scope;
  const scopes: readonly Scope[] = ['public', 'account'];
  const items = [
    { value: asProvider, title: say.asProvider(say.scopes[own]) },
    ...scopes.map((value) => ({ value, title: say.scopes[value] })),
  ] as const;
  return (
    <>
      <Field id={`${id}-who`} title={say.who} help={say.whoMore} problem={null}>
        <Pick
          id={`${id}-who`}
          items={items}
          chosen={draft.scope ?? asProvider}
          described={describedBy(`${id}-who`, say.whoMore, null)}
          onChoose={(value) => change({ scope: scopes.find((scope) => scope === value) ?? null })}
        />
      </Field>
      <Field
        id={`${id}-consent`}
        title={say.consent}
        help={say.consentMore}
        problem={null}
        isGroup
        className="is-switch"
      >
        <Switch
          name={say.consent}
          on={draft.consent === 'allow'}
          onChange={(on) => change({ consent: on ? 'allow' : 'ask' })}
          describedBy={`${id}-consent-help`}
        />
      </Field>
    </>
  );
}
