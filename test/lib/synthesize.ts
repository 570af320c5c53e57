import cdkJson from '#cdk.json' with { type: 'json' };
