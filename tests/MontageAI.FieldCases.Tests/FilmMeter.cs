using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>What the frames of a film show, in small grey pictures.</summary>
/// <param name="path">A film of 16:9.</param>
public sealed class FilmMeter(string path)
{
    private const int Width = 320;
    private const int Height = 180;

    private readonly byte[] _pixels = DecodedPictures.Of(path, Width, Height, "gray");

    /// <summary>Number of frames.</summary>
    public int Frames => _pixels.Length / (Width * Height);

    /// <summary>Lengths of the runs of frames that show one picture, in order.</summary>
    /// <param name="same">Mean difference, 0 to 255, below which two frames show one picture: an encoder changes it a little.</param>
    public int[] Runs(double same = 0.6)
    {
        List<int> runs = [1];
        for (int i = 1; i < Frames; i++)
        {
            if (Difference(i) < same)
            {
                runs[^1]++;
            }
            else
            {
                runs.Add(1);
            }
        }

        return [.. runs];
    }

    /// <summary>Width over height of what is white in each frame that shows a white thing whole.</summary>
    public double[] Shapes()
    {
        List<double> shapes = [];
        for (int i = 0; i < Frames; i++)
        {
            (int left, int top, int right, int bottom) = (Width, Height, -1, -1);
            for (int p = 0; p < Width * Height; p++)
            {
                if (_pixels[(i * Width * Height) + p] > 200)
                {
                    (left, right) = (Math.Min(left, p % Width), Math.Max(right, p % Width));
                    (top, bottom) = (Math.Min(top, p / Width), Math.Max(bottom, p / Width));
                }
            }

            // What touches an edge is cut by it, as where a view moves.
            bool isWhole = left > 0 && top > 0 && right < Width - 1 && bottom < Height - 1;
            if (isWhole && right - left is > 8 and < Width / 2 && bottom - top is > 8 and < 2 * Height / 3)
            {
                shapes.Add((right - left + 1.0) / (bottom - top + 1));
            }
        }

        return [.. shapes];
    }

    private double Difference(int frame)
    {
        long sum = 0;
        int at = frame * Width * Height;
        for (int p = 0; p < Width * Height; p++)
        {
            sum += Math.Abs(_pixels[at + p] - _pixels[at + p - (Width * Height)]);
        }

        return (double)sum / (Width * Height);
    }
}
