import { execa } from 'execa';

/** A file, directory or link in the image. */
export interface ImageFile {
  /** From the root, which is `/`. */
  readonly path: string;
  /** As `find` names it: `f`, `d`, `l`, … */
  readonly type: string;
  /** Permissions. */
  readonly mode: number;
}

/** Everything that the image holds. */
export const imageFiles = async (image: string): Promise<readonly ImageFile[]> => {
  const { stdout: root } = await execa('podman', ['image', 'mount', image]);
  try {
    const { stdout: lines } = await execa('find', [root, '-xdev', '-printf', '%y %m /%P\\n'], { lines: true });
    return lines.map((line) => {
      const [type = '', mode = '', ...path] = line.split(' ');
      return { path: path.join(' '), type, mode: Number.parseInt(mode, 8) };
    });
  } finally {
    await execa('podman', ['image', 'unmount', image]);
  }
};
