// Runs in the page: what `untranslated.ts` asks it about its texts.
globalThis.texts = {
  /** What stands outside of the brackets of the test language, and where: `{ where, left }`. */
  outsideBrackets(dataElements, namingAttributes) {
    const outside = (text, depth) => {
      let left = '';
      for (const character of text) {
        if (character === '⟦') depth.now += 1;
        else if (character === '⟧') depth.now = Math.max(0, depth.now - 1);
        else if (depth.now === 0) left += character;
      }
      return left.trim();
    };
    const nameOf = ({ parentElement, localName, className }) =>
      `${parentElement?.localName ?? ''} ${localName}${typeof className === 'string' ? `.${className}` : ''}`;
    const found = [];
    // A phrase may be cut into several elements: brackets are followed from one to the next.
    const depth = { now: 0 };
    const walk = (node) => {
      if (node instanceof Text) {
        const left = outside(node.data, depth);
        if (left !== '') found.push({ where: `text in ${nameOf(node.parentElement)}`, left });
        return;
      }
      if (!(node instanceof Element) || node.matches('script, style') || !node.checkVisibility()) return;
      for (const attribute of namingAttributes) {
        const left = outside(node.getAttribute(attribute) ?? '', { now: 0 });
        if (left !== '') found.push({ where: `${attribute} of ${nameOf(node)}`, left });
      }
      if (node.matches(dataElements)) return;
      // A bracket that was cut off within a block does not count beyond it.
      const before = depth.now;
      for (const child of node.childNodes) walk(child);
      if (getComputedStyle(node).display !== 'inline') depth.now = before;
    };
    walk(document.body);
    return found;
  },

  /** A line for each text that is cut off or sticks out, though no ellipsis says that it may be cut. */
  cutOff() {
    const lines = [];
    if (document.documentElement.scrollWidth > innerWidth) lines.push('the window scrolls sideways');
    for (const element of document.body.querySelectorAll('*')) {
      const speaks = [...element.childNodes].some((node) => node instanceof Text && node.data.trim() !== '');
      if (!speaks || !element.checkVisibility() || element.closest('bdi, .link, .sr, .name')) continue;
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      const { overflowX, textOverflow } = getComputedStyle(element);
      const text = element.textContent.trim().slice(0, 60);
      const isCut = overflowX !== 'visible' && textOverflow !== 'ellipsis';
      if (isCut && element.scrollWidth > element.clientWidth + 1) lines.push(`cut: ${text}`);
      if (box.right > innerWidth + 1 || box.left < -1) lines.push(`outside: ${text}`);
    }
    return lines;
  },

  /** The direction in which each visible link is written. */
  linkDirections() {
    const links = [...document.querySelectorAll('.link')].filter((link) => link.checkVisibility());
    return links.map((link) => getComputedStyle(link).direction);
  },
};
