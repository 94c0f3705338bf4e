// ical.js as a process: a line of base64 for each calendar comes in, a line of JSON for it goes out.
const path = require("path");
const ICAL = require(path.join(process.argv[2], "ical.js", "dist", "ical.es5.cjs"));

function moment(time) {
  if (time === null) return null;
  if (time.isDate) return time.toString();
  const floats = time.zone === ICAL.Timezone.localTimezone;
  const zoned = time.convertToZone(ICAL.Timezone.utcTimezone);
  return (floats ? time : zoned).toString().replace("Z", "") + (floats ? "" : "+00:00");
}

function dayBefore(time) {
  const day = time.clone();
  day.adjust(-1, 0, 0, 0);
  return day.toString();
}

function read(text) {
  const root = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  root.getAllSubcomponents("vtimezone").forEach((zone) => ICAL.TimezoneService.register(zone));
  return root.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    const start = component.getFirstPropertyValue("dtstart");
    const end = component.getFirstPropertyValue("dtend");
    const categories = component.getFirstProperty("categories");
    return {
      uid: event.uid,
      summary: event.summary,
      description: event.description,
      categories: categories ? categories.getValues().sort() : [],
      url: component.getFirstPropertyValue("url") || "",
      start: moment(start),
      last: end && end.isDate ? dayBefore(end) : null,
    };
  });
}

let held = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (piece) => {
  held += piece;
  const lines = held.split("\n");
  held = lines.pop();
  for (const line of lines) {
    process.stdout.write(JSON.stringify(read(Buffer.from(line, "base64").toString("utf8"))) + "\n");
  }
});
