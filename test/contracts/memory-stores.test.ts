import { suite } from 'node:test';
import { createMemoryApiKeyStore } from '#test/fakes/memory-api-key-store.ts';
import { createMemoryBodyStore } from '#test/fakes/memory-body-store.ts';
import { createMemoryPromptStore } from '#test/fakes/memory-prompt-store.ts';
import { createMemoryRateLimitStore } from '#test/fakes/memory-rate-limit-store.ts';
import { createMemoryUsageStore } from '#test/fakes/memory-usage-store.ts';
import { testApiKeyStore } from './api-key-store-contract.ts';
import { testBodyStore } from './body-store-contract.ts';
import { testPromptStore } from './prompt-store-contract.ts';
import { testRateLimitStore } from './rate-limit-store-contract.ts';
import { testUsageStore } from './usage-store-contract.ts';

suite('memory prompt store', () => testPromptStore(({ clock }) => createMemoryPromptStore(clock)));
suite('memory usage store', () => testUsageStore(createMemoryUsageStore));
suite('memory rate limit store', () => testRateLimitStore(createMemoryRateLimitStore));
suite('memory API key store', () => testApiKeyStore(createMemoryApiKeyStore));
suite('memory body store', () => testBodyStore(createMemoryBodyStore));
