/** What a relay tells the desk, with the same text in all its places. */
import { idOf } from './site.js';
import { saidOf } from './surfaces.js';

const AT = Date.UTC(2026, 10, 20, 10, 0);

export function deskFrames(it: string, all: readonly string[]): Record<string, unknown> {
  const agent = { id: 'a', name: it };
  const person = { id: 'p', verified: true, anonymous: false, name: it };
  const listed = (text: string, i: number) => ({
    ...{ id: `c${i}`, app: 'shop', status: 'waiting', person: { ...person, name: text }, assignee: null },
    ...{ tags: [text], team: text, reason: text, reference: text, priority: 'normal', tone: null, language: text },
    ...{ intent: { id: text, confidence: 0.5 }, unread: 1, at: AT, waitingSince: AT, preview: text },
    ...{ previewBy: 'visitor', online: true, readTo: 0 },
  });
  const conversations = all.slice(0, 40).map(listed);
  const messages = all
    .flatMap(saidOf)
    .map((one, i) => ({ id: idOf(i), conversation: 'c0', at: AT + i, seq: i + 1, ...one }));
  const money = { amount: 100, currency: 'EUR' };
  const item = { id: it, name: it, price: money, quantity: 1, url: it };
  const snapshot = {
    ...{ v: 1, locale: 'en', page: { url: it, title: it, referrer: it, language: it } },
    ...{ journey: [{ url: it, title: it, at: AT }], traits: { plan: it }, company: { id: it, name: it, plan: it } },
    ...{ cart: { items: [item], total: money }, order: { id: it, status: it, total: money, items: [item], at: AT } },
    ...{ attributes: { [it || 'x']: it }, signals: [{ type: it, at: AT, count: 3 }] },
  };
  const summary = {
    ...{ asked: [it], tried: [{ article: it, title: it }], answered: [{ question: it, answer: it }] },
    collected: { [it || 'x']: it },
  };
  const card = {
    ...{ person, claims: { [it || 'x']: it }, snapshot, snapshotAt: AT, summary },
    earlier: [{ id: 'c1', status: 'resolved', at: AT, preview: it }],
    ...{ hasEarlier: false, notes: [{ id: 'n', by: agent, text: it, at: AT, edited: true }] },
    ratings: [{ id: 'r', conversation: null, at: AT, survey: it, kind: 'csat', score: 1, max: 5, remark: it }],
    enriched: { state: 'ready', facts: { [it || 'x']: it, link: it }, at: AT },
  };
  const notes = all.slice(0, 10).map((text, i) => ({ id: `n${i}`, conversation: 'c0', by: agent, text, at: AT }));
  const entries = [
    { kind: 'page', url: it, title: it },
    { kind: 'product', name: it, price: money },
    { kind: 'trouble', type: it, count: 1, detail: it },
    { kind: 'search', query: it, hits: 1 },
    { kind: 'article', article: it, title: it, helpful: false, reason: it },
    { kind: 'event', name: it, data: { [it || 'x']: it } },
    { kind: 'conversation', event: 'handoff', conversation: 'c1', text: it },
    { kind: 'answer', conversation: 'c1', question: it, answer: it },
  ].map((entry, i) => ({ id: i + 1, at: AT + i, ...entry }));
  return {
    welcome: { agent, agents: [agent], conversations },
    load: { conversation: conversations[0], messages, notes, card },
    timeline: { entries, before: null },
    file: { url: '/none.png', expires: 60_000 },
  };
}
