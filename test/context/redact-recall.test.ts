/** How much of what is sensitive is found, and how much that only looks like it is left: generated, and of a corpus. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { findSensitive, parsePatterns } from '../../src/context/redact.js';

let state = 20_240_517;
/** Mulberry32: the same numbers each time. */
const random = () => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};
const int = (below: number) => Math.floor(random() * below);
const pick = <T>(list: ArrayLike<T>): T => list[int(list.length)]!;
const some = (from: string, n = 1) => Array.from({ length: n }, () => pick(from)).join('');
const SETS: Record<string, string> = {
  '#': '0123456789',
  '%': '23456789',
  '@': 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  '*': 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789',
  $: '0123456789abcdef',
};
/** One of the shapes, with a sign of the sets for each of these, which may have a count: `4#{15}`. A № becomes a #. */
const fill = (shapes: string) =>
  pick(shapes.split(', '))
    .replace(/([#%@*$])(?:\{(\d+)\})?/g, (_, set, n) => some(SETS[set]!, +(n ?? 1)))
    .replace('№', '#');
const grouped = (text: string, marks: string[], by = /.{1,4}/g) => text.match(by)!.join(pick(marks));
/** With another digit somewhere. */
const wrong = (text: string) => {
  const at = pick([...text.matchAll(/\d/g)].slice(2)).index;
  return text.slice(0, at) + ((+text[at]! + 1 + int(9)) % 10) + text.slice(at + 1);
};
const inScript = (text: string) => {
  const zero = pick([0x30, 0x30, 0x30, 0xff10, 0x660, 0x6f0]);
  return text.replace(/\d/g, (digit) => String.fromCodePoint(zero + +digit));
};

const doubled = (digit: string) => Math.trunc(+digit / 5) + ((+digit * 2) % 10);
const isLuhn = (text: string) =>
  [...text].reverse().reduce((sum, digit, i) => sum + (i % 2 ? doubled(digit) : +digit), 0) % 10 === 0;
const mod97 = (text: string) => Number(BigInt([...text].map((c) => Number.parseInt(c, 36)).join('')) % 97n);
/** The remainder of digits times weights; an X is ten. */
const rest = (text: string, weights: string, by: number) =>
  weights.split(' ').reduce((sum, weight, i) => sum + +weight * (text[i] === 'X' ? 10 : +text[i]!), 0) % by;
const lettered = (letters: string, id: string) =>
  letters[+id.slice(0, -1).replace(/\D/g, '') % letters.length] === id.at(-1);
const until = (isRight: (text: string) => boolean, shapes: string): string => {
  const text = fill(shapes);
  return isRight(text) ? text : until(isRight, shapes);
};

/** What is found. Between two ~, which are left out, or after one stands the secret alone. */
const SHAPES = {
  card: '4#{15}, 4#{18}, 51#{14}, 55#{14}, 2221#{12}, 2720#{12}, 34#{13}, 37#{13}, 6011#{12}, 644#{13}, 65#{14}, 3528#{12}, 3589#{12}, 300#{11}, 36#{12}, 38#{12}, 62#{14}, 62#{17}, 81#{15}, 5018#{12}, 6304#{14}, 6759#{12}',
  iban: 'AT#{16}, BE#{12}, CH#{17}, DE#{18}, DK#{14}, ES#{20}, FR#{10}@#@#{3}@#{6}, GB@{4}#{14}, IT@#{22}, MT@{4}#{5}@{9}#{9}, NL@{4}#{10}, NO#{11}, PL#{24}, SA#{20}, SE#{20}, TR#{22}, BR#{23}@#, AE#{19}, PK@{4}#{16}, XK#{16}, LC@{4}#{24}, EG#{25}',
  name: 'ann, Jürgen, m.rossi, li_wei, o-brien, ZOE, renée42, k.sato+shop',
  domain: 'example.com, mail.example.co.uk, müller.de, a-b.io, 163.com, x.museum, s#.example.org',
  phone:
    '+1 (%##) %##-####, +1%##%######, +49 30 %######, +49 (0) 171 %######, +4915%########, +49-(0)30-%######, +44 20 %### ####, +33 1 %# ## ## ##, +81-90-%###-####, +91 %#### #####, +55 11 9#### ####, +7 (9##) ###-##-##, +86 13# #### ####, +47 %## ## ###, +1.%##.%##.####, (%##) %##-####, %##-%##-####, %##.%##.####, 1-8##-%##-####, %## %## ####, 0%# %######, 030/%######, (0221) %## ####, 020 %### ####, 07### ######, 0161 %## ####, (0##) %### ####, 01 %# ## ## ##, 06.%#.##.##.##, 03-%###-####, 090-%###-####, (02) %### ####, 04## ### ###, 06-%#######, 08-%## ### ##, 0%## ### ## ##, 0532 %## ## ##, (11) 9####-####, 6## ### ###, 6## ## ## ##, 098765 %####, 010-%###-####, 0049 171 %######, 138 #### ####, 9#### #####, %# ## ## ##, 6### ####, 55 #### ####',
  ssn: '1##-%%-%###, 5## %% %###, 07#.1%.%###',
  id: '9##-7#-####, CE#{6}A, jx ## ## ## d, RSSMRA8#A0%H###@, ###.###.###-##, 3-####-#####-##-#, 8#0%1#-2######',
  secret:
    'sk_live_*{24}, pk_test_*{24}, ghp_*{36}, gho_*{36}, github_pat_*{50}, xoxb-*{35}, AIza*{35}, glpat-*{20}, ya29.*{50}, eyJ*{20}.eyJ*{40}.*{43}, AKIA@{4}#{4}@{8}, -----BEGIN RSA PRIVATE KEY-----\n*{60}\n-----END RSA PRIVATE KEY-----, Bearer ~*{9}#*{9}==, Basic ~*{9}#*{9}==, password=~*{8}, access_token=~*{8}, api_key=~*{8}, "sessionId":"~*{8}~", Password: ~*{5}#*{5}, ?sid=~*{8}, client_secret=~*{8}',
  custom: 'ORD-#{6}, ord-#{6}, @@##/@#, Kunde #{4}',
};
/** What only looks like it. */
const DECOYS = {
  card: '1#{15}, 7#{15}, 4#{11}, 4#{19}, 0.4#{15}, 400#{10}, a4#{15}',
  email: '@ann, ann@, ann@localhost, vue@3.2.##, icon@2x.png, ann at x.com, ann@x, ann@.com, a @ b.com, v@10.#.#',
  phone:
    '202#-0%-1#, 1#.0%.202#, 0%/1#/202#, 202#-0%-1#T1#:%#:##, 0%.0%.202# 1#:%#, 1#:%#:##, 1.%##.99 €, $%.###.##, %## ### kr, #{9}, #{10}, 0#{10}, ORD-%##-%##-####, ORD-0###-######, №0###-######, 202#-00####, INV/202#/####, 1##-%######-#######, 1#.%.#, 978-3-16-1#####-%, #{4} #{4} #{4} #{4}, 0.0########, %# x %# cm, 1%##-1%##, 40.7###, -74.0###, v1.%.#-beta.%, 0%/0%',
  ssn: '000-%#-####, 666-%#-####, 1##-00-####, 1##-%#-0000, 9##-3#-####, 1##-%#.####, #{9}, 12-#{7}',
  id: '17#{8}, 17#{11}, 202#0%1######, %#{8}, 40#{11}',
  ip: '1.%.#, 1.2#.3##, 1#:%#:##, 300.1.2.%, 1.2.3.4.%, v1.2.3.%, Chrome/1%#.0.0.0, std::a%, A::B, $$:$$:$$:$$:$$:$$, ::, 1.02.3.4',
  secret:
    'basic information, bearer shares went up, Forgot your password: click here, token expired, max_tokens=#{4}, inside=#{4}, session: expired, sk-bratislava-mesto, asia-pacific-region, eyJust, -----BEGIN CERTIFICATE-----, compass=north%, tokens: #{4}, secretary=anna%',
  custom: 'ORD-#{5}, ORD-#{7}, XORD-#{6}, @@@##/@#, Kunde #{3}, Kunde#{4}, @@##/@',
};

const card = () => until(isLuhn, SHAPES.card);
const printed = (digits: string) =>
  grouped(digits, ['', ' ', '-', '\xa0'], digits.length === 15 ? /^.{4}|.{6}(?=.{5}$)|.{5}$/g : undefined);
const iban = (shapes = SHAPES.iban) => {
  const [, country, account] = /(..)(.+)/.exec(fill(shapes)) as unknown as [string, string, string];
  return `${country}${`${98 - mod97(`${account}${country}00`)}`.padStart(2, '0')}${account}`;
};
const inGroups = (text: string) => grouped(pick([text, text, text.toLowerCase()]), ['', ' ', ' ', '-']);
const wrongIban = () => inGroups(pick([wrong(iban()), iban().slice(0, -1), iban('US#{18}, ZZ#{18}')]));
const email = () => `${fill(SHAPES.name)}${fill(', .#, _##, +@')}@${fill(SHAPES.domain)}`;
const v4 = () => [1 + int(223), int(256), int(256), 1 + int(254)].join('.');
const ip = () =>
  fill(
    `${v4()}, %$$$${':$$$$'.repeat(7)}, 2001:db8::%$$$, fe80::%$$$:$$$$:$$$$:$$$$, 2001:%$$$:%$$::#, ::ffff:${v4()}`,
  );
const checked: [shapes: string, isRight: (id: string) => boolean][] = [
  ['3#{5}198#0%1####X, 3#{5}197#1120###%', (id) => rest(id, '7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2 1', 11) === 1],
  ['28#0%#{8}##', (id) => mod97(id.slice(0, 13)) + +id.slice(13) === 97],
  ['#{8}A, #{8}-N, #{8}W', (id) => lettered('TRWAGMYFPDXBNJZSQVHLCKE', id)],
  ['Y#{7}G, Y#{7}-H', (id) => lettered('TRWAGMYFPDXBNJZSQVHLCKE', id.replace('Y', '1'))],
  ['1%0%8#-###%, 1%0%0#A###T', (id) => lettered('0123456789ABCDEFHJKLMNPRSTUVWXY', id)],
  ['8#0%1#-####, 198#0%1#####', (id) => isLuhn(id.replace('-', '').slice(-10))],
  ['8#0%1######, 0#2%1######', (id) => rest(id, '1 3 7 9 1 3 7 9 1 3 1', 10) === 0],
  ['%#{10}', (id) => rest(id, '7 9 7 9 7 9 7 9 7', 10) === +id[9]! && rest(id, '1 1 1 1 1 1 1 1 1 1', 10) === +id[10]!],
  ['8#0%1#####08#', isLuhn],
];
const id = () =>
  until(...pick([...checked.map(([shapes, isRight]) => [isRight, shapes] as const), [() => true, SHAPES.id] as const]));
const wrongId = () => {
  const [shapes, isRight] = pick(checked);
  return wrong(until(isRight, shapes));
};

const NATIONAL =
  'us_itin es_nie es_nif fi_personal_identity_code it_fiscal_code kr_rrn pl_pesel se_personnummer th_tnin tr_national_id uk_nino za_id_number';
const either = (decoys: string, make: () => string) => () => (int(2) ? make() : fill(decoys));
/** By name: the least recall, what is found, what looks like it, and which entities of the corpus it claims. */
const ROWS: [name: string, recall: number, make: () => string, decoy: () => string, entities: string][] = [
  ['card', 0.98, () => inScript(printed(card())), either(DECOYS.card, () => printed(wrong(card()))), 'credit_card'],
  ['iban', 0.98, () => inGroups(iban()), wrongIban, 'iban'],
  ['email', 0.98, email, () => fill(DECOYS.email), 'email'],
  ['phone', 0.9, () => inScript(fill(SHAPES.phone)), () => fill(DECOYS.phone), 'phone'],
  ['ssn', 0.9, () => fill(SHAPES.ssn), () => fill(DECOYS.ssn), 'us_ssn'],
  ['id', 0.9, id, either(DECOYS.id, wrongId), NATIONAL],
  ['ip', 0.9, ip, () => fill(DECOYS.ip), 'ip'],
  ['secret', 0.98, () => fill(SHAPES.secret), () => fill(DECOYS.secret), ''],
  ['custom', 0.98, () => fill(SHAPES.custom), () => fill(DECOYS.custom), ''],
];
const templates = parsePatterns(['ORD-######', '@@##/**', 'Kunde ####']);
const SENTENCES =
  'My number is {} , please help|Das ist {} – danke!|Mon numéro : {} .|番号は {} です|رقمي هو {} شكرا|Вот {} !|मेरा {} है|({} )|{}';

interface Entry {
  entity: string;
  text: string;
  expected_count: number;
  expected_spans: number[] | [number, number][];
}
const corpora = process.env.SOBANI_CORPORA;
const entries: Entry[] = corpora
  ? JSON.parse(readFileSync(join(corpora, 'pii--presidio-recognizer-cases.json'), 'utf8'))
  : [];

it.skipIf(!corpora)('the corpus has each entity that is claimed', () => {
  const claimed = ROWS.flatMap(([, , , , entities]) => entities.split(' ')).filter(Boolean);
  expect(entries.map(({ entity }) => entity)).toEqual(expect.arrayContaining(claimed));
});

const table: Record<string, Record<string, string | number>> = {};
afterAll(() => console.table(table));

it.each(ROWS)(
  'of the kind %s enough is found, and little else is taken for it',
  (name, recall, make, decoy, entities) => {
    const found = (text: string) =>
      findSensitive(text, templates).filter(({ kind }) => kind === (name === 'ssn' ? 'id' : name));
    /** All of it, and at most two signs more. */
    const isFound = (text: string, it: string, from = 0) => {
      const start = text.indexOf(it, from);
      const end = start + it.length;
      return found(text).some((one) => one.start <= start && one.end >= end && one.end - one.start <= it.length + 2);
    };
    const hits: boolean[] = [];
    const taken: boolean[] = [];
    const sentence = (it: string) => pick(SENTENCES.split('|')).replace('{}', () => it);
    for (let i = 0; i < 400; i++) {
      const made = make();
      hits.push(isFound(sentence(made.replaceAll('~', '')), made.split('~')[1] ?? made));
      taken.push(found(sentence(decoy())).length > 0);
    }
    const generated = hits.length;
    for (const { entity, text, expected_count, expected_spans } of entries) {
      if (!entities.split(' ').includes(entity)) continue;
      if (!expected_count) taken.push(found(text).length > 0);
      for (const span of typeof expected_spans[0] === 'number' ? [expected_spans] : expected_spans) {
        const [from, to] = span as [number, number];
        // spans have a space in front, and the length of a network's prefix behind
        if (expected_count) hits.push(isFound(text, text.slice(from, to).replace(/^\s|\/\d+$/g, ''), from));
      }
    }
    const share = (all: boolean[]) => all.filter(Boolean).length / all.length;
    table[name] = {
      positives: hits.length,
      recall: share(hits).toFixed(3),
      'of the corpus alone': `${hits.slice(generated).filter(Boolean).length} of ${hits.length - generated}`,
      negatives: taken.length,
      'false positives': `${(100 * share(taken)).toFixed(1)} %`,
    };
    expect(share(hits)).toBeGreaterThanOrEqual(recall);
    expect(share(taken)).toBeLessThanOrEqual(0.02);
  },
);
