/** Texts of the offer to be told when somebody answers; they come with its code. */
export const enNotifyMe = {
  notifyMe: 'Notify me when somebody answers',
  notifying: 'You get a notification when somebody answers.',
  notifyDenied: 'Your browser does not allow notifications here. You can change that in its settings for this site.',
};
