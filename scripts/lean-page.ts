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
        const next = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(entry));
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
  const entries = chunks.filter(({ isEntry, facadeModuleId }) => isEntry || facadeModuleId?.endsWith('/start.tsx'));
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
