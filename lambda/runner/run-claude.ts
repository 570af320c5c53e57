import { tmpdir } from 'node:os';
import { execa } from 'execa';
import { ServiceError } from '#core/errors/service-error.ts';
import { createChannel } from '#core/runs/channel.ts';
import type { RunEvent } from '#core/runs/run-event.ts';
import type { Profile } from '#core/runs/run-request.ts';
import type { Runner } from '#core/runs/runner.ts';
import { startClaude } from './claude/claude-process.ts';
