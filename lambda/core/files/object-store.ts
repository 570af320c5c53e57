/** Some of an object's bytes. */
export interface ByteRange {
  readonly offsetBytes: number;
  /** @default - to the end */
  readonly lengthBytes?: number;
}

/** Leave to store an object of exactly that size. */
export interface UploadOrder {
  readonly key: string;
  readonly bytes: number;
  readonly expiresInSeconds: number;
}

/** Leave to read an object, which its reader is told to be called so. */
export interface DownloadOrder {
  readonly key: string;
  readonly filename: string;
  readonly expiresInSeconds: number;
}

/**
 * Where files are kept, by key, of sizes that fit neither into memory nor through the gateway.
 *
 * URLs may be relative to this service: then it serves them itself. They are leave enough: whoever has one needs nothing
 * else.
 */
export interface ObjectStore {
  /**
   * Stores an object, of which only pieces are ever in memory. What was there is replaced once all of it has come; if it
   * does not come, nothing changes.
   */
  write(key: string, chunks: AsyncIterable<Uint8Array>): Promise<void>;
  /** Its bytes. Fails, when it is read, if there is nothing under that key. */
  read(key: string, range?: ByteRange): AsyncIterable<Uint8Array>;
  /** How many bytes it has; `undefined` if there is nothing under that key. */
  sizeBytes(key: string): Promise<number | undefined>;
  /** Safe to repeat. */
  delete(key: string): Promise<void>;
  /** Where one `PUT` of that many bytes stores them; of any other number it is refused. */
  uploadUrl(order: UploadOrder): Promise<string>;
  /** Where a `GET` reads it. */
  downloadUrl(order: DownloadOrder): Promise<string>;
}
