/** Lengths in seconds and shapes that are offered; others can be typed on the first page. */
export const lengths: readonly number[] = [15, 30, 60, 90, 120, 180];
export const shapes: readonly string[] = ['16:9', '9:16', '1:1', '4:5'];
