import { z } from 'zod';

/** An image in a registry. */
export interface PushedImage {
  readonly tag: string;
  readonly architecture: string;
  /** Digests of the layers' contents. */
  readonly layers: readonly string[];
  /** What has to be downloaded. */
  readonly compressedMb: number;
}

const Catalog = z.object({ repositories: z.array(z.string()) });
const Tags = z.object({ tags: z.array(z.string()) });
const Manifest = z.object({
  config: z.object({ digest: z.string() }),
  layers: z.array(z.object({ size: z.number() })),
});
const Configuration = z.object({ architecture: z.string(), rootfs: z.object({ diff_ids: z.array(z.string()) }) });

/** All images in the registry at that address: https://distribution.github.io/distribution/spec/api/ */
export const pushedImages = async (address: string): Promise<readonly PushedImage[]> => {
  const get = async <T>(path: string, schema: z.ZodType<T>): Promise<T> => {
    const headers = { accept: 'application/vnd.oci.image.manifest.v1+json, application/json' };
    const response = await fetch(`http://${address}/v2/${path}`, { headers });
    return schema.parse(await response.json());
  };

  const images: PushedImage[] = [];
  for (const repository of (await get('_catalog', Catalog)).repositories) {
    for (const tag of (await get(`${repository}/tags/list`, Tags)).tags) {
      const { config, layers } = await get(`${repository}/manifests/${tag}`, Manifest);
      const { architecture, rootfs } = await get(`${repository}/blobs/${config.digest}`, Configuration);
      const compressedMb = layers.reduce((total, { size }) => total + size, 0) / 1_000_000;
      images.push({ tag, architecture, layers: rootfs.diff_ids, compressedMb });
    }
  }
  return images;
};
