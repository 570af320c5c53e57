import { writeStandInClaude } from '#test/fakes/stand-in-claude/write-stand-in-claude.ts';
import type { TestServiceOptions } from '#test/local/start-test-service.ts';
import type { Stoppable } from '#test/local/temporary-folder.ts';
import { openProduct, type Product } from './open-product.ts';

/**
 * Starts the whole product, for chats, with what stands in for Claude Code.
 *
 * For what is promised of SDKs, keys, limits and usage, whoever answers; a start of Claude Code itself takes most of a
 * test's time.
 */
export const openChatProduct = async (t: Stoppable, options: TestServiceOptions = {}): Promise<Product> =>
  openProduct(t, { claudePath: await writeStandInClaude(t), ...options });
