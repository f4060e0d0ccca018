/** Direction controls of Unicode (UAX 9), kept from reaching beyond the text they stand in. */

const embeddings = /[\u202a\u202b\u202d\u202e]/;
const isolates = /[\u2066\u2067\u2068]/;
const directionControl = /[\u202a-\u202e\u2066-\u2069]/;
const popEmbedding = '\u202c';
const popIsolate = '\u2069';

/** A text in which every change of direction ends where it ends, and none ends what was begun before it (UAX 9). */
export function balanceDirections(text: string): string {
  if (!directionControl.test(text)) return text;
  return text
    .split(/(\r\n|[\n\r\u2029])/)
    .map(balanceLine)
    .join('');
}

function balanceLine(line: string): string {
  const open: string[] = [];
  let balanced = '';
  for (const character of line) {
    if (embeddings.test(character)) open.push(popEmbedding);
    else if (isolates.test(character)) open.push(popIsolate);
    else if (character === popEmbedding) {
      if (open.at(-1) !== popEmbedding) continue;
      open.pop();
    } else if (character === popIsolate) {
      const from = open.lastIndexOf(popIsolate);
      if (from < 0) continue;
      // It ends what was begun within it, too.
      balanced += open.splice(from).slice(1).reverse().join('');
    }
    balanced += character;
  }
  return balanced + open.reverse().join('');
}

const notLeftToRight =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\u200f\u061c\u202a-\u202e\u2066-\u2069]/u;

/** A text to be set into a sentence of another direction; what reads from left to right stays as it is. */
export const isolate = (text: string): string =>
  notLeftToRight.test(text) ? `\u2068${balanceDirections(text)}\u2069` : text;
