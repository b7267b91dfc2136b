// Beside what is to be copied into another system stands a button that copies it. Without this it is not shown: the text can be
// selected all the same.
for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copies]')) {
  const copied = document.getElementById(button.dataset['copies'] ?? '');
  if (copied === null || !('clipboard' in navigator)) continue;
  button.hidden = false;
  button.addEventListener('click', () => {
    void navigator.clipboard.writeText(copied.textContent).then(() => {
      button.textContent = 'Copied';
    });
  });
}
