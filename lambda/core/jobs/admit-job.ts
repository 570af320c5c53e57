import { type CallerPorts, findCaller } from '#core/auth/find-caller.ts';
import { type AdmissionPorts, type AdmittedPrompt, admitPrompt } from '#core/prompts/admit-prompt.ts';
import { toPromptDraft } from '#core/prompts/prompt-body.ts';
import { toPromptCommand } from '#core/prompts/prompt-command.ts';
import type { PromptDraft } from '#core/prompts/prompt-draft.ts';
import type { TextStore } from '#core/texts/text-store.ts';
import type { Job } from './job.ts';
import { JobBody } from './job-body.ts';
import { requestText } from './job-texts.ts';
import { isLine } from './line-job.ts';
import type { Lines } from './lines.ts';

/** What admitting a job needs of the world. */
export interface AdmitJobPorts extends AdmissionPorts, CallerPorts {
  readonly texts: TextStore;
  readonly lines: Lines;
}

const readDraft = async (job: Job, { texts, lines }: AdmitJobPorts): Promise<PromptDraft> => {
  if (isLine(job)) return lines.readDraft(job);
  const text = await texts.get(requestText(job));
  if (text === undefined) throw new Error(`the request of ${job.id} is not there`);
  return toPromptDraft({ ...JobBody.parse(JSON.parse(text)), stream: true });
};

/**
 * Admits the prompt of a job, as its owner may have it now.
 *
 * @param promptId the id that the prompt gets: the job's record has it already, so that a crash leaves none unknown.
 * @throws ServiceError if it is refused: for good, or only for now.
 */
export const admitJob = async (job: Job, promptId: string, ports: AdmitJobPorts): Promise<AdmittedPrompt> => {
  const [owner, draft] = await Promise.all([findCaller(job.owner, ports), readDraft(job, ports)]);
  // Nobody waits at the other end of a connection: a job may take as long as a stream.
  const command = toPromptCommand({ ...draft, stream: true }, ports.settings);
  return admitPrompt(command, owner, job.requestId, { ...ports, newId: () => promptId });
};
