/** Which contests are held, in which order. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contest, FarEnd, Load } from './contest.ts';
import { gibibyte, smallFiles } from './files.ts';
import type { Program } from './program.ts';
import { awsS3, droprelayS3, type Keys, rcloneS3 } from './s3-senders.ts';
import { commandLine, curlForm, curlParallel, curlRaw, type Place, rawNet } from './senders.ts';
import type { Tools } from './tools.ts';

export interface ContestsInput {
  readonly quick: boolean;
  readonly program: Program;
  readonly place: Place;
  /** The large file, made by the caller. */
  readonly file: string;
  readonly tools: Tools;
  /** Null where there is no S3 server. */
  readonly store: (FarEnd & { readonly keys: Keys }) | null;
}

/** `grow`: what the large file has to measure by then, bytes. It only grows. */
export function contestsOf({
  quick,
  program,
  place,
  file,
  tools,
  store,
}: ContestsInput): (Contest & { grow: number })[] {
  const rounds = (many: number): number => (quick ? Math.ceil(many / 3) : many);
  const startFile = join(place.folder, 'one-byte.bin');
  writeFileSync(startFile, '.');
  const startLoad: Load = { paths: [startFile], folder: null, fileBytes: 1 };
  const large = (bytes: number) => ({
    load: { paths: [file], folder: null, fileBytes: bytes },
    startLoad,
    grow: bytes,
  });
  const folder = join(place.folder, 'small');
  const [form, put, parallel] = tools.curl === null ? [] : [curlForm(place), curlRaw(place), curlParallel(place)];
  const small = {
    load: { paths: smallFiles(folder, 10_000, 4096), folder, fileBytes: 4096 },
    startLoad,
    grow: 0,
    rival: parallel ?? null,
  };

  const verified = commandLine(program, place, { verify: true });
  const forms = { us: verified, rival: form ?? null };
  const raws = { us: rawNet(program, place), rival: put ?? null };
  const one = large(gibibyte);
  const { tls } = place;
  const contests: (Contest & { grow: number })[] = [
    { id: 'form-1', name: '1 GiB as a form', ...one, ...forms, rounds: rounds(9) },
    { id: 'raw-1', name: '1 GiB as a raw body', ...one, ...raws, rounds: rounds(9) },
    { id: 'form-1-tls', name: '1 GiB as a form, TLS', ...one, ...forms, tls, rounds: rounds(7) },
    { id: 'raw-1-tls', name: '1 GiB as a raw body, TLS', ...one, ...raws, tls, rounds: rounds(7) },
    {
      id: 'small',
      name: '10,000 × 4 KiB, not verified',
      ...small,
      us: commandLine(program, place, { verify: false }),
      rounds: rounds(3),
    },
    { id: 'small-verified', name: '10,000 × 4 KiB, verified', ...small, us: verified, rounds: 1 },
  ];
  if (store) {
    const { keys } = store;
    const toStore = { ...one, farEnd: store, us: droprelayS3(program, place, keys), rounds: rounds(5) };
    const rivals = [tools.rclone ? rcloneS3(keys) : null, tools.aws ? awsS3(keys) : null];
    const [rclone = null, aws = null] = rivals;
    contests.push(
      { id: 's3-1-rclone', name: '1 GiB to S3, against rclone', ...toStore, rival: rclone },
      { id: 's3-1-aws', name: '1 GiB to S3, against aws', ...toStore, rival: aws },
    );
  }
  const eight = { id: 'form-8', name: '8 GiB as a form', ...large(8 * gibibyte), ...forms, rounds: 3 };
  return quick ? contests : [...contests, eight];
}
