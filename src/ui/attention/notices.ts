/** The browser's own notifications, one a conversation. They are shown where they were allowed; to ask is for the screens. */
export interface Notices {
  show(conversation: string, notice: NotificationOptions & { title: string }): void;
  /** Takes away those that are there. */
  close(): void;
}

export function attachNotices(onPress: (conversation: string) => void): Notices {
  const shown = new Map<string, Notification>();
  return {
    show(conversation, { title, ...notice }) {
      try {
        if (Notification.permission !== 'granted') return;
        // of the same tag the last one stays
        const made = new Notification(title, { ...notice, tag: `sobani ${conversation}` });
        shown.set(conversation, made);
        made.onclick = () => {
          window.focus();
          made.close();
          onPress(conversation);
        };
      } catch {} // none in this browser, or, as on Android, only from a worker of the host's
    },
    close() {
      for (const one of shown.values()) one.close();
      shown.clear();
    },
  };
}
