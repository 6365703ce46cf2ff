/** The reads of an answer are told as a story: in order, plate by plate, with the time between, on a map and by hour. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { renderToString } from 'preact-render-to-string';
import { bearingOf } from '../../../../gateway/pages/story/bearing-of.ts';
import { layOutMap, MAP_SIZE } from '../../../../gateway/pages/story/lay-out-map.ts';
import { busiestHour, readsByHour } from '../../../../gateway/pages/story/reads-by-hour.tsx';
import { ReadsStory } from '../../../../gateway/pages/story/reads-story.tsx';
import { sortAddress, sorted, sortOf } from '../../../../gateway/pages/story/sort-reads.ts';
import { readStreets } from '../../../../gateway/pages/story/streets.ts';
import { between, letterOf, numbersInWords, storyOf } from '../../../../gateway/pages/story/tell-story.ts';
import type { ShownRead } from '../../../../gateway/reads/sources/shown-read.schema.ts';

const CAMERAS = [
  { id: 'c1', name: 'E 96th Ave', lat: 39.86, lon: -104.93 },
  { id: 'c2', name: 'E 104th Ave', lat: 39.88, lon: -104.9 },
  { id: 'c3', name: 'Somewhere', lat: null, lon: null },
] as const;

/** @param minute after 12:00 UTC, which is 05:00 in Colorado */
function read(minute: number, camera = 0, plate = 'ABC123', direction: string | null = 'N'): ShownRead {
  return {
    readId: `00000000-0000-4000-8000-${String(minute).padStart(12, '0')}`,
    capturedAt: new Date(Date.UTC(2026, 11, 1, 12, minute)).toISOString(),
    ...{ plate, plateState: 'CO', confidence: 0.9, direction },
    camera: CAMERAS[camera] as ShownRead['camera'],
    vehicle: { make: 'TOYT', model: 'RAV4', color: 'BLK', bodyStyle: null },
  };
}

const show = (reads: readonly ShownRead[], streets = null as Parameters<typeof layOutMap>[1]) =>
  renderToString(
    ReadsStory({ reads, streets, sort: sortOf(new URLSearchParams()), onPaper: 'Case 1', empty: 'None.' }),
  );

describe('a story', () => {
  test('numbers reads in order of time, whatever their order was, and says the time since the one before', () => {
    const story = storyOf([read(30, 1), read(0), read(12, 0, 'XYZ9'), read(18)]);
    expect(story.map(({ plate }) => plate)).toEqual(['ABC123', 'XYZ9']);
    const told = story.map(({ reads }) => reads.map(({ after, number }) => [number, after]));
    expect(told).toEqual([
      [
        [1, null],
        [3, 18 * 60_000],
        [4, 12 * 60_000],
      ],
      [[2, null]],
    ]);
  });

  test('tells plates apart by state too, and names them beyond the alphabet', () => {
    expect(storyOf([read(0), { ...read(1), plateState: 'WY' }])).toHaveLength(2);
    expect([0, 25, 26].map((at) => letterOf({ at }))).toEqual(['A', 'Z', 'A2']);
  });

  test('says times and numbers as people do', () => {
    expect([30_000, 12 * 60_000, 190 * 60_000, 4 * 86_400_000].map(between)).toEqual([
      ...['30 s', '12 min', '3 h 10 min', '4 days'],
    ]);
    expect(numbersInWords([1, 4, 5, 6, 9, 10, 12], 3)).toBe('1, 4–6, 9, 10, …');
  });

  test.each([
    ['N', 0],
    ['northbound', 0],
    ['SB', 180],
    ['Southwest', 225],
    ['n-e', 45],
    ['Approaching', null],
    ['b', null],
    [null, null],
  ])('the direction %s is %s degrees', (direction, bearing) => {
    expect(bearingOf(direction)).toBe(bearing);
  });

  test('sorts each plate’s reads by the address, and a second press turns them round', () => {
    const sort = sortOf(new URLSearchParams('sort=-camera'));
    const [plate] = storyOf([read(0, 0), read(1, 1), read(2, 0)]);
    expect(sorted(plate?.reads ?? [], sort).map(({ number }) => number)).toEqual([1, 3, 2]);
    expect([sortAddress('camera', sort), sortAddress('time', sort)]).toEqual(['?sort=camera', '?sort=time']);
    expect(sortOf(new URLSearchParams('sort=constructor')).by).toBe('time');
  });
});

describe('the map', () => {
  test('keeps every camera and label within its frame, however far apart they are', () => {
    const far = { ...read(1), camera: { id: 'far', name: 'Far', lat: -37, lon: 41 } };
    for (const reads of [[read(0)], [read(0), read(5, 1)], [read(0), far]]) {
      for (const { x, y } of layOutMap(storyOf(reads), null)?.stops ?? []) {
        expect(x >= 0 && x <= MAP_SIZE.width && y >= 0 && y <= MAP_SIZE.height).toBe(true);
      }
    }
  });

  test('shows north above, a way with its minutes there and back, and no way where a place is not known', () => {
    const map = layOutMap(storyOf([read(0), read(12, 1), read(20), read(21, 2)]), null);
    const [first, second] = map?.stops ?? [];
    expect((second?.y ?? 0) < (first?.y ?? 0) && (second?.x ?? 0) > (first?.x ?? 0)).toBe(true);
    expect(map?.ways.map(({ took }) => took)).toEqual(['12 min', '8 min']);
    expect(new Set(map?.ways.map(({ path }) => path)).size).toBe(2);
    expect(layOutMap(storyOf([read(0, 2)]), null)).toBeNull();
    expect(show([read(0, 2)])).toContain('no map');
  });

  test('has names, text beside it, marks by color and shape, and no script, style or foreign address', () => {
    const html = show([read(0), read(12, 1, 'XYZ9<b>')]);
    expect(html).toMatch(/<svg[^>]+role="img" aria-label="Map of reads" aria-describedby="map-told"/);
    expect(html).toMatch(/<svg[^>]+role="img" aria-label="Reads by hour"/);
    for (const told of ['id="map-told"', 'No picture of a car', 'A (circle)', 'B (square)']) {
      expect(html).toContain(told);
    }
    expect(html).not.toMatch(/<script|<b>|style=|https?:|url\(/);
  });

  test('of 200 reads of 200 plates stays a small page', () => {
    const reads = Array.from({ length: 200 }, (_, at) => read(at, at % 2, `P${at}`));
    expect(show(reads).length).toBeLessThan(400_000);
  });
});

describe('the department’s streets', () => {
  const folder = mkdtempSync(join(tmpdir(), 'streets-'));
  const given = (content: string) => {
    const path = join(folder, 'streets.json');
    writeFileSync(path, content);
    const told: string[] = [];
    return { streets: readStreets(path, (why) => told.push(why)), told };
  };
  const line = {
    type: 'LineString',
    coordinates: [
      [-104.95, 39.87],
      [-104.88, 39.87],
    ],
  };
  const topology = {
    type: 'Topology',
    objects: { streets: { type: 'GeometryCollection', geometries: [{ type: 'LineString', arcs: [0] }] } },
    arcs: [line.coordinates],
  };

  test.each([
    [
      'GeoJSON',
      { type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry: line }] },
    ],
    ['TopoJSON', topology],
  ])('are drawn beneath the reads from %s', (_, file) => {
    const { streets } = given(JSON.stringify(file));
    const story = storyOf([read(0), read(12, 1)]);
    expect(layOutMap(story, streets)?.streets).toMatch(/^M[\d.]+,[\d.]+L/);
    expect(layOutMap(story, null)?.streets).toBeNull();
    expect(show([read(0)], streets)).toContain('map-streets');
  });

  test('are named along themselves, each once, where nothing else is written', () => {
    const named = (name: string, coordinates: readonly (readonly number[])[]) => ({
      ...{ type: 'Feature', properties: { FULLNAME: name }, geometry: { type: 'LineString', coordinates } },
    });
    const features = [
      named('E 72nd Ave', line.coordinates),
      named('E 72nd Ave', line.coordinates),
      named('Dahlia St', [
        [-104.925, 39.9],
        [-104.925, 39.8],
      ]),
      // It is as long as its first letter.
      named('Short Ct', [
        [-104.91, 39.87],
        [-104.9101, 39.87],
      ]),
      named('<b>'.repeat(20), line.coordinates),
    ];
    const { streets } = given(JSON.stringify({ type: 'FeatureCollection', features }));
    const names = layOutMap(storyOf([read(0), read(12, 1)]), streets)?.streetNames ?? [];
    expect(names.map(({ name }) => name).sort()).toEqual(['Dahlia St', 'E 72nd Ave']);
    for (const { angle } of names) expect(Math.abs(angle)).toBeLessThanOrEqual(90);
    const shown = show([read(0), read(12, 1)], streets);
    expect(shown).toContain('>Dahlia St</text>');
    expect(show([read(0)])).not.toContain('map-street"');
  });

  test.each([
    ['not JSON', '{'],
    ['null', 'null'],
    ['without lines', '{"type":"FeatureCollection","features":[]}'],
    ['a broken topology', '{"type":"Topology","objects":{"a":{"type":"LineString","arcs":[7]}},"arcs":[]}'],
    ['positions that are none', '{"type":"LineString","coordinates":[[1,"x"],[900,2]]}'],
  ])('that are %s leave the plain grid, and it is told why', (_, content) => {
    const { streets, told } = given(content);
    expect([streets, told]).toEqual([null, [expect.stringMatching(/^`MAP_FILE` is not used, maps show a/)]]);
    expect(show([read(0)])).toContain('map-grid');
  });

  test('that are not there leave the plain grid', () => {
    const told: string[] = [];
    expect(readStreets(join(folder, 'none.json'), (why) => told.push(why))).toBeNull();
    expect([told.length, readStreets(null, (why) => told.push(why)), told.length]).toEqual([1, null, 1]);
  });
});

test('the ribbon counts by the clock in Colorado, and says the busiest hour', () => {
  const days = readsByHour(storyOf([read(0), read(10), read(70)]));
  expect(days).toMatchObject([{ day: '2026-12-01' }]);
  expect(days[0]?.hours.slice(5, 7)).toEqual([2, 1]);
  expect(busiestHour(days)).toMatch(/the most in one hour: 2, on 2026-12-01 from 5:00 to 5:59/);
});
