/** Line icons on a 16 px grid, drawn in the colour of the text. */
const paths = {
  alert: 'M8 5v3.5M8 11h.01M6.9 2.6 1.5 12a1.3 1.3 0 0 0 1.1 2h10.8a1.3 1.3 0 0 0 1.1-2L9.1 2.6a1.3 1.3 0 0 0-2.2 0Z',
  article: 'M4 1.8h5.5L13 5.3v7.9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V2.8a1 1 0 0 1 1-1ZM9.3 2v3.5h3.5M5.5 8.5h5M5.5 11h5',
  bot: 'M8 2v2M4 4h8a1.5 1.5 0 0 1 1.5 1.5v6A1.5 1.5 0 0 1 12 13H4a1.5 1.5 0 0 1-1.5-1.5v-6A1.5 1.5 0 0 1 4 4ZM5.8 8v1M10.2 8v1M.8 8v2M15.2 8v2',
  bubble:
    'M3.5 2.5h9A1.5 1.5 0 0 1 14 4v6a1.5 1.5 0 0 1-1.5 1.5H8.2L5 14v-2.5H3.5A1.5 1.5 0 0 1 2 10V4a1.5 1.5 0 0 1 1.5-1.5Z',
  check: 'm3 8.5 3.2 3.2L13 4.8',
  chevron: 'm4.5 6.2 3.5 3.5 3.5-3.5',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.8V8l2.2 1.5',
  close: 'm4 4 8 8M12 4l-8 8',
  down: 'M8 3v10M3.8 8.8 8 13l4.2-4.2',
  filter: 'm13.5 13.5-3-3M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Z',
  lock: 'M4 7h8a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1ZM5 7V5a3 3 0 0 1 6 0v2',
  person: 'M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.5 14a5.5 5.5 0 0 1 11 0',
  question: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM6.3 6.3a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.9.6-.9 1.2M8 11.2h.01',
  reopen: 'M2.5 3v3.5H6M2.8 6.5A5.5 5.5 0 1 1 2.5 9',
  side: 'M3 2.5h10a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1ZM10 2.5v11',
  verified:
    'm8 1.5 1.7 1.3 2.1-.1.6 2 1.8 1.2-.8 2 .8 2-1.8 1.2-.6 2-2.1-.1L8 14.3l-1.7-1.3-2.1.1-.6-2-1.8-1.2.8-2-.8-2 1.8-1.2.6-2 2.1.1ZM5.7 8l1.6 1.6 3-3.2',
};

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
