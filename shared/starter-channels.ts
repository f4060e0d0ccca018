/** The channels that a new forum may begin with, in the languages of the interface: those of the forum of 2020. */

interface StarterChannel {
  name: string;
  emoji: string;
  topic: string;
}

const signs = ['🆘', '🤝', '🛠️', '📘', '📉', '💶', '🧑‍🤝‍🧑', '🏛️'];

const named = (texts: [name: string, topic: string][]): StarterChannel[] =>
  texts.map(([name, topic], index) => ({ name, emoji: signs[index] ?? '', topic }));

export const starterChannels = {
  en: named([
    ['I need help', 'What is missing, where, how much, until when'],
    ['I can help', 'Stock, capacity and services you can offer'],
    ['Technological solutions', 'Designs, standards, testing, how to convert a line'],
    ['Best practices', 'What worked, and what did not'],
    ['Economic effect', 'Orders, liquidity, short-time work'],
    ['Funding', 'Calls, grants, guarantees'],
    ['Social aspects', 'Workers, families, schools, volunteers'],
    ['Supporting policies', 'Rules, derogations, what the authorities decided'],
  ]),
  de: named([
    ['Ich brauche Hilfe', 'Was fehlt, wo, wie viel, bis wann'],
    ['Ich kann helfen', 'Vorräte, Kapazitäten und Dienste, die Sie anbieten können'],
    ['Technische Lösungen', 'Entwürfe, Normen, Prüfungen, wie man eine Linie umstellt'],
    ['Gute Praxis', 'Was sich bewährt hat und was nicht'],
    ['Wirtschaftliche Folgen', 'Aufträge, Liquidität, Kurzarbeit'],
    ['Förderung', 'Ausschreibungen, Zuschüsse, Bürgschaften'],
    ['Soziales', 'Beschäftigte, Familien, Schulen, Freiwillige'],
    ['Politische Maßnahmen', 'Regeln, Ausnahmen, was die Behörden entschieden haben'],
  ]),
};
