using System.Globalization;

namespace MontageAI.Testing;

/// <summary>
/// Clips that look different from one another, made by FFmpeg's synthetic sources: in colour, in layout, and by eight black or white boxes
/// over the upper half that spell the clip's number so that any two clips differ in two boxes or more (an eighth of the picture).
/// </summary>
public static class TestClips
{
    private static readonly string[] s_tints =
    [
        "r=val:g=val*0.25:b=val*0.25",
        "r=val*0.25:g=val:b=val*0.25",
        "r=val*0.25:g=val*0.3:b=val",
        "r=val:g=val*0.9:b=val*0.2",
        "r=val*0.9:g=val*0.2:b=val*0.9",
        "r=val*0.2:g=val*0.9:b=val*0.9",
        "r=val:g=val*0.55:b=val*0.15",
        "r=val*0.5:g=val*0.5:b=val*0.5",
    ];

    private static readonly string[] s_layouts =
    [
        "null",
        "hflip,negate",
        "crop=iw/2:ih/2:0:0,scale=320:180",
        "crop=iw/2:ih/2:iw/2:ih/2,scale=320:180,negate",
        "vflip",
        "hflip,vflip,negate",
    ];

    /// <summary>Makes clips "clip00.mp4" and so on.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="count">How many, at most 48 that differ.</param>
    /// <param name="seconds">Length of each.</param>
    /// <param name="rate">Frame rate, for example "30000/1001".</param>
    /// <returns>Full paths.</returns>
    public static string[] Make(string folder, int count, double seconds, string rate)
    {
        Directory.CreateDirectory(folder);
        string[] paths =
        [
            .. Enumerable.Range(0, count).Select(i => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"clip{i:00}.mp4"))),
        ];
        for (int i = 0; i < count; i++)
        {
            MadeFiles.FFmpeg(
                paths[i],
                "-f",
                "lavfi",
                "-i",
                string.Create(CultureInfo.InvariantCulture, $"testsrc2=s=320x180:r={rate}:d={seconds}"),
                "-vf",
                $"{s_layouts[i / s_tints.Length % s_layouts.Length]},lutrgb={s_tints[i % s_tints.Length]},{Boxes(i)},format=yuv420p",
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-g",
                "25",
                "-bf",
                "0"
            );
        }

        return paths;
    }

    // Six bits of the number, the parity of all of them, and the parity of every second one.
    private static string Boxes(int number)
    {
        int all = int.PopCount(number) & 1;
        int odd = int.PopCount(number & 0b101010) & 1;
        int code = (number & 63) | (all << 6) | (odd << 7);
        return string.Join(
            ',',
            Enumerable
                .Range(0, 8)
                .Select(bit =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"drawbox=x={bit * 40}:y=0:w=40:h=90:t=fill:color={((code >> bit & 1) == 1 ? "white" : "black")}"
                    )
                )
        );
    }
}
