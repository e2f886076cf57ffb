/** The steps that ask others, wait, and lead elsewhere. */
import { describe, expect, it } from 'vitest';
import type { FlowFile } from '../../src/flows/format.js';
import type { FlowEvent } from '../../src/flows/state.js';
import { begin, step } from '../../src/flows/step.js';
import { stepPorts } from '../../src/flows/step-ports.js';
import { answering, done, first, flow, partsOf } from './one-flow.js';
import { address, care } from './shop.js';
import { talk } from './talk.js';

describe('a step `match`', () => {
  const given = (more: object = {}): FlowFile => ({
    v: 1,
    flows: [
      flow(
        {
          a: { match: { text: 'vars.q', save: 'x', intents: { pay: 'own' }, none: 'none', ...more }, next: 'done' },
          own: { say: 'own' },
          none: { say: 'none' },
          done,
        },
        { vars: { q: 'how?' } },
      ),
      address,
    ],
  });
  const linesAfter = (event: FlowEvent, texts: string[] = [], ...then: FlowEvent[]) =>
    talk(given(), texts, {}, { brings: answering('match', event, ...then) }).lines.slice(1);

  it('goes to the step of the intent, else gives its answer, else its flow', () => {
    expect(linesAfter({ on: 'sure', intent: 'pay', answer: 'unused' })).toEqual(['own']);
    expect(linesAfter({ on: 'sure', intent: 'ship', answer: 'By {{vars.q}} post', article: 'r' })).toEqual([
      'By how? post (r)',
      '=ship',
    ]);
    expect(linesAfter({ on: 'sure', intent: 'move', flow: 'address' })).toEqual(['Which city? [Skip]']);
    expect(linesAfter({ on: 'sure', intent: '__proto__' })).toEqual(['none']);
    expect(linesAfter({ on: 'said' })).toEqual(['=nothing']);
    expect(linesAfter({ on: 'none' })).toEqual(['none']);
  });

  it('keeps the intent and how sure it was', () => {
    const brings = answering('match', { on: 'sure', intent: 'move', confidence: 0.8, flow: 'address' });
    expect(talk(given(), [], {}, { brings }).state!.vars.intent).toEqual({ id: 'move', confidence: 0.8 });
  });

  it('suggests three and a person when it is not sure, and takes what is written instead', () => {
    const suggestions = ['pay', 'ship', 'move', 'more'].map((intent) => ({
      intent,
      title: `To ${intent}`,
      answer: `${intent}!`,
    }));
    const offered = 'Which of these is it about? [To pay | To ship | To move | Talk to a person]';
    const unsure: FlowEvent = { on: 'unsure', suggestions };
    expect(linesAfter(unsure)).toEqual([offered]);
    expect(linesAfter(unsure, ['to ship']).slice(2)).toEqual(['ship!', '=ship']);
    expect(linesAfter(unsure, ['1']).slice(2)).toEqual(['own']);
    expect(linesAfter(unsure, ['4']).at(-1)).toMatch(/asked$/);
    const bare: FlowEvent = { on: 'unsure', suggestions: [{ intent: 'ship', title: 'Shipping' }] };
    expect(linesAfter(bare, ['1'], { on: 'sure', intent: 'ship', answer: 'By post.' }).slice(2)).toEqual([
      '~ Shipping (eager)',
      'By post.',
      '=ship',
    ]);
    expect(linesAfter(unsure, ['shipping costs'], { on: 'none' }).slice(2)).toEqual([
      '~ shipping costs (balanced)',
      'none',
    ]);
  });

  it('hands over what nobody knows and no step is named for', () => {
    expect(talk(flow({ a: { match: {} } }), []).lines.at(-1)).toMatch(/no-answer$/);
    expect(talk(flow({ a: { search: { query: 'nothing' } } }), []).lines.at(-1)).toMatch(/no-answer$/);
  });
});

describe('a step `call`', () => {
  const given = (error?: string) =>
    flow({
      a: {
        call: { name: 'f', input: { id: '{{vars.id|?}}', n: 1 }, save: 'x', ...(error && { error }) },
        next: 'done',
      },
      done,
      sorry: { say: 'sorry' },
    });
  it('keeps what was answered, and goes elsewhere when it failed', () => {
    expect(talk(given(), []).lines).toEqual(['! f {"id":"?","n":1}', '=true']);
    const brings = () => answering('call', { on: 'failed' });
    expect(talk(given('sorry'), [], {}, { brings: brings() }).lines.at(-1)).toBe('sorry');
    expect(talk(given(), [], {}, { brings: brings() }).lines.at(-1)).toMatch(/call-failed$/);
  });
});

describe('a step that waits for no words', () => {
  const waiting = flow({
    a: { wait: { ms: 5_000, event: 'paid', timeout: 'late' }, next: 'done' },
    done,
    late: { say: 'late' },
  });
  const at = (now: number) => ({ now: { at: now } });
  it('ends with its event, its time, or what is written', () => {
    expect(
      talk(waiting, [
        { on: 'event', name: 'other' },
        { on: 'event', name: 'paid' },
      ]).lines.at(-1),
    ).toBe('=nothing');
    const { state } = step({ v: 1, flows: [waiting] }, begin(waiting), { on: 'start' }, at(1_000), stepPorts({}));
    expect(state).toMatchObject({ at: 'a', due: 6_000 });
    const timer = (now: number) => step({ v: 1, flows: [waiting] }, state!, { on: 'timer' }, at(now), stepPorts({}));
    expect(timer(5_999)).toMatchObject({ state: { at: 'a' }, effects: [] });
    expect(partsOf(timer(6_000).effects[0])).toEqual([{ type: 'text', text: 'late' }]);
    expect(talk(waiting, ['hello']).lines.at(-1)).toBe('=nothing');
    expect(talk(waiting, ['agent']).lines.at(-1)).toMatch(/asked$/);
  });

  it('gives back words for which it has no use', () => {
    const rating = flow({ a: { csat: { save: 'x' } } });
    expect(talk(rating, ['where is my order'])).toMatchObject({ state: null, left: 'where is my order' });
    expect(talk(rating, ['5'])).not.toHaveProperty('left');
    expect(talk(flow({ a: { wait: { event: 'paid' } } }), ['hello'])).toMatchObject({ state: null, left: 'hello' });
  });

  it('asks how satisfied they are, by the survey, and keeps the score', () => {
    const rating = flow({ a: { csat: { scale: 'thumbs', save: 'x' }, next: 'done' }, done });
    expect(partsOf(first(rating)[0])).toEqual([
      {
        type: 'survey',
        survey: 'csat',
        kind: 'csat',
        scale: 'thumbs',
        text: 'How satisfied are you with this conversation?',
      },
    ]);
    expect(talk(rating, [{ on: 'rating', score: 4 }]).lines.at(-1)).toBe('=4');
    expect(talk(rating, ['４']).lines.at(-1)).toBe('=4');
  });

  it('asks whether that solved it', () => {
    const asks = flow({ a: { resolved: { yes: 'done', no: 'no' } }, done, no: { handoff: {} } });
    expect(talk(asks, []).lines).toEqual(['Did that solve it? [Yes, thank you | No]']);
    expect(talk(asks, ['1']).lines.at(-1)).toBe('=nothing');
    expect(talk(asks, ['no']).lines.at(-1)).toMatch(/^>/);
    expect(talk(asks, ['hm']).lines.at(-1)).toMatch(/^Please choose/);
  });
});

describe('ways through a flow', () => {
  it('are by the hours of a team', () => {
    const by = flow({
      a: { hours: { team: 'sales', open: 'o', closed: 'c' } },
      o: { say: 'open' },
      c: { say: 'closed' },
    });
    expect(talk(by, []).lines).toEqual(['@ sales', 'open']);
    expect(talk(by, [], {}, { brings: answering('hours', { on: 'hours', isOpen: false }) }).lines.at(-1)).toBe(
      'closed',
    );
  });

  it('are split by the visitor, each the same way each time, in proportion', () => {
    const ways = [
      { weight: 1, next: 'a' },
      { weight: 3, next: 'b' },
      { weight: 0, next: 'c' },
    ];
    const split = flow({ s: { split: { ways } }, a: { say: 'a' }, b: { say: 'b' }, c: { say: 'c' } });
    const said = (visitor: string) => talk(split, [], { visitor }).lines[0];
    const all = Array.from({ length: 2_000 }, (_, i) => said(`v${i}`));
    expect(all).toEqual(Array.from({ length: 2_000 }, (_, i) => said(`v${i}`)));
    const share = all.filter((one) => one === 'a').length / all.length;
    expect(share).toBeGreaterThan(0.22);
    expect(share).toBeLessThan(0.28);
    expect(all).not.toContain('c');
  });

  it('lead to other flows with what is known, and back from those that were run', () => {
    const main = flow({
      a: { run: 'address', next: 'b' },
      b: { say: 'City: {{vars.city|none}}', next: 'c' },
      c: { goto: { flow: 'address', step: 'done' } },
    });
    const file: FlowFile = { v: 1, flows: [main, address] };
    expect(talk(file, ['Nara']).lines).toEqual([
      'Which city? [Skip]',
      '< Nara',
      'Noted: Nara.',
      'City: Nara',
      'Noted: Nara.',
    ]);
    expect(talk(file, ['skip']).lines.at(-1)).toBe('City: none');
  });

  it('are at most five deep, and at most fifty steps long', () => {
    const self = flow({ a: { run: 'one', next: 'b' }, b: { end: true } });
    expect(talk(self, []).lines).toEqual([expect.stringMatching(/flow-limit$/)]);
    const round = flow({ a: { goto: { step: 'b' } }, b: { goto: { flow: 'one' } } });
    expect(talk(round, []).lines).toEqual([expect.stringMatching(/flow-limit$/)]);
  });

  it('end where the flow that is gone back to is another by now', () => {
    const main = flow({ a: { run: 'address', next: 'b' }, b: { say: 'back' } });
    const { state } = talk({ v: 1, flows: [main, address] }, []);
    const changed = { v: 1 as const, flows: [{ ...main, version: 2 }, address] };
    expect(step(changed, state!, { on: 'text', text: 'Nara' }, {}, stepPorts({}))).toMatchObject({ state: null });
  });
});

describe('a step `handoff`', () => {
  it('passes team, tags, urgency, reason and what to say when nobody is there', () => {
    const { person } = care.steps;
    const [handoff] = first(flow({ a: { tag: 'vip', next: 'b' }, b: person! }));
    expect(handoff).toEqual({
      do: 'handoff',
      text: 'I am passing you on to a person. They will answer here.',
      away: 'We are asleep.',
      team: 'orders',
      priority: 'high',
      reason: 'declined',
      tags: ['vip', 'payment'],
      vars: expect.any(Object),
    });
  });
});
