/** Paths of files, of whatever system the program ran on. */

/** "app.py", of "/home/ada/app.py" or "C:\ada\app.py". @param {string} path */
export const baseName = (path) => path.split(/[\\/]/).pop() ?? path;
