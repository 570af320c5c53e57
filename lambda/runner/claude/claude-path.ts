import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Packages of the native binary for this machine: the C library decides which of two a Linux installation has. */
const packagesFor = (platform: string, architecture: string): readonly string[] => {
  const name = `@anthropic-ai/claude-code-${platform}-${architecture}`;
  return platform === 'linux' ? [name, `${name}-musl`] : [name];
};

const resolve = (file: string): string | undefined => {
  try {
    return require.resolve(file);
  } catch {
    return undefined;
  }
};

/**
 * The CLI's native binary: the one given, or else the one that npm installed for this machine.
 *
 * Never the wrapper in `@anthropic-ai/claude-code`: it is a stub until that package's install script has run.
 *
 * @throws Error if none is given and none is installed.
 */
export const claudePath = (given?: string): string => {
  if (given) return given;
  const packages = packagesFor(process.platform, process.arch);
  const file = process.platform === 'win32' ? 'claude.exe' : 'claude';
  const found = packages.map((name) => resolve(`${name}/${file}`)).find((path) => path !== undefined);
  if (found) return found;
  throw new Error(
    `no Claude Code binary for ${process.platform} ${process.arch}: install ${packages.join(' or ')}, or set CLAUDE_PATH`,
  );
};
