import type { TestServiceOptions } from '#test/local/start-test-service.ts';
import type { Stoppable } from '#test/local/temporary-folder.ts';
import { openProduct, type Product } from './open-product.ts';

/** Starts the whole product for tests that chat: with processes that wait for chats, and none for agents. */
export const openChatProduct = (t: Stoppable, options: TestServiceOptions = {}): Promise<Product> =>
  openProduct(t, { poolChatSize: 2, ...options });
