using MontageAI.Analysis.Clips;
using MontageAI.Analysis.Clips.Shots;
using MontageAI.Results;
using MontageAI.Testing;

namespace MontageAI.Analysis.Tests.Clips;

/// <summary>Estimated shot size and people on real clips, against labels made by eye.</summary>
public sealed class ShotSizeTests
{
    private static readonly (string File, char Size)[] s_labels =
    [
        ("video/drone_kohlipe1_hevc.mp4", 'w'),
        ("video/palawan_1080p_hevc.mp4", 'w'),
        ("video/changi_4k_portrait_hevc.mp4", 'w'),
        ("video/aquarium_dark.mp4", 'w'),
        ("video/lofoten_mountain.mp4", 'w'),
        ("video/gopro_karma_drone_480p.mp4", 'w'),
        ("video/sam2_01_dog.mp4", 'w'),
        ("video/earth_dark.mov", 'w'),
        ("video/basketball_gym.mp4", 'm'),
        ("faces/liveportrait_s20.mp4", 'm'),
        ("faces/asl_yes.mkv", 'm'),
        ("video/chaplin_bw.mp4", 'm'),
        ("video/gopher_slowmo_120fps.mp4", 'm'),
        ("video/flower_timelapse.mp4", 'c'),
        ("faces/talking_head_1.mp4", 'c'),
        ("video/test_makeup_mpeg4.avi", 'c'),
        ("video/cat_phone_vfr.mp4", 'c'),
        ("faces/liveportrait_s32.mp4", 'c'),
        ("video/arm_wrestling_28fps.mp4", 'c'),
        ("video/dog_bed_720p_rot90.mp4", 'c'),
    ];

    [MediaFact]
    public async Task Closeness_RealClips_AgreesWithTheEyeForFourOfFive()
    {
        List<string> wrong = [];
        foreach ((string file, char size) in s_labels)
        {
            float[] values = [.. (await ScanAsync(file)).Select(k => k.Features.Closeness).OfType<float>().Order()];
            float median = values[values.Length / 2];
            char found =
                median < 0.45f ? 'w'
                : median < 0.63f ? 'm'
                : 'c';
            if (found != size)
            {
                wrong.Add($"{file} is {size}, found {found} ({median:0.00})");
            }
        }

        Assert.True(wrong.Count * 5 <= s_labels.Length, string.Join("; ", wrong));
    }

    [MediaFact]
    public async Task People_FacesInDaylightAndLandscapes_AreToldApart()
    {
        foreach (string file in (string[])["faces/liveportrait_s20.mp4", "faces/liveportrait_s32.mp4"])
        {
            Assert.True((await ScanAsync(file)).Average(k => k.Features.People ?? 0) > 0.04f, file);
        }

        foreach (string file in (string[])["video/drone_kohlipe1_hevc.mp4", "video/palawan_1080p_hevc.mp4", "video/aquarium_dark.mp4"])
        {
            Assert.True((await ScanAsync(file)).Average(k => k.Features.People ?? 0) < 0.005f, file);
        }
    }

    [MediaFact]
    public async Task People_BlackAndWhite_IsNotStated() =>
        Assert.All(await ScanAsync("video/chaplin_bw.mp4"), k => Assert.Null(k.Features.People));

    private static async Task<IReadOnlyList<KeyFrame>> ScanAsync(string file) =>
        (
            await new ClipAnalyzer().ScanAsync(
                await RealClips.OpenFileAsync(TestMedia.File(file)),
                new ClipScanOptions { ForPlanning = true, StopAfterSeconds = 20 },
                TestContext.Current.CancellationToken
            )
        ).KeyFrames;
}
