import { expect, test } from 'vitest';
import { heldBack } from './held-back.ts';

const parent = { digest: 'a'.repeat(64), funnel: { seen: 100, kept: 90, bot_author: 10 } };
const changes = { added: 4, removed: 9, edited: 1, moved: 7 };
const rule = { minNewItems: 5, maxShareMove: 0.05 };

test('a version with enough new items whose drops keep their shares is published', () => {
  const funnel = { seen: 200, kept: 170, bot_author: 30 };
  expect(heldBack(rule, { changes, funnel, parent })).toEqual([]);
});

test('too few new items hold a version back, whatever left or moved', () => {
  const funnel = parent.funnel;
  const asked = { ...rule, minNewItems: 6 };
  expect(heldBack(asked, { changes, funnel, parent })).toEqual([
    '5 new items, and the rule asks for 6',
  ]);
});

test('a reason that drops another share than before holds a version back, also when it is new or gone', () => {
  const funnel = { seen: 100, kept: 80, near_duplicate: 20 };
  expect(heldBack(rule, { changes, funnel, parent })).toEqual([
    'bot_author dropped 0.0 %, and 10.0 % in version aaaaaaaaaaaa: the rule allows a move of 5.0 %',
    'near_duplicate dropped 20.0 %, and 0.0 % in version aaaaaaaaaaaa: the rule allows a move of 5.0 %',
  ]);
});

test('a first version has no shares to move', () => {
  expect(heldBack(rule, { changes, funnel: { seen: 10, bot_author: 5 }, parent: null })).toEqual(
    [],
  );
});

test('true publishes and false does not', () => {
  const facts = { changes, funnel: {}, parent };
  expect(heldBack(true, facts)).toEqual([]);
  expect(heldBack(false, facts)).toEqual(['it was frozen as a draft']);
});
