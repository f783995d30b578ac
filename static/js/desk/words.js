// What a decision is called: while it is on its way, where nobody knows whether it was done, and in
// the list of those that wait.
const WORDS = {
  publish: ["Publishing…", "published", "Publish"],
  unpublish: ["Holding…", "held", "Hold"],
  reject: ["Rejecting…", "rejected", "Reject"],
  reopen: ["Reopening…", "reopened", "Reopen"],
  agree: ["Agreeing…", "agreed to", "Agree to"],
  edit: ["Saving…", "saved", "Save"],
  fold: ["Folding…", "folded", "Fold"],
  lead: ["Making it the lead…", "made the lead of its story", "Make the lead of its story:"],
  unfold: ["Unfolding…", "unfolded", "Unfold"],
  add: ["Linking…", "linked to", "Link coverage to"],
  accept: ["Linking…", "linked to", "Link coverage to"],
  refuse: ["Refusing…", "rid of a suggestion", "Refuse a suggestion for"],
  merge: ["Merging…", "merged", "Merge"],
  "keep-apart": ["Keeping them apart…", "kept apart from its double", "Keep apart from its double:"],
  join: ["Joining…", "joined by what was suggested", "Join what is suggested to"],
  leave: ["Taking it out…", "rid of what does not belong to it", "Take out what does not belong to"],
  split: ["Splitting…", "split", "Split"],
  "merge-story": ["Merging…", "merged with another story", "Merge another story into"],
  remove: ["Removing…", "changed", "Remove coverage from"],
  move: ["Reordering…", "reordered", "Reorder coverage of"],
  "keep-ours": ["Keeping ours…", "settled", "Keep ours of"],
  "take-theirs": ["Taking the seed’s…", "settled", "Take the seed’s of"],
  "publish-at": ["Planning…", "planned", "Plan the publication of"],
  "hold-at": ["Planning…", "planned", "Plan to hold"],
  "cancel-plan": ["Cancelling…", "cancelled", "Cancel what is planned for"],
  feature: ["Putting it on top…", "put on top", "Put on top"],
  unfeature: ["Taking it off…", "taken off the top", "Take off the top"],
  mute: ["Muting…", "muted", "Mute"],
  unmute: ["Ending the mute…", "heard again", "End the mute of"],
  assign: ["Assigning…", "assigned", "Assign"],
  undo: ["Undoing…", "undone", "Undo"],
};
const LONG = 60;

export function label(url, fields, title) {
  const [doing, done, verb] = words(url, fields);
  const what = title ? `“${title.length > LONG ? cut(title) : title}”` : "what was last done";
  return { doing, verb, sentence: `${verb} ${what}`, unknown: `${what} was ${done}` };
}

// Between words, if one ends near there.
function cut(title) {
  const end = title.lastIndexOf(" ", LONG - 1);
  return `${title.slice(0, end > (LONG * 3) / 4 ? end : LONG - 1)}…`;
}

function words(url, fields) {
  const act = new URL(url, location).pathname.replace("/undo/last/", "/undo/").split("/").at(-2);
  if (act === "score") return scored(fields.get("quality"));
  return WORDS[act] ?? ["Saving…", "saved", "Save"];
}

const scored = (quality) => (quality
  ? [`Scoring ${quality}…`, `scored ${quality}`, `Score ${quality}:`]
  : ["Taking the score off…", "left without a score", "Take the score off"]);

export const undone = ({ sentence }) => `Undone before it was sent: ${sentence}`;
export const repeated = ({ sentence }) => `Already decided, and on its way: ${sentence}`;

const WHY = {
  0: "what it builds on was not done.",
  403: "you may not do that.",
  400: "the server could not read it. Reload the page and decide again.",
  404: "it is not there any more.",
  413: "it is longer than may be sent. Shorten it.",
};

// What to say of a decision that was not done where the answer says nothing itself.
export const notDone = ({ sentence }, status) =>
  `Not done: ${sentence}: ${WHY[status] ?? `the server answered ${status}. Reload the page.`}`;
