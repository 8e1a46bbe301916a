using MontageAI.Detection;
using MontageAI.Media;
using MontageAI.Results;

namespace MontageAI.Analysis.Clips.Subjects;

/// <summary>
/// Follows faces through consecutive frames: looks for them several times a second, and takes the box that overlaps a face's last one most
/// for the same face. What is not found for half a second is bridged. A face that is surely one once
/// may be seen faintly before and after.
/// </summary>
internal sealed class FaceFollower(IFaceDetector detector)
{
    private const double StepSeconds = 0.2;
    private const double BridgedSeconds = 0.5;

    // Boxes are grown by this part of their size before they are compared: within a fifth of a second a face moves about its own width.
    private const float Reach = 0.5f;
    private const float LeastOverlap = 0.1f;

    // What is seen once only, although it was looked for so many times, is taken for a mistake.
    private const int Looks = 3;

    private readonly List<Followed> _faces = [];
    private double _last = double.NegativeInfinity;
    private int _looks;

    /// <summary>Takes the next frame.</summary>
    public void Add(SmallFrame frame)
    {
        double now = frame.Time.Seconds;
        if (now < _last + StepSeconds - 1e-6)
        {
            return;
        }

        (_last, _looks) = (now, _looks + 1);
        List<FaceBox> boxes = [.. detector.FindFaint(frame)];
        List<Followed> open = [.. _faces.Where(f => now - f.Seconds[^1] <= BridgedSeconds + StepSeconds + 1e-6)];
        while (boxes.Count > 0 && open.Count > 0)
        {
            (Followed face, FaceBox box, float overlap) = open.SelectMany(f =>
                    boxes.Select(b => (f, b, Grown(f.Boxes[^1]).Overlap(Grown(b))))
                )
                .MaxBy(p => p.Item3);
            if (overlap < LeastOverlap)
            {
                break;
            }

            face.Add(now, box);
            open.Remove(face);
            boxes.Remove(box);
        }

        foreach (FaceBox box in boxes)
        {
            Followed face = new();
            face.Add(now, box);
            _faces.Add(face);
        }
    }

    /// <summary>The faces, those seen longest and largest first.</summary>
    public IReadOnlyList<FaceTrack> Finish() =>
        [
            .. _faces
                .Where(f => (f.Seconds.Count > 1 || _looks < Looks) && f.Boxes.Exists(b => b.Score >= detector.Sure))
                .Select(f => new FaceTrack { Seconds = f.Seconds, Boxes = f.Boxes })
                .OrderByDescending(t => t.Weight()),
        ];

    private static FaceBox Grown(FaceBox box) =>
        new(
            box.Left - (Reach / 2 * box.Width),
            box.Top - (Reach / 2 * box.Height),
            box.Width * (1 + Reach),
            box.Height * (1 + Reach),
            box.Score
        );

    private sealed class Followed
    {
        public List<double> Seconds { get; } = [];

        public List<FaceBox> Boxes { get; } = [];

        public void Add(double second, FaceBox box)
        {
            Seconds.Add(Math.Round(second, 7));
            Boxes.Add(box);
        }
    }
}
