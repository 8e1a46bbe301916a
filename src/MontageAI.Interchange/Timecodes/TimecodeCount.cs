using System.Globalization;
using MontageAI.Time;

namespace MontageAI.Interchange.Timecodes;

/// <summary>
/// How frames are numbered as hours, minutes, seconds and frames (SMPTE ST 12-1): at a rate, with or without drop frame. Labels and frame
/// numbers of a day stand for each other one to one; a number beyond the day wraps.
/// </summary>
public readonly record struct TimecodeCount
{
    /// <summary>Numbering at a rate.</summary>
    /// <param name="rate">The rate; labels count whole frames per second, 24 at 23.976.</param>
    /// <param name="isDrop">Whether numbers (never frames) are left out, so that labels keep to the clock; only at multiples of
    /// 30000/1001.</param>
    public TimecodeCount(FrameRate rate, bool isDrop = false)
    {
        if (isDrop && !CanDrop(rate))
        {
            throw new ArgumentOutOfRangeException(nameof(isDrop), "Drop frame is defined at 29.97 and its multiples only.");
        }

        (Rate, IsDrop) = (rate, isDrop);
    }

    /// <summary>The rate.</summary>
    public FrameRate Rate { get; }

    /// <summary>Whether numbers are left out.</summary>
    public bool IsDrop { get; }

    /// <summary>Frames that a label counts in a second.</summary>
    public int PerSecond => Math.Max(1, (int)Math.Round(Rate.Value, MidpointRounding.AwayFromZero));

    /// <summary>Frames of 24 hours of labels.</summary>
    public long PerDay => IsDrop ? PerTenMinutes * 144 : PerSecond * 86_400L;

    private int Dropped => IsDrop ? PerSecond / 15 : 0;

    private long PerMinute => (PerSecond * 60L) - Dropped;

    private long PerTenMinutes => (PerMinute * 10) + Dropped;

    /// <summary>Whether a rate has drop frame numbers.</summary>
    public static bool CanDrop(FrameRate rate) => rate.Fraction.Denominator == 1001 && rate.Fraction.Numerator % 30_000 == 0;

    /// <summary>Numbering as a label asks for it: with drop frame where it has a ';' and the rate allows it.</summary>
    public static TimecodeCount Of(FrameRate rate, string? label) => new(rate, label?.Contains(';') == true && CanDrop(rate));

    /// <summary>The label of a frame, "01:00:00:00", with ';' before the frames for drop frame.</summary>
    /// <param name="frame">Counted from 00:00:00:00; beyond the day, or before it, it wraps.</param>
    public string Label(long frame)
    {
        long day = PerDay,
            at = ((frame % day) + day) % day;
        if (Dropped > 0)
        {
            (long tens, long rest) = Math.DivRem(at, PerTenMinutes);
            long minutes = rest < PerSecond * 60L ? 0 : 1 + ((rest - (PerSecond * 60L)) / PerMinute);
            at += Dropped * ((tens * 9) + minutes);
        }

        long second = at / PerSecond;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{second / 3600:00}:{second / 60 % 60:00}:{second % 60:00}{(IsDrop ? ';' : ':')}{at % PerSecond:00}"
        );
    }

    /// <summary>The frame of a label.</summary>
    /// <param name="label">Hours, minutes, seconds and frames, two digits each (three for frames at 100 and more).</param>
    /// <param name="frame">Counted from 00:00:00:00.</param>
    /// <param name="problem">What is wrong, to be put behind the label: "has a frame number beyond 24 ...". Empty where nothing is.</param>
    /// <returns>False where there is no such label.</returns>
    public bool TryFrame(string? label, out long frame, out string problem)
    {
        frame = 0;
        if (!Parts(label, out int[] parts))
        {
            problem = "is no timecode such as 01:00:00:00";
            return false;
        }

        (int hours, int minutes, int seconds, int frames) = (parts[0], parts[1], parts[2], parts[3]);
        if (hours > 23 || minutes > 59 || seconds > 59)
        {
            problem = "is no time of a day of 24 hours";
            return false;
        }

        if (frames >= PerSecond)
        {
            problem = string.Create(CultureInfo.InvariantCulture, $"has a frame number that {Rate} frames per second do not have");
            return false;
        }

        if (frames < Dropped && seconds == 0 && minutes % 10 != 0)
        {
            problem = "does not exist in drop frame, where the first frame numbers of most minutes are left out";
            return false;
        }

        problem = "";
        long whole = (hours * 60L) + minutes;
        frame = (((whole * 60) + seconds) * PerSecond) + frames - (Dropped * (whole - (whole / 10)));
        return true;
    }

    // Three separators, of which a few are in use; digits between them.
    private static bool Parts(string? label, out int[] parts)
    {
        parts = new int[4];
        if (label is null || label.Length > 16)
        {
            return false;
        }

        int part = 0,
            digits = 0;
        foreach (char c in label)
        {
            if (char.IsAsciiDigit(c))
            {
                parts[part] = (parts[part] * 10) + (c - '0');
                if (++digits > (part == 3 ? 3 : 2))
                {
                    return false;
                }
            }
            else if (c is ':' or ';' or '.' or ',' && part < 3 && digits > 0)
            {
                part++;
                digits = 0;
            }
            else
            {
                return false;
            }
        }

        return part == 3 && digits > 0;
    }
}
