/** Texts of files, in the composer and in a conversation. They come with its code. */
export const enAttachments = {
  attachHint: 'Up to {n} files of {size} each.',
  attached: 'Attached files',
  filesAdded: { one: '{n} file attached', other: '{n} files attached' },
  removeFile: 'Remove {name}',
  fileEmpty: '{name} is empty.',
  fileLarge: '{name} is larger than {size}.',
  fileType: '{name} is of a type that cannot be sent here.',
  filesMany: 'Up to {n} files go along with one message.',
  filesHeavy: 'Together these files are larger than {size}.',
  fileUnread: '{name} could not be read. If it is a folder, attach what is in it.',
  uploading: 'Uploading {name}: {n} %',
  stopUpload: 'Stop uploading {name}',
  openPicture: 'Open {name}',
  downloadFile: 'Download {name}',
  noFile: 'It could not be loaded.',
  fileGone: 'It is not there any more.',
};
