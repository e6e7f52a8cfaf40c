/** Why the first stop of the chain will not get a file, said before the file is sent. */
import type { DestinationView, UploadView } from '../model.ts';
import { plainName } from './plain-name.ts';
import { spoken, type Tongue } from './tongue.ts';

type Limits = Pick<DestinationView, 'id' | 'label' | 'maxBytes' | 'refusedExtensions' | 'takesEmptyFiles'>;

/**
 * "x0.at is passed over: the file is too large for it"; null where the first of `stops` takes the file, or where the
 * upload is not on its way to one of them. Limits by kind of file are the engine's: the ledger tells those.
 */
export function passedOverLine(
  upload: Pick<UploadView, 'name' | 'size' | 'state'>,
  stops: readonly Limits[],
  tongue: Tongue = spoken(),
): string | null {
  const { name, state, size } = upload;
  const [first] = stops;
  if (!first || size === null || !isOnItsWay(state, stops)) return null;
  const why = refusal(first, { name, size }, tongue);
  if (why === null) return null;
  const say = tongue.words.states;
  const byAll = state.name === 'queued' && stops.every((stop) => refusal(stop, { name, size }, tongue) !== null);
  return byAll ? say.takenByNone : say.passedOver(first.label, why);
}

function isOnItsWay(state: UploadView['state'], stops: readonly Limits[]): boolean {
  if (state.name === 'queued') return true;
  if (state.name !== 'running' || state.phase !== 'sending') return false;
  return stops.findIndex(({ id }) => id === state.at) > 0;
}

function refusal(stop: Limits, file: { name: string; size: number }, tongue: Tongue): string | null {
  const say = tongue.words.states;
  const extension = extensionOf(file.name);
  if (stop.maxBytes !== null && file.size > stop.maxBytes) return say.tooLargeForIt;
  if (file.size === 0 && !stop.takesEmptyFiles) return say.emptyForIt;
  if (extension !== '' && stop.refusedExtensions.includes(extension)) return say.typeForIt(plainName(extension));
  return null;
}

/** Without its dot, in small letters; a name that only begins with a dot has none. */
function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
}
