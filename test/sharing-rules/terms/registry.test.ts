import { describe, expect, test } from '@jest/globals';
import type { Agency, Grant, Ori } from '../../../sharing-rules/terms/agency.ts';
import { buildRegistry, factsFor } from '../../../sharing-rules/terms/registry.ts';
import { inputOf } from '../read-corpus.ts';

const { agency: BASE_AGENCY, grant: BASE_GRANT, owner } = inputOf({ given: {} });
const AGENCY = BASE_AGENCY as Agency;
const GRANT = BASE_GRANT as Grant;

const patrol: Agency = {
  ...AGENCY,
  id: 9,
  ori: 'COCSP0000' as Ori,
  oris: ['COCSP0000', 'COCSP1700', 'COCSPNO00'] as Ori[],
};

function registryOf(agencies: readonly Agency[], grants: readonly Grant[] = []) {
  return buildRegistry({ owner, halted: false, agencies, grants });
}

function grantOf(id: string, status: Grant['status'], validFrom = 0): Grant {
  return { ...GRANT, id, status, validFrom };
}

describe('the registry', () => {
  test('finds an agency under each of its ORIs, and nothing under any other text', () => {
    const registry = registryOf([AGENCY, patrol]);
    for (const ori of patrol.oris) expect(factsFor(registry, ori).agency).toBe(patrol);
    for (const text of ['cocsp1700', 'COCSP170', 'COCSP1700 ', '', '__proto__', 'constructor']) {
      expect(factsFor(registry, text)).toEqual({ agency: null, grant: null });
    }
  });

  test('finds an agency under its first ORI even where the list of ORIs forgets it', () => {
    expect(factsFor(registryOf([{ ...patrol, oris: [] }]), 'COCSP0000').agency?.id).toBe(9);
  });

  test('refuses to be built where one ORI or one id belongs to two agencies', () => {
    expect(() => registryOf([AGENCY, { ...patrol, oris: AGENCY.oris }])).toThrow(
      '`CO0010000` belongs to two agencies',
    );
    expect(() => registryOf([AGENCY, { ...patrol, id: AGENCY.id }])).toThrow('`7` stands twice');
  });

  test.each<[string, Grant[], string | null]>([
    ['no grant', [], null],
    ['only a proposal', [grantOf('a', 'proposed')], null],
    ['only a withdrawn proposal', [grantOf('a', 'withdrawn')], null],
    ['a revoked one', [grantOf('a', 'revoked')], 'a'],
    ['two revoked ones: the newer', [grantOf('b', 'revoked', 2), grantOf('a', 'revoked', 1)], 'b'],
    [
      'an active one before a newer revoked one',
      [grantOf('a', 'active', 1), grantOf('b', 'revoked', 2)],
      'a',
    ],
    [
      'an active one behind a newer revoked one',
      [grantOf('b', 'revoked', 2), grantOf('a', 'active', 1)],
      'a',
    ],
    ['two revoked ones, the newer last', [grantOf('a', 'revoked', 1), grantOf('b', 'revoked', 2)], 'b'],
    [
      'two revoked ones of one moment: the later named',
      [grantOf('a', 'revoked', 1), grantOf('b', 'revoked', 1)],
      'b',
    ],
    ['a revoked one and a new proposal', [grantOf('a', 'revoked', 1), grantOf('b', 'proposed', 2)], 'a'],
  ])('has the grant in point: %s', (_, grants, id) => {
    expect(factsFor(registryOf([AGENCY], grants), 'CO0010000').grant?.id ?? null).toBe(id);
  });

  test('refuses to be built where an agency has two active grants', () => {
    const grants = [grantOf('a', 'active'), grantOf('b', 'active')];
    expect(() => registryOf([AGENCY], grants)).toThrow('two active grants');
  });
});
