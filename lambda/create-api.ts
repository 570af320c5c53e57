import middy from '@middy/core';
import { executionModeStreamifyResponse } from '@middy/core/StreamifyResponse';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { dispatch } from '#lambda/http/dispatch.ts';
import { normalizedHeaders } from '#middleware/normalized-headers.ts';
import { problemDetails } from '#middleware/problem-details.ts';
import { requestLog } from '#middleware/request-log.ts';
import { responseBody } from '#middleware/response-body.ts';
import { responseHeaders } from '#middleware/response-headers.ts';
import { cancelBatch, createBatch, getBatch, listBatches } from '#routes/batches.ts';
import { createChatCompletion } from '#routes/chat-completions.ts';
import { askClaude } from '#routes/claude.ts';
import { countTokens } from '#routes/count-tokens.ts';
import { createFile, deleteFile, getFile, getFileContent, listFiles } from '#routes/files.ts';
import { getLiveness, getReadiness } from '#routes/health.ts';
import { getJobEvents } from '#routes/job-events.ts';
import { cancelJob, createJob, deleteJob, getJob, listJobs } from '#routes/jobs.ts';
import { getLimits } from '#routes/limits.ts';
import {
  cancelMessageBatch,
  createMessageBatch,
  deleteMessageBatch,
  getMessageBatch,
  getMessageBatchResults,
  listMessageBatches,
} from '#routes/message-batches.ts';
import { createMessage } from '#routes/messages.ts';
import { getModel, listModels } from '#routes/models.ts';
import { getOpenApi } from '#routes/openapi.ts';
import { createPrompt, deletePrompt, getPrompt, listPrompts } from '#routes/prompts.ts';
import { createResponse } from '#routes/responses.ts';
import {
  createSchedule,
  deleteSchedule,
  getSchedule,
  listScheduleRuns,
  listSchedules,
  runSchedule,
  updateSchedule,
} from '#routes/schedules.ts';
import { getUsage } from '#routes/usage.ts';
import { getWebhookDelivery, listWebhookDeliveries, redeliverWebhook } from '#routes/webhook-deliveries.ts';
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  getWebhookSecret,
  listWebhooks,
  replayWebhook,
  rotateWebhook,
  testWebhook,
  updateWebhook,
} from '#routes/webhooks.ts';
import type { ApiPorts } from './api-ports.ts';

/**
 * The api function: every endpoint but those under /admin, with streamed answers.
 *
 * The global `awslambda` of the Lambda runtime must be there when this is called.
 */
export const createApi = (ports: ApiPorts) =>
  middy<APIGatewayProxyEvent>({ executionMode: executionModeStreamifyResponse, timeoutEarlyInMillis: 0 })
    .use(normalizedHeaders())
    .use(requestLog(ports))
    .use(responseHeaders(ports.settings.allowedOrigin))
    .use(responseBody(ports.report))
    .use(problemDetails(ports.report))
    .handler(
      dispatch(
        {
          createPrompt: createPrompt(ports),
          listPrompts: listPrompts(ports),
          getPrompt: getPrompt(ports),
          deletePrompt: deletePrompt(ports),
          createJob: createJob(ports),
          listJobs: listJobs(ports),
          getJob: getJob(ports),
          getJobEvents: getJobEvents(ports),
          cancelJob: cancelJob(ports),
          deleteJob: deleteJob(ports),
          createSchedule: createSchedule(ports),
          listSchedules: listSchedules(ports),
          getSchedule: getSchedule(ports),
          updateSchedule: updateSchedule(ports),
          deleteSchedule: deleteSchedule(ports),
          runSchedule: runSchedule(ports),
          listScheduleRuns: listScheduleRuns(ports),
          askClaude: askClaude(ports),
          createMessage: createMessage(ports),
          countTokens: countTokens(ports),
          createChatCompletion: createChatCompletion(ports),
          createResponse: createResponse(ports),
          createFile: createFile(ports),
          listFiles: listFiles(ports),
          getFile: getFile(ports),
          deleteFile: deleteFile(ports),
          getFileContent: getFileContent(ports),
          createBatch: createBatch(ports),
          listBatches: listBatches(ports),
          getBatch: getBatch(ports),
          cancelBatch: cancelBatch(ports),
          createMessageBatch: createMessageBatch(ports),
          listMessageBatches: listMessageBatches(ports),
          getMessageBatch: getMessageBatch(ports),
          deleteMessageBatch: deleteMessageBatch(ports),
          cancelMessageBatch: cancelMessageBatch(ports),
          getMessageBatchResults: getMessageBatchResults(ports),
          listModels: listModels(ports),
          getModel: getModel(ports),
          getUsage: getUsage(ports),
          getLimits: getLimits(ports),
          createWebhook: createWebhook(ports),
          listWebhooks: listWebhooks(ports),
          getWebhook: getWebhook(ports),
          updateWebhook: updateWebhook(ports),
          deleteWebhook: deleteWebhook(ports),
          getWebhookSecret: getWebhookSecret(ports),
          rotateWebhook: rotateWebhook(ports),
          testWebhook: testWebhook(ports),
          replayWebhook: replayWebhook(ports),
          listWebhookDeliveries: listWebhookDeliveries(ports),
          getWebhookDelivery: getWebhookDelivery(ports),
          redeliverWebhook: redeliverWebhook(ports),
          getLiveness: getLiveness(),
          getReadiness: getReadiness(ports),
          getOpenApi: getOpenApi(),
        },
        ports,
      ),
    );
