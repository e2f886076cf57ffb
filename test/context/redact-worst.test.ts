/** Texts that are meant to take long. */
import { describe, expect, it, vi } from 'vitest';
import { findSensitive, parsePatterns, redactUrl } from '../../src/context/redact.js';

describe('worst cases', () => {
  // each is what some rule begins with, or goes on with for long
  const UNITS =
    '1 |4 |4111 |4|1.1.1.1.|1.1.1.1 |123-45-|12.|01 |(1|(0|+|+1|0|@|a.a.a.a@|a@a.|a%40|%|:|a:|::1 |AA11 |DE89|GB29 |•|•••• |[email]|\0|token:|token="|token=|passw|bearer |sess|eyJ|eyJaaaa.| eyJaaaa|ghp_|&a=|/|sid=|-----BEGIN |-----BEGIN PRIVATE KEY |aaaaaaaaaaaaaaaa@|https://a.b/?a=1&'.split(
      '|',
    );
  const mine = parsePatterns(['****-####-@@@@'.repeat(4), '#'.repeat(64), '1 1 1 # # # #']);

  it.each([8, 64])('of %d KiB are searched through', { timeout: 120_000 }, (kib) => {
    for (const unit of UNITS) {
      const text = unit.repeat((kib * 1024) / unit.length);
      expect(findSensitive(text, mine).length).toBeLessThanOrEqual(text.length);
      expect(redactUrl(text).length).toBeLessThan(5 * text.length);
    }
  });

  it('are tried in proportion to the length', () => {
    // every try begins with an exec; what one reads is bounded in length, or not read again by the next
    const exec = vi.spyOn(RegExp.prototype, 'exec');
    const tries = (text: string) => {
      exec.mockClear();
      findSensitive(text, mine);
      return exec.mock.calls.length;
    };
    for (const unit of UNITS) expect(tries(unit.repeat(2000)), unit).toBeLessThan(5 * tries(unit.repeat(500)));
  });
});
