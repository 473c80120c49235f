/** Says a text to a screen reader through the page's two live regions (`index.html`): politely, or at once for an error. */
export function announce(text: string, urgency: 'polite' | 'assertive' = 'polite'): void {
  const region = document.getElementById(urgency === 'polite' ? 'announcer' : 'alarm');
  if (!region) return;
  // The same text twice in a row is no change to the tree, and would not be spoken: empty it first.
  region.textContent = '';
  requestAnimationFrame(() => {
    region.textContent = text;
  });
}
