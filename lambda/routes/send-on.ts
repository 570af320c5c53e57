import type { DownloadOrder, ObjectStore } from '#core/files/object-store.ts';
import type { ApiResponse } from '#lambda/http/api-request.ts';

/** Long enough for whoever is sent on to begin. */
const EXPIRES_IN_SECONDS = 600;

/** Sends the caller on to where an object can be read: its size may be more than a function can answer with. */
export const sendOn = async (
  order: Omit<DownloadOrder, 'expiresInSeconds'>,
  { baseUrl }: { readonly baseUrl: string },
  { objects }: { readonly objects: Pick<ObjectStore, 'downloadUrl'> },
): Promise<ApiResponse> => {
  const path = await objects.downloadUrl({ ...order, expiresInSeconds: EXPIRES_IN_SECONDS });
  const url = new URL(path, baseUrl).href;
  return { status: 307, headers: { location: url, 'cache-control': 'no-store' }, body: { url } };
};
