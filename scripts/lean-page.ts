/** Keeps the page small: what the window loads before it shows anything has a limit, and schemas stay in the main process. */
import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

/** Of the entry and all that it imports at once, bytes after gzip. */
export const entryLimit = 200_000;

export function leanPage(): Plugin {
  return {
    name: 'lean-page',
    apply: 'build',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      if (chunks.some(({ moduleIds }) => moduleIds.some(isSchemaLibrary))) {
        const importers = [...this.getModuleIds()].filter(
          (id) => !isSchemaLibrary(id) && this.getModuleInfo(id)?.importedIds.some(isSchemaLibrary),
        );
        this.error(`zod is in the page through ${importers.join(', ')}: values to list stand in shared/choices.ts`);
      }
      const bytes = bytesBeforeFirst(chunks);
      if (bytes > entryLimit) {
        this.error(`what the page loads at once has ${bytes} bytes after gzip, over ${entryLimit}: load a part later`);
      }
    },
  };
}

/**
 * All that the page loads at once in two parts: what the entry needs, and what is made of the words it brings. Each file
 * that is fetched takes a millisecond or two of the main process, which has other things to do then.
 *
 * @param beginnings ids of the modules that these parts begin with; what two of them load belongs to the first
 */
export function inFewParts(beginnings: Readonly<Record<string, string>>): Rolldown.CodeSplittingGroup {
  let parts: ReadonlyMap<string, string> | null = null;
  return {
    name(id, context) {
      parts ??= partsFrom(beginnings, context);
      return parts.get(id) ?? null;
    },
  };
}

/** The part of each module that one of these loads at once. */
function partsFrom(
  beginnings: Readonly<Record<string, string>>,
  context: Rolldown.ChunkingContext,
): Map<string, string> {
  const parts = new Map<string, string>();
  const put = (id: string, part: string): void => {
    if (parts.has(id)) return;
    parts.set(id, part);
    for (const imported of context.getModuleInfo(id)?.importedIds ?? []) put(imported, part);
  };
  for (const [part, id] of Object.entries(beginnings)) put(id, part);
  return parts;
}

/**
 * The entry loads the words first and then the page: told in the document, all of it is fetched at once meanwhile.
 *
 * @param entry the end of the module's path that is loaded next
 */
export function fetchAtOnce(entry: string): Plugin {
  return {
    name: 'fetch-at-once',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle = {} }) {
        const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
        const next = chunks.find((chunk) => holds(chunk, entry));
        if (!next) throw new Error(`there is no part of the page that begins with ${entry}`);
        const known = chunks.filter(({ isEntry }) => isEntry).flatMap(({ fileName }) => withImports(fileName, chunks));
        const names = withImports(next.fileName, chunks).filter((name) => !known.includes(name));
        const styles = chunks.filter(({ fileName }) => names.includes(fileName)).flatMap(stylesOf);
        const links = [
          ...names.map((name) => ({ rel: 'modulepreload', name })),
          ...[...new Set(styles)].map((name) => ({ rel: 'stylesheet', name })),
        ];
        return links.map(({ rel, name }) => ({
          tag: 'link',
          attrs: { rel, crossorigin: true, href: `./${name}` },
          injectTo: 'head' as const,
        }));
      },
    },
  };
}

/** What is loaded before the page can draw: the entry, the longest language, what follows, and all that they import. */
function bytesBeforeFirst(chunks: readonly Rolldown.OutputChunk[]): number {
  const entries = chunks.filter((chunk) => chunk.isEntry || holds(chunk, '/start.tsx'));
  const names = new Set(entries.flatMap(({ fileName }) => withImports(fileName, chunks)));
  const sizeOf = ({ code }: Rolldown.OutputChunk): number => gzipSync(code).byteLength;
  const code = chunks.filter(({ fileName }) => names.has(fileName)).reduce((sum, chunk) => sum + sizeOf(chunk), 0);
  const languages = chunks.filter(({ moduleIds }) => moduleIds.some((id) => /messages[\\/]\w+\.ts$/.test(id)));
  return code + Math.max(0, ...languages.filter(({ fileName }) => !names.has(fileName)).map(sizeOf));
}

/** The style sheets that Vite waits for before it runs this chunk. */
function stylesOf({ viteMetadata }: Rolldown.OutputChunk): string[] {
  return [...(viteMetadata?.importedCss ?? [])];
}

/** True where the module whose path ends so is in this chunk. */
function holds({ moduleIds }: Rolldown.OutputChunk, end: string): boolean {
  return moduleIds.some((id) => id.endsWith(end));
}

/** A chunk, and all that it imports at once. */
function withImports(first: string, chunks: readonly Rolldown.OutputChunk[]): string[] {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const loaded = new Set<string>();
  const load = (name: string): void => {
    const chunk = byName.get(name);
    if (!chunk || loaded.has(name)) return;
    loaded.add(name);
    chunk.imports.forEach(load);
  };
  load(first);
  return [...loaded];
}

function isSchemaLibrary(id: string): boolean {
  return /[\\/]node_modules[\\/]zod[\\/]/.test(id);
}
