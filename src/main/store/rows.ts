/** Reads columns of a row as what they are, and the JSON in them as what the model says. */
import type { z } from 'zod';
import type { PinnedSource } from '../../shared/pinned-source.ts';
import type { Row } from './database.ts';

export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new Error(`column ${column} holds no text`);
  return value;
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

export function number(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new Error(`column ${column} holds no number`);
  return value;
}

export function integer(row: Row, column: string): number {
  return number(row, column);
}

export function integerOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : integer(row, column);
}

export function flag(row: Row, column: string): boolean {
  return integer(row, column) !== 0;
}

/** Parses a JSON column; throws where it does not fit the schema. */
export function json<T>(row: Row, column: string, schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(text(row, column)));
}

export function jsonOrNull<T>(row: Row, column: string, schema: z.ZodType<T>): T | null {
  return row[column] === null ? null : json(row, column, schema);
}

/** The pin of a file, as `dev`, `ino`, `size` and `mtime_ns` beside its path keep it. */
export function pinnedSource(row: Row, pathColumn = 'path'): PinnedSource {
  return {
    path: text(row, pathColumn),
    dev: BigInt(text(row, 'dev')),
    ino: BigInt(text(row, 'ino')),
    size: integer(row, 'size'),
    mtimeNs: BigInt(text(row, 'mtime_ns')),
  };
}
