// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest';
import { marked } from '../../src/core/mark.js';
import { dropTicket, LEAVING, newEpoch, readMarker, settleMarker, writeMarker } from '../../src/core/marker.js';

const epoch = 'e1';

afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
});

it('remembers that somebody was here, for each app by itself', () => {
  writeMarker({ app: 'shop' }, { epoch, tickets: [] });
  expect(marked({ app: 'shop' })).toBe(epoch);
  expect(marked({ app: 'other' })).toBe('');
  expect(localStorage.length).toBe(1);
  writeMarker({ app: 'shop' }, null);
  expect(localStorage.length).toBe(0);
});

it('leaves nothing where nothing may be stored, and takes away what is there', () => {
  writeMarker({ app: 'shop', storage: 'none' }, { epoch, tickets: [] });
  expect(localStorage.length).toBe(0);
  writeMarker({ app: 'shop' }, { epoch, tickets: [] });
  writeMarker({ app: 'shop', storage: 'none' }, null);
  expect(readMarker({ app: 'shop' })).toEqual({ epoch: '', tickets: [] });
});

it('does without where the browser forbids it', () => {
  vi.stubGlobal('localStorage', undefined);
  writeMarker({ app: 'shop' }, { epoch, tickets: [] });
  expect(marked({ app: 'shop' })).toBe('');
});

it('keeps the sessions that are to be ended, and a logout that is not over as long as there are any', () => {
  writeMarker({ app: 'shop' }, { epoch, tickets: ['s1', 's2'] });
  dropTicket({ app: 'shop' }, 's1');
  settleMarker({ app: 'shop' });
  expect(readMarker({ app: 'shop' })).toEqual({ epoch, tickets: ['s2'] });
  writeMarker({ app: 'shop' }, { epoch: LEAVING, tickets: ['s1'] });
  settleMarker({ app: 'shop' });
  expect(readMarker({ app: 'shop' })).toEqual({ epoch: LEAVING, tickets: ['s1'] });
  // what is not erased yet is still to be
  dropTicket({ app: 'shop' }, 's1');
  expect(readMarker({ app: 'shop' })).toEqual({ epoch: LEAVING, tickets: [] });
  settleMarker({ app: 'shop' });
  dropTicket({ app: 'shop' }, 's1');
  expect(localStorage.length).toBe(0);
  expect(newEpoch()).not.toBe(newEpoch());
});
