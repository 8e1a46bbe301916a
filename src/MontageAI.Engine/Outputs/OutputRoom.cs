using MontageAI.Errors;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Time;

namespace MontageAI.Engine.Outputs;

/// <summary>Says before the work, and again before the film is put together, that a disk has less room than is needed.</summary>
internal static class OutputRoom
{
    // What films of camera footage need at the very least; of test pictures and of cuts by the second it is three times as much and more.
    private const double BitsPerPixel = 0.03;

    /// <summary>Refuses a place that has less room than a film surely needs.</summary>
    /// <param name="names">What will be written.</param>
    /// <param name="format">What decides the pixels.</param>
    /// <param name="frames">Its length.</param>
    /// <param name="sounds">Whether it has sound.</param>
    /// <exception cref="MontageException">There is too little room.</exception>
    public static void Require(OutputNames names, FilmFormat format, long frames, bool sounds)
    {
        double seconds = format.Rate.SecondsAt(frames);
        double bits =
            (BitsPerPixel * format.Canvas.Width * format.Canvas.Height * frames)
            + (sounds ? format.Profile.AudioKilobits * 1000 * seconds : 0);
        // A stream holds all of it once more.
        int copies = (names.Film.Length > 0 ? 1 : 0) + (names.Stream.Length > 0 ? 1 : 0);
        Require(names.Film.Length > 0 ? names.Film : names.Stream, (long)(bits / 8 * copies));
    }

    /// <summary>Refuses a place that has less room than so many bytes.</summary>
    /// <param name="path">The file or folder that will be written.</param>
    /// <param name="bytes">What is needed.</param>
    /// <exception cref="MontageException">There is too little room.</exception>
    public static void Require(string path, long bytes)
    {
        if (path.Length > 0 && Free(path) is { } free && free < bytes)
        {
            throw new MontageException(
                ErrorCode.FileUnwritable,
                $"'{path}' needs at least {MegabytesOf(bytes):0.0} MB, and the disk has room for {MegabytesOf(free):0.0} MB. "
                    + $"Make room there, or choose another place; what is finished is kept in the store."
            );
        }
    }

    // Null where the system does not tell.
    private static long? Free(string path)
    {
        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        while (folder is not null && !Directory.Exists(folder))
        {
            folder = Path.GetDirectoryName(folder);
        }

        try
        {
            return folder is null ? null : new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Network shares of Windows are no drives.
            return null;
        }
    }

    private static double MegabytesOf(long bytes) => bytes / 1e6;
}
