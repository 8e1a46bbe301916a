using MontageAI.Media;
using MontageAI.Rendering.Looks;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Rendering.Tests.Shots;

public sealed class ShotRecipeTests
{
    private static readonly FilmFormat s_look = new(new FrameRate(30), new Canvas(640, 360), RenderProfile.Preview);

    private static readonly ShotRequest s_job = new()
    {
        Index = 3,
        SourcePath = "/clips/secret name.mp4",
        OutputPath = "/films/out.mp4",
        Video = new()
        {
            Index = 0,
            Codec = "h264",
            Width = 1920,
            Height = 1080,
            TimeBase = new Rational(1, 15360),
            AverageRate = new FrameRate(30),
        },
        Shot = new TimelineShot
        {
            Record = new FrameRange(100, 138),
            Source = "c01",
            In = new MediaTime(5120, new Rational(1, 15360)),
        },
    };

    [Fact]
    public void Of_OtherPathsIndexAndPlaceOnTheTimeline_IsTheSame()
    {
        ShotRequest moved = s_job with
        {
            Index = 9,
            SourcePath = "/moved/x.mp4",
            OutputPath = "/tmp/y.mp4",
            Shot = s_job.Shot with { Record = new FrameRange(500, 538), Reasons = [ShotReason.Words("why")] },
        };

        Assert.Equal(ShotRecipe.Of(s_job, s_look, "abc"), ShotRecipe.Of(moved, s_look, "abc"));
        Assert.DoesNotContain("secret", ShotRecipe.Of(s_job, s_look, "abc"), StringComparison.Ordinal);
        Assert.DoesNotContain("threads", ShotRecipe.Of(s_job, s_look, "abc"), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_AnythingThatChangesPixels_IsDifferent()
    {
        string recipe = ShotRecipe.Of(s_job, s_look, "abc");
        string[] others =
        [
            ShotRecipe.Of(s_job, s_look, "abd"),
            ShotRecipe.Of(s_job with { Shot = s_job.Shot with { In = new MediaTime(5632, new Rational(1, 15360)) } }, s_look, "abc"),
            ShotRecipe.Of(s_job with { Shot = s_job.Shot with { Record = new FrameRange(100, 139) } }, s_look, "abc"),
            ShotRecipe.Of(s_job with { Shot = s_job.Shot with { Speed = new Rational(1, 2) } }, s_look, "abc"),
            ShotRecipe.Of(s_job with { Video = s_job.Video with { Index = 2 } }, s_look, "abc"),
            ShotRecipe.Of(s_job with { Video = s_job.Video with { Rotation = 90 } }, s_look, "abc"),
            ShotRecipe.Of(s_job with { Video = s_job.Video with { Color = new ColorTags { Matrix = "smpte170m" } } }, s_look, "abc"),
            ShotRecipe.Of(s_job, s_look with { Rate = new FrameRate(25) }, "abc"),
            ShotRecipe.Of(s_job, s_look with { Canvas = new Canvas(320, 180) }, "abc"),
            ShotRecipe.Of(s_job, s_look with { Profile = RenderProfile.Preview with { Crf = 27 } }, "abc"),
            ShotRecipe.Of(s_job, s_look with { Profile = RenderProfile.Preview with { SkipLoopFilter = false } }, "abc"),
        ];

        Assert.Equal(others.Length, others.Append(recipe).Distinct().Count() - 1);
        Assert.NotEqual(
            ShotRecipe.Of(s_job with { Video = s_job.Video with { Width = 1440 } }, s_look with { Fit = PictureFit.Fill }, "abc"),
            ShotRecipe.Of(s_job with { Video = s_job.Video with { Width = 1440 } }, s_look with { Fit = PictureFit.Pad }, "abc")
        );
    }

    [Fact]
    public void Of_AnyEffect_IsDifferentAndNamesNoPath()
    {
        TimelineShot shot = s_job.Shot;
        ShotNeighbour beside = new(
            "/clips/other secret.mp4",
            "mov,mp4",
            "fff",
            s_job.Video,
            shot with
            {
                In = new MediaTime(512, new Rational(1, 15360)),
            }
        );
        ShotTransition dissolve = new(TransitionKind.Dissolve, 12);
        ShotRequest mixed = s_job with { Exit = dissolve, After = beside };
        ShotRequest[] jobs =
        [
            s_job,
            mixed,
            mixed with
            {
                Exit = dissolve with { Frames = 10 },
            },
            mixed with
            {
                Exit = dissolve with { Kind = TransitionKind.Wipe },
            },
            mixed with
            {
                Exit = new(TransitionKind.Wipe, 12, TransitionDirection.Up),
            },
            mixed with
            {
                After = beside with { Fingerprint = "ffe" },
            },
            mixed with
            {
                After = beside with { Shot = beside.Shot with { In = new MediaTime(1024, new Rational(1, 15360)) } },
            },
            mixed with
            {
                After = beside with { Look = new PictureLook { Exposure = 1 } },
            },
            s_job with
            {
                Exit = new(TransitionKind.FadeBlack, 12),
            },
            s_job with
            {
                Exit = new(TransitionKind.FadeWhite, 12),
            },
            s_job with
            {
                Exit = new(TransitionKind.Whip, 12),
            },
            s_job with
            {
                Exit = new(TransitionKind.Zoom, 12),
            },
            s_job with
            {
                Shot = shot with { Entry = new(TransitionKind.Flash, 12) },
            },
            s_job with
            {
                Shot = shot with { Ramp = [new(0, 1), new(10, 2)] },
            },
            s_job with
            {
                Shot = shot with { Ramp = [new(0, 1), new(10, 2.5)] },
            },
            s_job with
            {
                Shot = shot with { Camera = [new(0, 0.5, 0.5)] },
            },
            s_job with
            {
                Shot = shot with { Camera = [new(0, 0.5, 0.5), new(30, 0.5, 0.5, 1.1)] },
            },
            s_job with
            {
                Shot = shot with { Correction = new() { Exposure = 0.3 } },
            },
            s_job with
            {
                Shot = shot with { Correction = new() { LogCurve = "slog3" } },
            },
            s_job with
            {
                Look = new() { Contrast = 0.2 },
            },
            s_job with
            {
                Look = new() { Vignette = 0.2 },
            },
            s_job with
            {
                Look = new()
                {
                    Lut = "/looks/my secret.cube",
                    LutFingerprint = "aa",
                    LutStrength = 1,
                },
            },
            s_job with
            {
                Look = new()
                {
                    Lut = "/looks/my secret.cube",
                    LutFingerprint = "ab",
                    LutStrength = 1,
                },
            },
            s_job with
            {
                Text = "[Script Info]",
            },
            s_job with
            {
                Text = "[Script info]",
            },
            s_job with
            {
                IsStill = true,
            },
        ];

        string[] recipes = [.. jobs.Select(j => ShotRecipe.Of(j, s_look, "abc"))];

        Assert.Equal(recipes.Length, recipes.Distinct().Count());
        Assert.All(recipes, r => Assert.DoesNotContain("secret", r, StringComparison.Ordinal));
        Assert.Equal(recipes[0], ShotRecipe.Of(s_job with { Exit = new(TransitionKind.Flash, 12) }, s_look, "abc"));
    }

    [Fact]
    public void Of_WhatTheProfileLeavesOut_IsNotInIt()
    {
        ShotRequest job = s_job with
        {
            Look = new()
            {
                Grain = 0.5,
                Sharpen = 0.5,
                Denoise = 0.5,
            },
            Shot = s_job.Shot with { Correction = new() { Stabilise = 1 } },
        };

        string[] recipes = [.. RenderProfile.All.Select(p => ShotRecipe.Of(job, s_look with { Profile = p }, "abc"))];

        Assert.Equal([false, false, true, true], recipes.Select(r => r.Contains("noise=", StringComparison.Ordinal)));
        Assert.Equal([false, false, true, true], recipes.Select(r => r.Contains("hqdn3d", StringComparison.Ordinal)));
        Assert.Equal([false, true, true, true], recipes.Select(r => r.Contains("unsharp", StringComparison.Ordinal)));
        Assert.Equal([false, true, true, true], recipes.Select(r => r.Contains("vidstab", StringComparison.Ordinal)));
        Assert.Equal(
            ["grain", "removal of noise", "sharpening", "steadying"],
            ProfileOmissions.Of([job.Shot], job.Look, RenderProfile.Preview).Order()
        );
        Assert.Equal(
            ["grain", "half of the sharpening", "removal of noise"],
            ProfileOmissions.Of([job.Shot], job.Look, RenderProfile.Standard).Order()
        );
        Assert.Empty(ProfileOmissions.Of([job.Shot], job.Look, RenderProfile.Master));
    }
}
