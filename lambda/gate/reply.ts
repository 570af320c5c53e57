/** The answer to a call, as the gate writes it. */
export interface Reply {
  /** Status and headers are out. */
  readonly hasBegun: boolean;
  /** Nobody reads it any more. */
  readonly isClosed: boolean;
  begin(status: number, headers: Readonly<Record<string, string>>): void;
  /** Resolves when there is room for more. @throws once the signal aborts. */
  write(chunk: Uint8Array, signal: AbortSignal): Promise<void>;
  /** Ends an answer that has begun. */
  end(rest?: string | Uint8Array): void;
  /** Ends the answer so that it does not look whole, however far it came. What has been written still gets through. */
  breakOff(status: number, message: string): void;
  /** Calls back when the answer is over, or its reader is gone. */
  onClose(listener: () => void): void;
}
