/**
 * Where the caret of a box is, so that it can be put back there. Editors forget it when they lose the focus, and the browser puts
 * it at the beginning.
 *
 * @param {HTMLElement} box
 * @returns {(() => void) | null} puts it back
 */
export function caretOf(box) {
  if (box instanceof HTMLTextAreaElement || box instanceof HTMLInputElement) {
    const { selectionStart, selectionEnd, selectionDirection } = box;
    return () => box.setSelectionRange(selectionStart, selectionEnd, selectionDirection ?? undefined);
  }
  const root = /** @type {{getSelection?: () => Selection | null}} */ (box.getRootNode());
  const selection = root.getSelection?.() ?? document.getSelection();
  if (!selection) return null;
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
  if (!anchorNode || !focusNode || !box.contains(anchorNode) || !box.contains(focusNode)) return null;
  return () => {
    if (!box.contains(anchorNode) || !box.contains(focusNode)) return;
    try {
      selection.setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset);
    } catch {
      // The text there is shorter now.
    }
  };
}
