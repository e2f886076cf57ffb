// Makes docs/flows.schema.json of the types in src/flows/format.ts. `npm run schema` writes it; a test holds it in step.
import { writeFileSync } from 'node:fs';
import { createGenerator } from 'ts-json-schema-generator';

const root = new URL('../../', import.meta.url).pathname;

export function flowsSchema() {
  const generator = createGenerator({
    path: `${root}src/flows/format.ts`,
    tsconfig: `${root}tsconfig.json`,
    type: 'FlowFile',
    topRef: true,
    skipTypeCheck: true,
    additionalProperties: false,
    expose: 'export',
    jsDoc: 'extended',
  });
  const { definitions, $ref, ...rest } = generator.createSchema('FlowFile');
  const text = JSON.stringify({
    ...rest,
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:sobani:flows:1',
    title: 'Flows file',
    description:
      'Flows of a site: small bots that run in the browser. Targets, placeholders, conditions and messages are checked beyond this schema.',
    $ref,
    $defs: definitions,
  });
  return JSON.parse(text.replaceAll('#/definitions/', '#/$defs/'));
}

if (process.argv[2] === '--write') {
  writeFileSync(`${root}docs/flows.schema.json`, `${JSON.stringify(flowsSchema(), null, 2)}\n`);
  const { writeRulesSchema } = await import('./rules-schema.mjs');
  writeRulesSchema();
}
