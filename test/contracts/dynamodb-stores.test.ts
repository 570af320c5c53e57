import { after, suite } from 'node:test';
import { createApiKeyStore } from '#adapters/dynamodb/api-key-store.ts';
import { createAuditLog } from '#adapters/dynamodb/audit-log.ts';
import { createGrantStore } from '#adapters/dynamodb/grant-store.ts';
import { createIdempotencyStore } from '#adapters/dynamodb/idempotency-store.ts';
import { createLeaseStore } from '#adapters/dynamodb/lease-store.ts';
import { createLedger } from '#adapters/dynamodb/ledger.ts';
import { createPromptStore } from '#adapters/dynamodb/prompt-store.ts';
import { createRateLimitStore } from '#adapters/dynamodb/rate-limit-store.ts';
import { createTenantStore } from '#adapters/dynamodb/tenant-store.ts';
import { createUsageStore } from '#adapters/dynamodb/usage-store.ts';
import { openTable } from '#local/table/open-table.ts';
import { testApiKeyStore } from './api-key-store-contract.ts';
import { testAuditLog } from './audit-log-contract.ts';
import { testGrantStore } from './grant-store-contract.ts';
import { testIdempotencyStore } from './idempotency-store-contract.ts';
import { testLeaseStore } from './lease-store-contract.ts';
import { testLedger } from './ledger-contract.ts';
import { testPromptStore } from './prompt-store-contract.ts';
import { testRateLimitStore } from './rate-limit-store-contract.ts';
import { testTenantStore } from './tenant-store-contract.ts';
import { testUsageStore } from './usage-store-contract.ts';

// Against dynalite, and against DynamoDB Local when .ci/dynamodb-local says where that is.
const { table, close } = await openTable({ endpoint: process.env['DYNAMODB_ENDPOINT'] });
after(close);

suite('DynamoDB prompt store', () => testPromptStore((world) => createPromptStore({ table, ...world })));
suite('DynamoDB usage store', () => testUsageStore(() => createUsageStore(table)));
suite('DynamoDB rate limit store', () => testRateLimitStore(() => createRateLimitStore(table)));
suite('DynamoDB grant store', () => testGrantStore((clock) => createGrantStore(table, clock)));
suite('DynamoDB idempotency store', () => testIdempotencyStore((world) => createIdempotencyStore({ table, ...world })));
suite('DynamoDB lease store', () => testLeaseStore((clock) => createLeaseStore(table, clock)));
suite('DynamoDB ledger', () => testLedger(() => createLedger(table)));
suite('DynamoDB tenant store', () => testTenantStore(() => createTenantStore(table)));
suite('DynamoDB audit log', () => testAuditLog(() => createAuditLog(table)));
suite('DynamoDB API key store', () => testApiKeyStore(() => createApiKeyStore(table)));
