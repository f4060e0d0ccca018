/** NUTS 2024, as far as it follows from the code alone. */

/** The countries that NUTS and its statistical regions divide, by the codes it has for them: Greece is EL, the United Kingdom UK. */
export const countries =
  'AL AT BA BE BG CH CY CZ DE DK EE EL ES FI FR HR HU IE IS IT LI LT LU LV MD ME MK MT NL NO PL PT RO RS SE SI SK TR UA UK XK'.split(
    ' ',
  );

/** Whether this can be the code of a region; `…ZZZ` means "elsewhere" and is none. */
export const isRegion = (code: string) =>
  /^[A-Z]{2}[A-Z0-9]{0,3}$/.test(code) &&
  countries.includes(code.slice(0, 2)) &&
  !code.endsWith('ZZZ');

/** The ISO 3166 code of the country of a region: NUTS has codes of its own for Greece and the United Kingdom. */
export const countryOf = (nuts: string) => nuts.slice(0, 2).replace('EL', 'GR').replace('UK', 'GB');
