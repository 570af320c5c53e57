// `npm run bench` measures the service on this machine, `npm run bench -- image` the runner's image as Lambda runs it,
// `npm run bench -- governance` what limits, budgets and many keys and prompts cost, `npm run bench -- jobs` what queueing does,
// `npm run bench -- batch` what a batch of many lines takes.

if (process.argv[2] === 'image') await import('./image.ts');
else if (process.argv[2] === 'governance') await import('./governance.ts');
else if (process.argv[2] === 'jobs') await import('./jobs.ts');
else if (process.argv[2] === 'batch') await import('./batch.ts');
else await import('./main.ts');
