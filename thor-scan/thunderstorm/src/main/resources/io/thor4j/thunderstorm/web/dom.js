// Everything that this page shows is put in as text or as an attribute that is named here: no markup is ever parsed.

/** Makes an element of a tag with a class (may be empty) and children: elements, or values that become text. */
export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) {
    made.className = className;
  }
  made.append(...children.map((child) => (child instanceof Node ? child : String(child))));
  return made;
}

// What moves, hides or turns round the text around it: controls, bidirectional marks, invisible characters, lone surrogates.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A text in which each character that a reader would not see is named, such as \u{202e}. */
export function visible(text) {
  return String(text).replace(UNSEEN, (character) => `\\u{${character.codePointAt(0).toString(16)}}`);
}

/** An element with a text that came from a sample or its sender. */
export function untrusted(tag, text) {
  const made = element(tag, 'untrusted', visible(text));
  made.dir = 'auto';
  return made;
}

/** "scanned_samples" as "Scanned Samples". */
export function titleCase(key) {
  return visible(key)
    .split('_')
    .filter((word) => word)
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join(' ');
}
