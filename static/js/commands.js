/** Commands of the page around the stage: the same shape, the same sheet of keys. */

/** @param {{toggleTable: () => void, toggleObjects: () => void, share: () => void, find: () => void, openKeys: () => void}} page */
export function pageCommands({ toggleTable, toggleObjects, share, find, openKeys }) {
  return [
    {
      id: "objects",
      keys: ["o"],
      title: "Show a lane for each lock, queue and pool",
      group: "Page",
      run: toggleObjects,
    },
    {
      id: "table",
      keys: ["t"],
      title: "Show the spans as a table",
      group: "Page",
      run: toggleTable,
    },
    {
      id: "find",
      keys: ["/", "g"],
      title: "Find a thread, object, function, line or time",
      group: "Page",
      run: find,
    },
    { id: "share", keys: ["c"], title: "Copy a link to this view", group: "Page", run: share },
    { id: "keys", keys: ["?"], title: "This sheet", group: "Page", run: openKeys },
  ];
}
