// Questions that must be answered before something cannot be taken back.

import { el, field } from './dom.js';

/**
 * Asks for consent, in a dialog that keeps the focus and is left with Escape.
 *
 * @param typed a word that has to be typed as a sign of being meant; none where the button is enough
 * @returns whether it was given
 */
export function consent(question, words, action, typed) {
  return new Promise((resolve) => {
    const yes = el('button', { class: 'danger', value: 'yes', disabled: Boolean(typed) }, action);
    const input = typed ? el('input', {
      autocomplete: 'off', spellcheck: false,
      oninput: () => {
        yes.disabled = input.value.trim() !== typed;
      },
    }) : null;
    const title = el('h2', { id: 'dialog-title' }, question);
    const form = el('form', { method: 'dialog' }, title, el('p', { id: 'dialog-words' }, words),
      input ? field(`Type ${typed} to go on`, input) : null,
      el('p', { class: 'row' }, el('button', { value: 'no', formNoValidate: true }, 'Cancel'), yes));
    const dialog = el('dialog', {
      'aria-labelledby': 'dialog-title', 'aria-describedby': 'dialog-words',
      onclose: () => {
        dialog.remove();
        resolve(dialog.returnValue === 'yes');
      },
    }, form);
    document.body.append(dialog);
    dialog.showModal();
    (input ?? form.querySelector('button')).focus();
  });
}
