using MontageAI.Testing;

namespace MontageAI.FFmpeg.Tests.Probing;

/// <summary>Files of many kinds made by FFmpeg: the in-process probe says what ffprobe says, or nothing, and answers for the kinds that
/// cameras write.</summary>
public sealed class NativeProbeMatrixTests
{
    private const string H264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p";

    // What is made from two seconds of pictures and a tone; "+" before a name: an answer without ffprobe is expected.
    private static readonly (string Name, string Options)[] s_kinds =
    [
        ("+plain.mp4", $"{H264} -c:a aac"),
        ("+mono.mp4", $"{H264} -c:a aac -ac 1"),
        ("+surround.mp4", $"{H264} -c:a aac -ac 6"),
        ("+low.mp4", $"{H264} -c:a aac -ar 16000"),
        ("+silent.mp4", $"{H264} -an"),
        ("+first.mp4", $"{H264} -c:a aac -movflags +faststart"),
        ("+quick.mov", $"{H264} -c:a aac"),
        ("+pcm.mov", $"{H264} -c:a pcm_s16le"),
        ("+pcmbig.mov", $"{H264} -c:a pcm_s16be -ac 1"),
        ("pcm24.mov", $"{H264} -c:a pcm_s24le"),
        ("mp3.mp4", $"{H264} -c:a libmp3lame"),
        ("ac3.mp4", $"{H264} -c:a ac3"),
        ("flac.mp4", $"{H264} -c:a flac -strict -2"),
        ("alac.mov", $"{H264} -c:a alac"),
        ("+bframes.mp4", "-c:v libx264 -preset veryfast -pix_fmt yuv420p -bf 3 -g 12 -c:a aac"),
        ("+negative.mp4", "-c:v libx264 -preset veryfast -pix_fmt yuv420p -bf 3 -g 12 -movflags +negative_cts_offsets -c:a aac"),
        ("+noedits.mp4", "-c:v libx264 -preset veryfast -pix_fmt yuv420p -bf 2 -use_editlist 0 -c:a aac"),
        ("+baseline.mp4", $"{H264} -profile:v baseline"),
        ("+ntsc.mp4", $"{H264} -r 30000/1001"),
        ("+film.mp4", $"{H264} -r 24000/1001"),
        ("+fifty.mp4", $"{H264} -r 50"),
        ("+slow.mp4", $"{H264} -r 7"),
        ("+scale.mp4", $"{H264} -video_track_timescale 90000"),
        ("+scale600.mov", $"{H264} -video_track_timescale 600"),
        ("+ten.mp4", "-c:v libx264 -preset ultrafast -pix_fmt yuv420p10le"),
        ("+422.mp4", "-c:v libx264 -preset ultrafast -pix_fmt yuv422p"),
        ("444.mp4", "-c:v libx264 -preset ultrafast -pix_fmt yuv444p"),
        ("gray.mp4", "-c:v libx264 -preset ultrafast -pix_fmt gray"),
        ("+full.mp4", "-c:v libx264 -preset ultrafast -pix_fmt yuvj420p -color_range pc"),
        ("+tags.mp4", $"{H264} -color_primaries bt709 -color_trc bt709 -colorspace bt709 -color_range tv"),
        ("+partly.mp4", $"{H264} -color_trc iec61966-2-1"),
        ("interlaced.mp4", "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -flags +ildct+ilme -x264-params tff=1"),
        ("pulldown.mp4", $"{H264} -x264-params pic-struct=1"),
        ("+hrd.mp4", $"{H264} -x264-params nal-hrd=vbr -b:v 200k -maxrate 300k -bufsize 300k"),
        ("+odd.mp4", $"{H264} -vf scale=94:62"),
        ("+wide.mp4", $"{H264} -vf setsar=4/3"),
        ("+dar.mp4", $"{H264} -aspect 2.35"),
        ("rotate.mp4", $"{H264} -metadata:s:v:0 rotate=90"),
        ("+dated.mp4", $"{H264} -metadata creation_time=2024-02-29T12:34:56Z"),
        ("+titled.mp4", $"{H264} -metadata title=Holiday -metadata location=+48.1+11.5/ -c:a aac"),
        ("+timed.mov", $"{H264} -timecode 01:02:03:04 -c:a aac"),
        ("+timeddrop.mov", $"{H264} -r 30000/1001 -timecode 10:09:59;28"),
        ("+timeddrop60.mov", $"{H264} -r 60000/1001 -timecode 01:10:00;00"),
        ("+timedlate.mp4", $"{H264} -r 24000/1001 -timecode 23:59:59:23"),
        ("reel.mov", $"{H264} -timecode 01:00:00:00 -metadata:s:v:0 reel_name=A001"),
        ("+late.mp4", $"{H264} -c:a aac -output_ts_offset 1.5"),
        ("+drop.mp4", "-vf select='not(eq(mod(n,5),3))' -fps_mode vfr -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac"),
        (
            "jitter.mp4",
            "-vf setpts='PTS+lt(random(0),0.5)*0.004/TB' -fps_mode vfr -video_track_timescale 90000 -c:v libx264 -preset ultrafast "
                + "-pix_fmt yuv420p"
        ),
        ("slowing.mp4", "-vf setpts='N*N/50/TB' -fps_mode vfr -c:v libx264 -preset ultrafast -pix_fmt yuv420p"),
        ("one.mp4", $"{H264} -frames:v 1"),
        ("fragments.mp4", $"{H264} -movflags +frag_keyframe+empty_moov -c:a aac"),
        ("+hevc.mp4", "-c:v libx265 -preset ultrafast -x265-params log-level=error -tag:v hvc1 -c:a aac"),
        ("+hev1.mp4", "-c:v libx265 -preset ultrafast -x265-params log-level=error"),
        (
            "+hevc10.mov",
            "-c:v libx265 -preset ultrafast -x265-params log-level=error -pix_fmt yuv420p10le -tag:v hvc1 -color_primaries bt2020 "
                + "-color_trc arib-std-b67 -colorspace bt2020nc"
        ),
        (
            "hdr.mp4",
            "-c:v libx265 -preset ultrafast -x265-params log-level=error:hdr10=1:master-display=G(13250,34500)B(7500,3000)R(34000,"
                + "16000)WP(15635,16450)L(10000000,1):max-cll=1000,400 -pix_fmt yuv420p10le -color_trc smpte2084 -color_primaries bt2020 "
                + "-colorspace bt2020nc"
        ),
        ("+hevcfull.mp4", "-c:v libx265 -preset ultrafast -x265-params log-level=error:range=full -pix_fmt yuv420p"),
        ("hevc444.mp4", "-c:v libx265 -preset ultrafast -x265-params log-level=error -pix_fmt yuv444p"),
        ("vp9.mp4", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a aac"),
        ("av1.mp4", "-c:v libsvtav1 -preset 12 -vf scale=128:96"),
        ("prores.mov", "-c:v prores_ks -c:a pcm_s16le"),
        ("mjpeg.mov", "-c:v mjpeg -pix_fmt yuvj420p"),
        ("mpeg4.mp4", "-c:v mpeg4"),
        ("text.mp4", "-c:a aac -vn"),
        ("cut.mp4", $"-ss 0.37 {H264} -c:a aac"),
    ];

    [Fact]
    public async Task Read_FilesOfManyKinds_SaysWhatFfprobeSaysOrNothing()
    {
        using TempFolder folder = new();
        List<string> wrong = [];
        foreach ((string name, string options) in s_kinds)
        {
            string path = folder.File(name.TrimStart('+'));
            TestTools.FFmpeg([
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=96x64:r=25:d=2",
                "-f",
                "lavfi",
                "-i",
                "sine=d=2:r=48000",
                .. options.Split(' '),
                "-threads",
                "1",
                path,
            ]);
            await JudgeAsync(path, name[0] == '+', wrong);
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Read_CopiedPiecesAndTurnedFiles_SaysWhatFfprobeSaysOrNothing()
    {
        using TempFolder folder = new();
        List<string> wrong = [];
        TestTools.FFmpeg(
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=96x64:r=25:d=4",
            "-f",
            "lavfi",
            "-i",
            "sine=d=4:r=44100",
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-pix_fmt",
            "yuv420p",
            "-bf",
            "2",
            "-g",
            "20",
            "-c:a",
            "aac",
            folder.File("base.mp4")
        );
        (string Name, string[] Options)[] copies =
        [
            ("+piece.mp4", ["-ss", "1.234", "-i", "base.mp4", "-t", "1.1", "-c", "copy"]),
            ("+piece.mov", ["-ss", "0.9", "-i", "base.mp4", "-t", "1.7", "-c", "copy", "-avoid_negative_ts", "make_zero"]),
            ("+offset.mp4", ["-itsoffset", "0.7", "-i", "base.mp4", "-i", "base.mp4", "-map", "0:v", "-map", "1:a", "-c", "copy"]),
            ("+turned.mp4", ["-display_rotation", "90", "-i", "base.mp4", "-c", "copy"]),
            ("+two.mp4", ["-i", "base.mp4", "-i", "piece.mp4", "-map", "0:v", "-map", "0:a", "-map", "1:v", "-map", "1:a", "-c", "copy"]),
            ("+timecode.mov", ["-i", "base.mp4", "-c", "copy", "-timecode", "01:00:00:00"]),
            (
                "again.mp4",
                [
                    "-i",
                    "base.mp4",
                    "-c",
                    "copy",
                    "-movflags",
                    "+use_metadata_tags",
                    "-metadata",
                    "creation_time=2020-01-01T00:00:00Z",
                    "-metadata",
                    "mine=1",
                ]
            ),
        ];
        foreach ((string name, string[] options) in copies)
        {
            string path = folder.File(name.TrimStart('+'));
            try
            {
                TestTools.FFmpeg([.. options.Select(o => o is "base.mp4" or "piece.mp4" ? folder.File(o) : o), path]);
            }
            catch (InvalidOperationException) when (name == "+turned.mp4")
            {
                // Older versions know no such option.
                continue;
            }

            await JudgeAsync(path, name[0] == '+', wrong);
        }

        Assert.Empty(wrong);
    }

    private static async Task JudgeAsync(string path, bool answered, List<string> wrong)
    {
        ProbePair pair = await ProbePair.OfAsync(path);
        if (pair.Difference() is { } difference)
        {
            wrong.Add($"{Path.GetFileName(path)}: {difference}");
        }
        else if (answered && !pair.Answered)
        {
            wrong.Add($"{Path.GetFileName(path)}: left to ffprobe");
        }
    }
}
