/** Which posts of a list are in view. */

/** Their seqs, ascending. Of a post that is taller than the list, its end is what is seen last. */
export function inView(box: HTMLElement): number[] {
  const frame = box.getBoundingClientRect();
  const seqs: number[] = [];
  for (const post of box.querySelectorAll<HTMLElement>('.post[data-seq]')) {
    const { top, bottom } = post.getBoundingClientRect();
    if (top > frame.bottom) break;
    if (bottom > frame.top && Math.min(bottom, top + frame.height / 2) <= frame.bottom + 1)
      seqs.push(Number(post.dataset.seq));
  }
  return seqs;
}
