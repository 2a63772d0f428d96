/**
 * The page: three doors, the lesson first. Whoever comes for it sees its first picture before anything of the laboratory is fetched.
 */

import { Lesson } from "./lesson/lesson.js";
import { byId } from "./page/dom.js";
import { keepOffline } from "./page/offline.js";
import { enter, followDoors, lessonIn, levelOf, show } from "./page/levels.js";
import { strings } from "./strings/en.js";

/** @type {typeof import("./laboratory.js") | undefined} */
let laboratory;
const asked = lessonIn(location.search);
let isLessonOpen = false;
const lesson = new Lesson(byId("lesson"), {
  start: async (query) => (laboratory ? laboratory.startFor(query) : strings.run.broken),
  enter: (query) => {
    enter("laboratory");
    if (query !== undefined) laboratory?.choose(query);
    scrollTo({ top: 0 });
  },
  moved: remember,
});

show(levelOf(location.search));
followDoors((level) => level === "lesson" && void openLesson().then(() => remember(lesson.at)));
if (levelOf(location.search) === "lesson") await openLesson();
try {
  laboratory = await import("./laboratory.js");
  laboratory.follow((report) => lesson.take(report));
  if (await laboratory.ready) lesson.ready();
  else lesson.lack(strings.run.broken);
  void keepOffline();
} catch {
  // Its own words stand in the story, which then remain.
  lesson.lack(strings.run.broken);
}

async function openLesson() {
  if (isLessonOpen) return;
  isLessonOpen = true;
  await lesson.open(asked.file, asked.at);
}

/** The address leads back to the step. @param {number} at */
function remember(at) {
  if (document.body.dataset.level !== "lesson" || (at === 0 && !location.search)) return;
  enter("lesson", asked.file ? `${asked.file},${at + 1}` : String(at + 1));
}
