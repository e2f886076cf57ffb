/** Texts of surveys; they come with their code. */
export const enSurvey = {
  survey: 'Survey',
  howWasIt: 'How was it?',
  'face-1': 'Terrible',
  'face-2': 'Bad',
  'face-3': 'All right',
  'face-4': 'Good',
  'face-5': 'Great',
  'thumb-0': 'Not good',
  'thumb-1': 'Good',
  stars: { one: '{n} star', other: '{n} stars' },
  sendRating: 'Send rating',
  outOf: '{score} of {max}',
  notRated: 'This could not be sent. Try again.',
  thankYou: 'Thank you for telling us.',
  closeSurvey: 'Close the survey',
};
