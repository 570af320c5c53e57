import type { ServerResponse } from 'node:http';
import { Writable } from 'node:stream';

/** What precedes the body of a streamed answer: `HttpResponseStream.from` is given it. */
export interface ResponsePrelude {
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The stream that a function writes its answer to, as API Gateway passes it on: every chunk at once, as fast as the
 * client reads.
 *
 * When the client hangs up it is destroyed, so that whatever feeds it ends too. On AWS a function is not told.
 */
export class LambdaResponse extends Writable {
  readonly #response: ServerResponse;
  #prelude: ResponsePrelude | undefined;
  #isClientGone = false;

  constructor(response: ServerResponse) {
    super();
    this.#response = response;
    // A function may not be listening when the client hangs up.
    this.on('error', () => {});
    response.once('close', () => {
      if (response.writableFinished || this.destroyed) return;
      this.#isClientGone = true;
      this.destroy(new Error('the client hung up'));
    });
  }

  /** Whether the client hung up before it had the whole answer. */
  get isClientGone(): boolean {
    return this.#isClientGone;
  }

  /** Sets status and headers; they are sent with the first write, as in Lambda's runtime. */
  begin(prelude: ResponsePrelude): this {
    this.#prelude = prelude;
    return this;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: WriteCallback): void {
    if (!this.#response.headersSent && !this.#sendHead()) {
      callback(new Error('the function wrote a body without a prelude'));
    } else if (chunk.length === 0) {
      callback();
    } else {
      // It calls back when the chunk has left: a client that reads slowly slows the function down.
      this.#response.write(chunk, this.#noticingLoss(callback));
    }
  }

  override _final(callback: WriteCallback): void {
    if (this.#response.headersSent) this.#response.end(this.#noticingLoss(callback));
    else callback(new Error('the function ended its answer without writing'));
  }

  override _destroy(error: Error | null, callback: WriteCallback): void {
    // An answer that is cut short must not look whole.
    if (this.#response.headersSent && !this.#response.writableEnded) this.#response.destroy();
    callback(error);
  }

  /** A write to a client that is gone may fail before 'close' tells of it; one that we broke off fails as well. */
  #noticingLoss(callback: WriteCallback): WriteCallback {
    return (error) => {
      if (error && !this.destroyed) this.#isClientGone = true;
      callback(error);
    };
  }

  #sendHead(): boolean {
    if (!this.#prelude) return false;
    this.#response.writeHead(this.#prelude.statusCode ?? 200, this.#prelude.headers);
    this.#response.flushHeaders();
    return true;
  }
}

type WriteCallback = (error?: Error | null) => void;
