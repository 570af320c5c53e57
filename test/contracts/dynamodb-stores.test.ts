import { after, suite } from 'node:test';
import { createApiKeyStore } from '#adapters/dynamodb/api-key-store.ts';
import { createPromptStore } from '#adapters/dynamodb/prompt-store.ts';
import { createRateLimitStore } from '#adapters/dynamodb/rate-limit-store.ts';
import { createUsageStore } from '#adapters/dynamodb/usage-store.ts';
import { openTable } from '#local/table/open-table.ts';
import { testApiKeyStore } from './api-key-store-contract.ts';
import { testPromptStore } from './prompt-store-contract.ts';
import { testRateLimitStore } from './rate-limit-store-contract.ts';
import { testUsageStore } from './usage-store-contract.ts';

// Against dynalite, and against DynamoDB Local when .ci/dynamodb-local says where that is.
const { table, close } = await openTable({ endpoint: process.env['DYNAMODB_ENDPOINT'] });
after(close);

suite('DynamoDB prompt store', () => testPromptStore((world) => createPromptStore({ table, ...world })));
suite('DynamoDB usage store', () => testUsageStore(() => createUsageStore(table)));
suite('DynamoDB rate limit store', () => testRateLimitStore(() => createRateLimitStore(table)));
suite('DynamoDB API key store', () => testApiKeyStore(() => createApiKeyStore(table)));
