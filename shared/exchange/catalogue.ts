/** What is traded: the products everybody asked for in 2020, the units, and the rules of evidence that come with them. */

export interface Product {
  cpv: string;
  unit: Unit;
  /** Names by language; the first word people type is often another one, so `also` is searched too. */
  names: Record<string, string>;
  also: string[];
  /** The claim that this product is expected to make. */
  claim?: string;
}

/** The code of a standard, such as EN149. */
export const claimCode = /^[A-Z0-9-]{2,24}$/;

/** UN/CEFACT Recommendation 20: piece, kilogram, litre, metre, square metre, hour. */
export const units = ['H87', 'KGM', 'LTR', 'MTR', 'MTK', 'HUR'] as const;
export type Unit = (typeof units)[number];

/** The products that are always there; an administrator may add others. */
export const products: Record<string, Product> = {
  ffp2: {
    cpv: '18143000',
    unit: 'H87',
    claim: 'EN149',
    names: { en: 'FFP2 masks', de: 'FFP2-Masken' },
    also: [
      'respirator',
      'N95',
      'KN95',
      'Atemschutzmaske',
      'mascarilla',
      'mascarillas',
      'mascherina',
      'mascherine',
      'masque',
      'Mundschutz',
    ],
  },
  ffp3: {
    cpv: '18143000',
    unit: 'H87',
    claim: 'EN149',
    names: { en: 'FFP3 masks', de: 'FFP3-Masken' },
    also: ['respirator', 'Atemschutzmaske', 'mascarilla', 'mascherina', 'masque'],
  },
  mask_surgical: {
    cpv: '33199000',
    unit: 'H87',
    claim: 'EN14683',
    names: { en: 'Surgical masks', de: 'OP-Masken' },
    also: [
      'mask',
      'Maske',
      'Mundschutz',
      'mascarillas',
      'mascherine',
      'mascarilla',
      'mascherina',
      'masque chirurgical',
    ],
  },
  gown: {
    cpv: '33199000',
    unit: 'H87',
    names: { en: 'Gowns', de: 'Schutzkittel' },
    also: ['coverall', 'Kittel', 'bata', 'camice', 'blouse'],
  },
  visor: {
    cpv: '18142000',
    unit: 'H87',
    claim: 'EN166',
    names: { en: 'Face shields', de: 'Gesichtsvisiere' },
    also: ['visor', 'shield', 'Visier', 'Gesichtsschild', 'pantalla facial', 'visiera', 'visière'],
  },
  gloves_exam: {
    cpv: '18424300',
    unit: 'H87',
    claim: 'EN455',
    names: { en: 'Examination gloves', de: 'Untersuchungshandschuhe' },
    also: ['nitrile', 'Handschuhe', 'guantes', 'guanti', 'gants'],
  },
  goggles: {
    cpv: '33735100',
    unit: 'H87',
    claim: 'EN166',
    names: { en: 'Goggles', de: 'Schutzbrillen' },
    also: ['eye protection', 'Brille', 'gafas', 'occhiali', 'lunettes'],
  },
  ventilator: {
    cpv: '33157400',
    unit: 'H87',
    names: { en: 'Ventilators', de: 'Beatmungsgeräte' },
    also: ['respirador', 'ventilatore', 'respirateur', 'Beatmung'],
  },
  disinfectant: {
    cpv: '24455000',
    unit: 'LTR',
    names: { en: 'Disinfectant', de: 'Desinfektionsmittel' },
    also: [
      'sanitiser',
      'sanitizer',
      'hand sanitizer',
      'gel',
      'alcohol',
      'desinfectante',
      'disinfettante',
      'désinfectant',
    ],
  },
  nonwoven: {
    cpv: '19270000',
    unit: 'KGM',
    names: { en: 'Nonwoven', de: 'Vliesstoff' },
    also: [
      'meltblown',
      'Vlies',
      'no tejido',
      'no tejida',
      'tela no tejida',
      'tessuto non tessuto',
      'non-tissé',
    ],
  },
  transport: {
    cpv: '60100000',
    unit: 'HUR',
    names: { en: 'Transport', de: 'Transport' },
    also: ['lorry', 'truck', 'LKW', 'Fracht', 'camión', 'camion', 'transporte', 'trasporto'],
  },
};

/** A product of a catalogue; what every object has by nature is none. */
export const productOf = (slug: string, catalogue = products): Product | undefined =>
  Object.hasOwn(catalogue, slug) ? catalogue[slug] : undefined;

/** What a product is called in a language, else in English. */
export const nameIn = ({ names }: Product, language: string) => names[language] ?? names.en ?? '';

/** Products whose name in any language, or another word for them, has a word that begins like this. */
export function findProducts(words: string, catalogue = products): string[] {
  const wanted = words.trim().toLowerCase();
  const fits = (name: string) =>
    ` ${name.toLowerCase()}`.includes(` ${wanted}`) ||
    ` ${name.toLowerCase()}`.replace(/-/g, ' ').includes(` ${wanted}`);
  return Object.entries(catalogue)
    .filter(([slug, { names, also }]) => [slug, ...Object.values(names), ...also].some(fits))
    .map(([slug]) => slug);
}
