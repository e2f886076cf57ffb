/**
 * Loaded into a relay under test with `node --import`, it kills the process at one moment in the life of a message. It
 * stands around the relay, in what it calls, so the relay itself has no hook: `SOBANI_FAIL_AT` is the moment and the
 * number of its occurrence, as `before-commit:17`.
 */
import { Socket } from 'node:net';
import * as substitute from '@photostructure/sqlite';

const [moment, nth] = (process.env.SOBANI_FAIL_AT ?? '').split(':');
let left = Number(nth);
/** Commits of the start are not counted. */
let hasBegun = false;

const reach = (where) => {
  hasBegun ||= where === 'received';
  if (hasBegun && where === moment && --left === 0) process.kill(process.pid, 'SIGKILL');
};

const builtin = process.getBuiltinModule;
const { DatabaseSync } = builtin('node:sqlite') ?? substitute;
class FailingDatabase extends DatabaseSync {
  exec(sql) {
    if (sql === 'COMMIT') reach('before-commit');
    super.exec(sql);
    if (sql === 'COMMIT') reach('after-commit');
  }
}
process.getBuiltinModule = (id) => (id === 'node:sqlite' ? { DatabaseSync: FailingDatabase } : builtin(id));

const { parse } = JSON;
JSON.parse = (text, ...more) => {
  if (typeof text === 'string' && text.startsWith('{"t":"send"')) reach('received');
  return parse(text, ...more);
};

/** The receipt of a message, as it leaves. */
const isReceipt = (chunk) => {
  const text = String(chunk);
  return text.includes('"t":"ok"') && text.includes('"seq"');
};
const { write, _write, _writev } = Socket.prototype;
Socket.prototype.write = function (chunk, ...more) {
  if (isReceipt(chunk)) reach('before-ack');
  return write.call(this, chunk, ...more);
};
// these two hand it to the system
Socket.prototype._write = function (chunk, ...more) {
  _write.call(this, chunk, ...more);
  if (isReceipt(chunk)) reach('after-ack');
};
Socket.prototype._writev = function (chunks, ...more) {
  _writev.call(this, chunks, ...more);
  if (chunks.some(({ chunk }) => isReceipt(chunk))) reach('after-ack');
};
