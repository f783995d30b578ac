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
  unfold: ["Unfolding…", "unfolded", "Unfold"],
  add: ["Linking…", "linked to", "Link coverage to"],
  remove: ["Removing…", "changed", "Remove coverage from"],
  move: ["Reordering…", "reordered", "Reorder coverage of"],
  "keep-ours": ["Keeping ours…", "settled", "Keep ours of"],
  "take-theirs": ["Taking the seed’s…", "settled", "Take the seed’s of"],
  undo: ["Taking back…", "taken back", "Take back"],
};
const LONG = 60;

export function label(url, fields, title) {
  const [doing, done, verb] = words(url, fields);
  const what = title ? `“${title.length > LONG ? `${title.slice(0, LONG - 1)}…` : title}”` : "what was last done";
  return { doing, verb, sentence: `${verb} ${what}`, unknown: `${what} was ${done}` };
}

function words(url, fields) {
  const act = new URL(url, location).pathname.replace("/undo/last/", "/undo/").split("/").at(-2);
  if (act === "score") return scored(fields.get("quality"));
  return WORDS[act] ?? ["Saving…", "saved", "Save"];
}

const scored = (quality) => (quality
  ? [`Scoring ${quality}…`, `scored ${quality}`, `Score ${quality}:`]
  : ["Taking the score off…", "left without a score", "Take the score off"]);

const WHY = {
  0: "what it builds on was not done.",
  403: "you may not do that.",
  404: "it is not there any more.",
};

// What to say of a decision that was not done where the answer says nothing itself.
export const notDone = ({ sentence }, status) =>
  `Not done: ${sentence}: ${WHY[status] ?? `the server answered ${status}. Reload the page.`}`;
