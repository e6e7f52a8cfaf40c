/** The sign in front of a file, by its media type. */
import {
  File,
  FileArchive,
  FileCode,
  FileSpreadsheet,
  FileText,
  Film,
  Image,
  type LucideIcon,
  Music,
} from 'lucide-react';

const kinds: readonly (readonly [RegExp, LucideIcon])[] = [
  [/^image\//, Image],
  [/^video\//, Film],
  [/^audio\//, Music],
  [/zip|compressed|x-tar|x-7z|rar|gzip/, FileArchive],
  [/spreadsheet|ms-excel|csv/, FileSpreadsheet],
  [/javascript|typescript|json|xml|html|css|x-sh|x-python/, FileCode],
  [/^text\/|pdf|msword|document/, FileText],
];

export function TypeIcon({ mime }: { mime: string }) {
  const Icon = kinds.find(([pattern]) => pattern.test(mime))?.[1] ?? File;
  return (
    <span className="thumb">
      <Icon className="i" aria-hidden />
    </span>
  );
}
