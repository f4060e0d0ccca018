/** A map of Europe for the board, drawn when the client is built: the browser gets finished outlines, and no map library. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { geoConicConformal, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { Plugin } from 'vite';

/** ISO 3166-1 numbers, as the atlas names countries, and the codes NUTS has for them. */
const codes: Record<string, string> = {
  ...{
    '008': 'AL',
    '040': 'AT',
    '070': 'BA',
    '056': 'BE',
    '100': 'BG',
    '756': 'CH',
    '196': 'CY',
    '203': 'CZ',
    '276': 'DE',
    '208': 'DK',
  },
  ...{
    '233': 'EE',
    '300': 'EL',
    '724': 'ES',
    '246': 'FI',
    '250': 'FR',
    '191': 'HR',
    '348': 'HU',
    '372': 'IE',
    '352': 'IS',
    '380': 'IT',
  },
  ...{
    '438': 'LI',
    '440': 'LT',
    '442': 'LU',
    '428': 'LV',
    '498': 'MD',
    '499': 'ME',
    '807': 'MK',
    '470': 'MT',
    '528': 'NL',
    '578': 'NO',
  },
  ...{
    '616': 'PL',
    '620': 'PT',
    '642': 'RO',
    '688': 'RS',
    '752': 'SE',
    '705': 'SI',
    '703': 'SK',
    '792': 'TR',
    '804': 'UA',
    '826': 'UK',
  },
};

const [width, height] = [640, 620];

/** `virtual:europe`: the size of the map, and of each country its outline and the point for its figure. */
export function europe(): Plugin {
  const name = 'virtual:europe';
  return {
    name: 'europe',
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load: (id) => (id === `\0${name}` ? `export default ${JSON.stringify(draw())}` : null),
  };
}

function draw() {
  const atlas = JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve('world-atlas/countries-50m.json'), 'utf8'),
  ) as Topology;
  const { features } = feature(
    atlas,
    atlas.objects.countries as GeometryCollection<{ name: string }>,
  );
  const projection = geoConicConformal()
    .parallels([40, 65])
    .rotate([-13, 0])
    .center([0, 53.2])
    .scale(980)
    .translate([width / 2, height / 2])
    .clipExtent([
      [0, 0],
      [width, height],
    ]);
  const path = geoPath(projection).digits(0);
  const countries = features.flatMap((country) => {
    const code = codes[String(country.id)] ?? (country.properties.name === 'Kosovo' ? 'XK' : null);
    const outline = code && path(country);
    return outline
      ? [{ code, outline: plain(outline), at: path.centroid(country).map(Math.round) }]
      : [];
  });
  return { width, height, countries };
}

/** An outline without points that fall together at this size, and without islands too small to be seen, unless there is no more. */
function plain(outline: string): string {
  const rings = outline
    .split('M')
    .filter(Boolean)
    .map((ring) => ring.replace('Z', '').split('L'))
    .map((points) => points.filter((point, n) => point !== points[n - 1]));
  const largest = Math.max(...rings.map(({ length }) => length));
  return rings
    .filter(({ length }) => length > 5 || length === largest)
    .map((points) => `M${points.join('L')}Z`)
    .join('');
}
