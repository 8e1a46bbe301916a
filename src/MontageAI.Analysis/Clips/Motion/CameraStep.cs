namespace MontageAI.Analysis.Clips.Motion;

/// <summary>
/// How the picture moved from one frame to the next as a similarity: a point p from the picture's centre moved by (X, Y) + Zoom p + Roll p
/// turned by a right angle, in pixels of the plane.
/// </summary>
/// <param name="X">Pixels to the right, at the centre.</param>
/// <param name="Y">Pixels down, at the centre.</param>
/// <param name="Zoom">Growth, 0.01 is one percent larger.</param>
/// <param name="Roll">Turn in radians, positive clockwise.</param>
/// <param name="Support">Share of the picture's texture that moved so, 0 to 1.</param>
internal readonly record struct CameraStep(double X, double Y, double Zoom, double Roll, double Support)
{
    /// <summary>Displacement at a point, pixels from the centre.</summary>
    public (double X, double Y) At(double x, double y) => (X + (Zoom * x) - (Roll * y), Y + (Zoom * y) + (Roll * x));
}
