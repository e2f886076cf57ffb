/** Words about files. */
export const fileStrings = {
  files: {
    attach: 'Attach files',
    hint: (size: string) => `Pictures, sound, PDF or text, up to ${size} each`,
    attached: 'Attached files',
    uploading: 'Uploading…',
    remove: (name: string) => `Remove ${name}`,
    open: (name: string) => `Open ${name}`,
    download: (name: string) => `Download ${name}`,
    gone: 'It could not be loaded',
    failed: 'It could not be uploaded. Remove it and try again.',
    refused: {
      400: 'It is empty, or could not be read.',
      401: 'You were signed out.',
      413: 'It is too large.',
      415: 'Files of this type are not taken.',
      429: 'Too many at once. Remove it and try again in a moment.',
    },
  },
};
