/** The clusters and members of the demonstration: invented, but such as met in 2020. */

/** name, country, NUTS, sectors, languages, validated, description */
export const clusters: [string, string, string, string[], string[], boolean, string][] = [
  ['Texfor Catalunya', 'ES', 'ES511', ['textiles', 'nonwovens'], ['es', 'ca', 'en'], true, 'Spinners, weavers and converters around Barcelona and Sabadell.'],
  ['Techtera', 'FR', 'FRK26', ['technical textiles'], ['fr', 'en'], true, 'Textile innovation in Auvergne-Rhône-Alpes.'],
  ['Lombardia Life Sciences', 'IT', 'ITC4C', ['medical devices', 'pharma'], ['it', 'en'], true, 'Hospitals, device makers and laboratories of Lombardia.'],
  ['MedTech Bavaria', 'DE', 'DE212', ['medical devices'], ['de', 'en'], true, 'Devices, diagnostics and their suppliers in Bayern.'],
  ['Cluster Additive Norte', 'PT', 'PT11A', ['additive manufacturing'], ['pt', 'en'], false, 'Printing houses and mould makers between Porto and Braga.'],
  ['Nordic Packaging Alliance', 'SE', 'SE110', ['packaging', 'films'], ['sv', 'en'], true, 'Film, board and visor material from Sweden.'],
  ['Silesia Automotive', 'PL', 'PL22A', ['automotive', 'injection moulding'], ['pl', 'en'], false, 'Suppliers with free presses while car lines stand still.'],
  ['Flanders Chemistry', 'BE', 'BE211', ['chemistry', 'disinfectants'], ['nl', 'en'], true, 'Alcohol, gels and the bottles they need.'],
  ['Hellenic Health Hub', 'GR', 'EL303', ['health', 'logistics'], ['el', 'en'], false, 'Hospitals and distributors around Athens.'],
  ['Brainport Industries', 'NL', 'NL414', ['mechatronics'], ['nl', 'en'], true, 'Precision engineering around Eindhoven.'],
  ['Cluj Furniture and Textile', 'RO', 'RO113', ['textiles', 'furniture'], ['ro', 'en'], false, 'Sewing capacity in Transilvania.'],
  ['Vienna Biocluster', 'AT', 'AT130', ['biotech', 'testing'], ['de', 'en'], true, 'Laboratories and test houses in Vienna.'],
];

/** name, index of the cluster */
export const members: [string, number][] = [
  ['Núria Ferrer', 0],
  ['Jordi Puig', 0],
  ['Marta Soler', 0],
  ['Camille Laurent', 1],
  ['Antoine Girard', 1],
  ['Léa Fontaine', 1],
  ['Giulia Bianchi', 2],
  ['Marco Rinaldi', 2],
  ['Francesca Conti', 2],
  ['Anna Huber', 3],
  ['Stefan Maier', 3],
  ['Katharina Vogel', 3],
  ['Inês Carvalho', 4],
  ['Tiago Moreira', 4],
  ['Elin Lindqvist', 5],
  ['Oskar Nyström', 5],
  ['Katarzyna Nowak', 6],
  ['Piotr Zieliński', 6],
  ['Joris De Smet', 7],
  ['Lotte Peeters', 7],
  ['Eleni Papadaki', 8],
  ['Nikos Georgiou', 8],
  ['Sanne de Vries', 9],
  ['Bram Willems', 9],
  ['Andreea Pop', 10],
  ['Mihai Rusu', 10],
  ['Johanna Gruber', 11],
  ['Lukas Steiner', 11],
];

/** name, emoji, topic line: the channels of the 2020 forum */
export const channels: [string, string, string][] = [
  ['I need help', '🆘', 'What is missing, where, how much, until when'],
  ['I can help', '🤝', 'Stock, capacity and services you can offer'],
  ['Technological solutions', '🛠️', 'Designs, standards, testing, how to convert a line'],
  ['Best practices', '📘', 'What worked, and what did not'],
  ['Economic effect', '📉', 'Orders, liquidity, short-time work'],
  ['Funding', '💶', 'Calls, grants, guarantees'],
  ['Social aspects', '🧑‍🤝‍🧑', 'Workers, families, schools, volunteers'],
  ['Supporting policies', '🏛️', 'Rules, derogations, what the authorities decided'],
];

/** index of the member, kind, title, product, unit, quantity, NUTS, days from now, standard, where an offer ships, weeks ago it began */
export const listings: [number, 'offer' | 'request', string, string, 'H87' | 'LTR' | 'KGM', number, string, number, string | null, string[], number][] = [
  [7, 'request', 'FFP2 masks for three hospitals in Milano', 'ffp2', 'H87', 10_000, 'ITC4C', 9, 'EN149', [], 2],
  [0, 'offer', 'FFP2 masks, validated lot', 'ffp2', 'H87', 6000, 'ES511', 3, 'EN149', ['*'], 1],
  [3, 'offer', 'FFP2 masks from Lyon', 'ffp2', 'H87', 5000, 'FRK26', 5, 'EN149', ['*'], 0],
  [18, 'offer', 'Hand disinfectant in 5-litre cans', 'disinfectant', 'LTR', 12_000, 'BE211', 1, null, ['BE', 'NL', 'FR'], 4],
  [9, 'request', 'Face shields for ambulance crews', 'visor', 'H87', 2500, 'DE212', 6, 'EN166', [], 3],
  [14, 'offer', 'Face shields, cut from film', 'visor', 'H87', 8000, 'SE110', 4, 'EN166', ['*'], 2],
  [26, 'request', 'Nonwoven for a gown line', 'nonwoven', 'KGM', 1800, 'AT130', 12, null, [], 1],
  [1, 'request', 'Nonwoven, 25 g/m², for masks', 'nonwoven', 'KGM', 4000, 'ES511', 10, null, [], 4],
  [10, 'offer', 'Meltblown from a filter line', 'nonwoven', 'KGM', 700, 'DE212', 8, null, ['ES', 'FR', 'PT'], 2],
  [4, 'request', 'Ventilators for the Rhône', 'ventilator', 'H87', 40, 'FRK26', 7, null, [], 5],
  [8, 'request', 'Gowns for intensive care', 'gown', 'H87', 6000, 'ITC4C', 5, null, [], 3],
  [28, 'request', 'Gloves, nitrile, any size', 'gloves_exam', 'H87', 50_000, 'AT130', 4, 'EN455', [], 2],
  [15, 'request', 'Disinfectant for care homes', 'disinfectant', 'LTR', 3000, 'SE110', 6, null, [], 1],
  [23, 'request', 'Gowns for a test house', 'gown', 'H87', 800, 'NL414', 9, null, [], 0],
  [17, 'request', 'Goggles for a field hospital', 'goggles', 'H87', 1500, 'PL22A', 8, 'EN166', [], 0],
];
