/** What the page begins with: little enough to be read at once, and a bit of everything. */
import type { Sources } from './sources.js';

const flows = `{
  "v": 1,
  "flows": [
    {
      "id": "welcome",
      "version": 1,
      "trigger": { "on": "conversation" },
      "start": "hello",
      "steps": {
        "hello": { "say": "Hello {{user.name|there}}.", "next": "who" },
        "who": {
          "branch": [
            { "if": { "order.status": "shipped" }, "next": "on-its-way" },
            { "if": { "cart.total.amount": { "$gte": 20000 } }, "next": "big-cart" }
          ],
          "next": "menu"
        },
        "on-its-way": { "say": "Your order {{order.id|of last week}} is on its way to you.", "next": "menu" },
        "big-cart": { "say": "Is it a present? We can wrap it.", "next": "menu" },
        "menu": {
          "ask": {
            "text": "What is it about?",
            "free": true,
            "else": "search",
            "options": [
              { "label": "Returning something", "next": "returns", "tag": "returns" },
              { "label": "Something is broken", "next": "broken", "tag": "broken" },
              { "label": "Talk to a person", "next": "hours" }
            ]
          }
        },
        "returns": { "say": { "text": "You have thirty days:", "article": "returns" }, "next": "solved" },
        "broken": {
          "form": {
            "title": "What happened?",
            "fields": [
              { "name": "order", "label": "Order number", "type": "text", "unless": "order.id" },
              { "name": "what", "label": "What is broken?", "type": "text" }
            ]
          },
          "next": "hours"
        },
        "search": {
          "search": { "query": "vars.message", "found": "This may help:", "next": "bye", "none": "hours" }
        },
        "solved": { "resolved": { "yes": "bye", "no": "hours" } },
        "hours": { "hours": { "open": "person", "closed": "email" } },
        "email": {
          "ask": { "text": "Nobody is here now. Where may we write to you?", "type": "email", "save": "email" },
          "next": "person"
        },
        "person": { "handoff": { "team": "shop", "away": "Thank you. We answer as soon as we are back." } },
        "bye": { "say": "Glad to help." }
      }
    },
    {
      "id": "upset",
      "version": 1,
      "trigger": { "on": "tone", "tone": "angry" },
      "start": "person",
      "steps": {
        "person": {
          "handoff": { "text": "I am sorry. A person takes over, and has all that you wrote.", "team": "shop", "priority": "urgent" }
        }
      }
    }
  ]
}
`;

const rules = `{
  "v": 1,
  "limits": { "minutes": 0 },
  "rules": [
    {
      "id": "big-cart",
      "when": { "on": "cart" },
      "if": { "cart.total.amount": { "$gte": 20000 } },
      "show": { "teaser": { "text": "Is it a present? We can wrap it.", "action": { "flow": "welcome" } } }
    },
    {
      "id": "lingers",
      "when": { "on": "time", "seconds": 3 },
      "show": { "teaser": { "text": "From € 80 delivery is free.", "action": { "article": "shipping" } } }
    },
    {
      "id": "card-declined",
      "when": { "on": "event", "event": "card_declined" },
      "show": { "banner": { "text": "Your card was declined. Nothing was charged.", "action": { "label": "Ask us", "flow": "welcome" } } },
      "every": 0,
      "ignoreLimits": true,
      "priority": 10
    }
  ]
}
`;

const returns = `---
title: Returning an item
description: How to send something back, and until when.
tags: [refund, exchange, send back]
---
You have **30 days** from delivery. What comes back must be unused.

1. Write to us, or choose *Returning something* in the chat.
2. We send you a label for the parcel.
3. The money is yours again three days after the parcel has arrived.

See also [delivery](shipping.md).
`;

const shipping = `---
title: Delivery
description: How long a parcel takes, and what it costs.
tags: [shipping, parcel, tracking]
---
Within Germany a parcel takes two to three days and costs € 4.90. From € 80 it is free.

| To | Days |
|---|---|
| Germany | 2 to 3 |
| Europe | 4 to 7 |
| Japan | 6 to 10 |
`;

const care = `---
title: Caring for cast iron
description: How an iron kettle lasts for generations.
tags: [kettle, rust]
---
Dry it while it is warm, and never scrub the inside. A little rust does no harm.
`;

const answers = `{
  "en": [
    {
      "id": "returns",
      "title": "Returning an item",
      "article": "returns",
      "questions": [
        "How do I send something back?",
        "I want to return my order",
        "Can I return a gift?",
        "I want to send it back, it does not fit",
        "Until when can I return something?",
        "can I get my money back for a return"
      ]
    },
    {
      "id": "shipping",
      "title": "Delivery",
      "article": "shipping",
      "questions": [
        "How long does delivery take?",
        "What does delivery cost?",
        "Do you deliver to Austria?",
        "how much is delivery to Japan",
        "is delivery free",
        "How long does a delivery to Italy take?"
      ]
    },
    {
      "id": "opening-hours",
      "title": "When we are here",
      "answer": "From 9 to 17, Monday to Friday.",
      "questions": [
        "What are your opening hours?",
        "When are you open?",
        "Are you open on Saturday?",
        "until when are you open today",
        "are you open on Sunday",
        "At what time do you open?"
      ]
    }
  ]
}
`;

export const EXAMPLE: Sources = {
  flows,
  rules,
  articles: { 'en/returns.md': returns, 'en/shipping.md': shipping, 'en/cast-iron-care.md': care },
  answers,
};
