/** Whose part an objected word tells: what would be refused is held where it may be honest, and never permitted for it. */
import { describe, expect, test } from '@jest/globals';
import { screen } from '../../../sharing-rules/narrative/screen.ts';
import { judged } from './judged.ts';

describe('a word that would be refused beside a crime', () => {
  test.each([
    ['stolen truck of Ice Age Beverage', 'name_or_place'],
    ['stolen Freightliner ice truck', 'name_or_place'],
    ['assault, no ICE/HSI', 'negation'],
    ['murder warr, imm status n/a', 'negation'],
    ["gang shooting, suspect goes by 'Ice Man'", 'name_or_place'],
    ['robbery, fakeICE', 'impostor_or_threat'],
    ['homicide, ICE (in case of emergency) contact', 'name_or_place'],
    ['deputy shot at, ERO served', 'name_or_place'],
    ['clinic escort run down, hit and run', 'victim_or_witness'],
    ['hit and run, ice on the road', 'name_or_place'],
    ['burglary, immigration files and safe taken', 'victim_or_witness'],
    ['kidnapping, mom deported', 'victim_or_witness'],
    ['kidnapping, parents were deported', 'victim_or_witness'],
    ['family of deported man burgled while away', 'victim_or_witness'],
    ['robbery, red flag ERO served', 'name_or_place'],
    ['homicide, Alien gang moniker', 'name_or_place'],
    ['MVT from Polar Ice Co lot', 'name_or_place'],
    ['theft of car from Alien Tattoo shop', 'name_or_place'],
    ['robbery, suspect Deport Johnson', 'name_or_place'],
    ['gang shooting, suspect known as Ice', 'name_or_place'],
    ['hit and run of a ped outside USCIS building', 'name_or_place'],
    ["burglary at an immigration attorney's office", 'name_or_place'],
    ['arson at abortion clinic on Main', 'name_or_place'],
    ['robbery, victim is an undocumented worker', 'victim_or_witness'],
    ['agg assault, suspect threatened to have victim deported', 'impostor_or_threat'],
    ['robbery, suspects posed as ICE agents', 'impostor_or_threat'],
    ['phone scam and theft, caller said he was from Homeland Security', 'impostor_or_threat'],
    ['stolen car, not immigration related', 'negation'],
    ['robbery, neg for ICE', 'negation'],
    ['assault, detainer from Adams Co for it', 'name_or_place'],
    ['assault, DHS reports child hurt', 'name_or_place'],
    ['burglary, wanted for distribution of ice', 'name_or_place'],
    ['felony stalking of a nurse, from a reproductive clinic', 'name_or_place'],
    ['homicide, no fed immigration purpose', 'negation'],
    ['mischief and arson, "deport them all" sprayed on a house', 'name_or_place'],
    ['robberies, susp targets immigrants at home', 'victim_or_witness'],
    ['stalking and assault, provider of gender affirming care is the victim', 'victim_or_witness'],
    ['assault, ICE agent dragged by a truck', 'victim_or_witness'],
    ['felony theft, not an administrative warrant', 'negation'],
    ["robbery at Rita's Ice stand", 'name_or_place'],
    ['hit and run into building, Alien Vape & Smoke', 'name_or_place'],
    ['felony assault - Marcus Ice', 'name_or_place'],
    ['homicide susp "Deport" aka Davion', 'name_or_place'],
    ['robbery, looking at R. Immig', 'name_or_place'],
    ['menacing with a knife on Citizenship Cir', 'name_or_place'],
    ['assault, susp goes by La Migra', 'name_or_place'],
    ['burglary, dealing ice and fentanyl from the garage', 'name_or_place'],
    ['stolen ICE vehicle, not EV, gas engine', 'name_or_place'],
    ['burglary, ice/heroin sold there', 'name_or_place'],
    ['stolen hybrid ICE engine model', 'name_or_place'],
    ['stolen trainer trailer', 'name_or_place'],
    ['robbery, mother is at ICE detention', 'name_or_place'],
    ["trainer's car stolen from gym", 'victim_or_witness'],
    ['Planned Parenthood nurse stalked, assault', 'victim_or_witness'],
    ['fraud - notario took $20k from immigrants, felony theft', 'victim_or_witness'],
    ['robbery, V is undocumented', 'victim_or_witness'],
    ['hit and run, pregnant female ped, fetus lost', 'victim_or_witness'],
    ['robo, la víctima es inmigrante', 'victim_or_witness'],
    ["strangulation, susp said he'd have her deported", 'impostor_or_threat'],
    ['blackmail and assault: pay or I send la migra', 'impostor_or_threat'],
    ['robbery, male with ICE vest stopped the victim', 'impostor_or_threat'],
    ['asalto, se hizo pasar por agente de la migra', 'impostor_or_threat'],
    ['robbery, caller said he was an USCIS officer', 'impostor_or_threat'],
    ['assault on ICE officer by a motorist', 'victim_or_witness'],
    ['rape of an asylum seeker in a shelter', 'victim_or_witness'],
    ['robbery of two undocumented women', 'victim_or_witness'],
    ['assault, male works for ICE', 'victim_or_witness'],
    ['robbery, retired from USCIS', 'victim_or_witness'],
    ['missing man, former Border Patrol agent', 'victim_or_witness'],
    ['stolen car owned by an immigrant', 'victim_or_witness'],
    ['domestic assault, he kicked her causing miscarriage', 'victim_or_witness'],
    ['hit and run, the road was covered in ice', 'name_or_place'],
    ['endangered runaway, trans teen', 'victim_or_witness'],
    ['endangered runaways, trans kids', 'victim_or_witness'],
    ['robbery, immigration not involved', 'negation'],
    ['homicide. ICE is not a factor', 'negation'],
    ['shooting, does not involve immigration', 'negation'],
    ['robbery, victim silent due to immigration status', 'victim_or_witness'],
    ['agg robbery, undocumented victims targeted', 'victim_or_witness'],
    ['burglary, immigration papers and a red purse stolen from owner', 'victim_or_witness'],
    ['burglary, parole detainer lodged', 'name_or_place'],
    ['robbery, warrant for Juan Alien', 'name_or_place'],
    ['robbery, Alien, Jose ran', 'name_or_place'],
    ['shooting, southbound 287(G) ramp', 'name_or_place'],
    ['burglary, tools A200123456 serial', 'name_or_place'],
    ['burglary, training vehicle inside', 'name_or_place'],
    ['stolen car, left during a test', 'name_or_place'],
    ['assault, rape kit testing done', 'name_or_place'],
    ['theft, Visa fraud on a credit card', 'name_or_place'],
    ['assault, alien sticker on window', 'name_or_place'],
    ['robbery, suspect headed to the border crossing', 'name_or_place'],
    ['ERO = emergency risk order, menacing with a rifle', 'name_or_place'],
    ['detainer? no, retainer wall blocks stolen', 'name_or_place'],
    ['HSI? meant HIS, robbery', 'name_or_place'],
    ['robbery, subject claims to be w/ ICE', 'impostor_or_threat'],
    ['robbery by two in vests, real ICE says not theirs', 'negation'],
    ['drive by shooting, suspect a/k/a "Migra"', 'name_or_place'],
    ['clinic escort robbed in the lot', 'victim_or_witness'],
  ])('is held in its frame: `%s`', (text, frame) => {
    expect(judged(text)).toMatchObject({ effect: 'review', frames: [frame] });
  });

  test.each([
    'robbery, ICE detainer',
    'assault, detainer lodged from Adams Co',
    'stolen truck for ICE',
    'stolen car, assist HSI',
    'burglary at 5th and Main, per ICE agent',
    'robbery at the store with immigration officers',
    'robbery near Ice Mountain, hold for ICE',
    'stolen car, suspect is an illegal alien',
    'robbery, suspect was deported',
    'theft, my ex at the shop',
    'stolen car, by immigration at the office',
    'robbery, sgt said ICE is coming',
    'theft, dealing for ICE',
    'robbery, Immigration Wants Him',
    'stolen car, ICE told us to look',
    'ROBBERY, ABEL ALIEN ON SCENE',
    'robbery, administrative warrant of the store',
    'robbery, for the ICE jacket crew',
    'arson, abortion pills',
    'abortion and then a long story told before a robbery',
    'theft, find him for ICE = removal',
    'theft, for ICE? no, for ERO',
    'robbery, ICE = partner wants him',
    'theft, administrative warrant = ours',
    'assault, suspect works with ICE officer',
    'assault on suspected illegals',
    'assault on scene, ICE officer asks',
    'robbery by ICE officer',
    'robbery, job for HSI',
    'theft, former tenant is undocumented',
    'crash caused by illegals',
    'robbery, driver was picked up on ice',
    'robbery, not known, ICE',
    'runaway, for a trans teen',
    'runaway, trans care',
    'robbery, trans teen',
    'robbery 8 USC 1326',
    'robbery, E. 287(g)',
    "robbery, check victim's immigration status",
    'robbery, victim immigration status check',
    'robbery, jail detainer of ICE',
    'robbery, federal detainer',
    'stolen vehicle, training',
    'theft, visa overstay, gift',
    'robbery, warrant for Juan ICE',
    'robbery, warrant for Juan Alien wanted',
    'robbery, Alien, seen running',
    'robbery, Alien, jose ran',
    'robbery, suspect claimed he ran for the FBI',
    'stolen Freightliner by ICE',
    'stolen Hyundai Kona for ICE',
    'stolen BMW black for ICE',
    'robbery, no help/HSI',
    'burglary, immigration papers must be taken',
    'assault, ICE/HSI',
    'assault, no help/HSI asked',
    'burglary, immigration files asked',
    'kidnapping, cousin deported',
    'kidnapping, mom detainer',
    'robbery, suspect undocumented, victim ran',
    'robbery, immigration not sure',
  ])('is refused in a requester’s frame, or in none: `%s`', (text) => {
    expect(judged(text).effect).toBe('deny');
  });

  test('is noted with its own code, its words and its frame beside the hold', () => {
    const found = [{ words: 'ice', frame: 'name_or_place' }];
    expect(judged('stolen truck of Ice Age Beverage').findings).toMatchObject([
      { code: 'context_needs_review', effect: 'review', found },
      { code: 'narrative_immigration', effect: 'note', detail: 'federal_immigration_agency', found },
    ]);
    expect(judged('robbery, ICE detainer').findings[0]).toMatchObject({
      found: [{ frame: 'requester' }, {}],
    });
  });

  test('is refused where nothing happened, or something that the purpose does not cover', () => {
    expect(judged('truck of Ice Age Beverage').effect).toBe('deny');
    expect(judged('Marcus Ice, Denver').effect).toBe('deny');
    const theft = { code: 'missing_endangered', justification: 'stolen truck of Ice Age Beverage' };
    expect(screen(theft)).toContainEqual(
      expect.objectContaining({ code: 'narrative_immigration', effect: 'deny' }),
    );
  });
});

test('what one denial joins by `or` is denied together', () => {
  expect(judged('robbery, not for ICE or immigration').frames).toEqual(['negation']);
  expect(judged('robbery, not stolen, ICE or immigration').effect).toBe('deny');
});

describe('a word that a person would look at', () => {
  test.each([
    'assault on protesters, car fled',
    'robbery, suspect posed as an FBI agent',
    'armed robbery of a DEA agent',
    'burglary, not an ATF case',
    'arson of the ballot boxes',
    'hit and run, truck had a Trump 2024 sticker',
    'assault, car drove into the rally',
    'robbery at the polling place',
    'journalist was punched, assault',
  ])('is noted where the story tells whose part it is: `%s`', (text) => {
    expect(judged(text)).toMatchObject({ effect: 'permit' });
    expect(judged(text).findings.some(({ effect }) => effect === 'note')).toBe(true);
  });

  test.each([
    'assault on protesters, who was there',
    'arson of the ballot boxes, list of voters',
    'robbery, FBI agent',
    'armed robbery for the DEA',
    'robbery at the border',
    'burglary protesters',
    'robbery near an FBI office',
    'robbery, every Hispanic male in the lot',
    'robbery, all the black males',
    'burglary, everyone in the mosque',
  ])('is for a person elsewhere, and where all of a kind are collected: `%s`', (text) => {
    expect(judged(text).effect).toBe('review');
  });
});

describe('a crime that is denied', () => {
  test.each([
    'blew the red, no crash',
    'expired tag, not stolen',
    'neg for stolen',
    'speeding, neg for homicide',
    'speeding, never reported stolen',
  ])('is none: `%s`', (text) => {
    expect(judged(text).effect).toBe('deny');
  });

  test.each(['robbery, no injuries', 'stolen, no plates', 'no contact order violation, assault'])(
    'leaves what is said beside it: `%s`',
    (text) => {
      expect(judged(text).effect).toBe('permit');
    },
  );
});

describe('what the asker says the words are', () => {
  const text = 'robbery, suspect works with ice at night';
  const context = [{ words: 'ICE', is: 'name_or_place' }] as const;

  test('turns a refusal into a hold, never into a permit', () => {
    const plain = 'robbery, suspect drives the alien on weekends';
    expect(judged(plain).effect).toBe('deny');
    const said = judged(plain, { context: [{ words: 'the alien', is: 'name_or_place' }] });
    expect(said).toMatchObject({ effect: 'review', frames: ['name_or_place'] });
  });

  test('does not explain a requester, nor words that do not stand there', () => {
    expect(judged(text, { context }).effect).toBe('deny');
    const plain = 'robbery, suspect drives the alien on weekends';
    for (const words of ['ufo', '', 'lien', 'alie', '  '])
      expect(judged(plain, { context: [{ words, is: 'suspects_conduct' }] }).effect).toBe('deny');
    expect(judged('truck of Ice Age Beverage', { context }).effect).toBe('deny');
  });
});
