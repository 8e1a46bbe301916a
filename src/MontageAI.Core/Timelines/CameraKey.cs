namespace MontageAI.Timelines;

/// <summary>
/// The part of the source picture that is seen at one frame of a shot, as if by a camera before it. The view always has the canvas's shape
/// and never leaves the picture: at zoom 1 it is the largest that fits in, at zoom 2 half as wide and half as high. Coordinates are those
/// of the upright picture with square pixels.
/// </summary>
/// <param name="Frame">Frame counted from the shot's first, 0 or more, ascending.</param>
/// <param name="X">Centre of the view, 0 (left edge) to 1; moved inwards as far as the view needs.</param>
/// <param name="Y">Centre of the view, 0 (upper edge) to 1.</param>
/// <param name="Zoom">1 to 8.</param>
/// <param name="Ease">How it goes on from here to the next key.</param>
public readonly record struct CameraKey(long Frame, double X, double Y, double Zoom = 1, CameraEase Ease = CameraEase.Linear);
