/**
 * The pace of numbers: those that change at sixty times a second cannot be read, and to write them
 * costs as much of each frame as to draw the lanes. While a window moves they are written this
 * often, and once more when it rests.
 */

export const NUMBERS_EVERY_MS = 150;
