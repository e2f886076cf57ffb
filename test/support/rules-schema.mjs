// Makes docs/rules.schema.json of the types in src/proactive/format.ts and src/surveys/format.ts. `npm run schema` writes it; a test
// holds it in step.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createGenerator } from 'ts-json-schema-generator';

const root = new URL('../../', import.meta.url).pathname;
const out = `${root}docs/rules.schema.json`;

export function rulesSchema() {
  const generator = createGenerator({
    path: `${root}src/{proactive,surveys}/format.ts`,
    tsconfig: `${root}tsconfig.json`,
    topRef: true,
    skipTypeCheck: true,
    additionalProperties: false,
    expose: 'export',
    jsDoc: 'extended',
  });
  const { definitions, $ref } = generator.createSchema('RulesFile');
  const surveys = generator.createSchema('Survey').definitions;
  // rules read of a survey no more than its id; who writes one gets all of it
  definitions.RulesFile.properties.surveys.items = { $ref: '#/definitions/Survey' };
  delete definitions.SurveyEntry;
  const text = JSON.stringify({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:sobani:rules:1',
    title: 'Rules file',
    description:
      'What the messenger says without being asked, its surveys and its news. Conditions, selectors, messages and what is named are checked beyond this schema.',
    $ref,
    $defs: { ...surveys, ...definitions },
  });
  return JSON.parse(text.replaceAll('#/definitions/', '#/$defs/'));
}

export function writeRulesSchema() {
  writeFileSync(out, `${JSON.stringify(rulesSchema(), null, 2)}\n`);
  execFileSync(`${root}node_modules/.bin/biome`, ['format', '--write', out], { stdio: 'inherit' });
}
