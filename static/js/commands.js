/** Commands of the page around the stage: the same shape, the same sheet of keys. */

/** @param {{toggleTable: () => void, share: () => void, openKeys: () => void}} page */
export function pageCommands({ toggleTable, share, openKeys }) {
  return [
    { id: "table", keys: ["t"], title: "Show the spans as a table", group: "Page", run: toggleTable },
    { id: "share", keys: ["c"], title: "Copy a link to this view", group: "Page", run: share },
    { id: "keys", keys: ["?"], title: "This sheet", group: "Page", run: openKeys },
  ];
}
