using MontageAI.Containers.Joining;
using MontageAI.Containers.Mp4;
using MontageAI.Errors;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Time;

namespace MontageAI.Containers.Tests.Joining;

public sealed class JoinerTests
{
    [Fact]
    public async Task Join_FirstShotsOnly_IsAnOpeningThatPlaysAtOnce()
    {
        using Scene scene = Prepared();
        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();

        JoinedFilm film = await new Joiner().JoinAsync(Request(scene, [.. shots.Take(2)], "opening.mp4"), CancellationToken.None);

        Assert.Equal(20, film.Frames);
        Assert.True((await Mp4File.ReadAsync(film.Path, CancellationToken.None)).FastStart);
        Assert.Equal("tv,bt709", Measure.Fact(film.Path, "v:0", "color_range") + "," + Measure.Fact(film.Path, "v:0", "color_space"));
    }

    [Fact]
    public async Task Join_FilmExists_IsRefusedAndTheFilmStays()
    {
        using Scene scene = Prepared();
        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();
        await File.WriteAllTextAsync(scene.Folder.File("film.mp4"), "precious");

        MontageException e = await Assert.ThrowsAsync<MontageException>(() =>
            new Joiner().JoinAsync(Request(scene, shots, "film.mp4"), CancellationToken.None)
        );

        Assert.Equal(ErrorCode.FileExists, e.Code);
        Assert.Equal("precious", await File.ReadAllTextAsync(scene.Folder.File("film.mp4")));
    }

    [Fact]
    public async Task Join_ShotOfAnotherLook_IsRefusedByName()
    {
        using Scene scene = Prepared();
        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();
        using Scene other = Prepared(new Canvas(32, 18));
        IReadOnlyList<RenderedShot> odd = await other.RenderAsync();

        MontageException e = await Assert.ThrowsAsync<MontageException>(() =>
            new Joiner().JoinAsync(Request(scene, [shots[0], odd[1]], "film.mp4"), CancellationToken.None)
        );

        Assert.Contains(odd[1].Path, e.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(scene.Folder.File("film.mp4")));
    }

    [Fact]
    public async Task Join_DamagedShot_IsRefusedAndNothingIsLeft()
    {
        using Scene scene = Prepared();
        IReadOnlyList<RenderedShot> shots = await scene.RenderAsync();
        await File.WriteAllTextAsync(shots[1].Path, "not a film");
        string[] before = Directory.GetFiles(scene.Folder.Path);

        await Assert.ThrowsAsync<MontageException>(() => new Joiner().JoinAsync(Request(scene, shots, "film.mp4"), CancellationToken.None));

        Assert.Equal(before.Order(), Directory.GetFiles(scene.Folder.Path).Order());
    }

    [Theory]
    [InlineData("standard")]
    [InlineData("high")]
    [InlineData("master")]
    public async Task Join_ProfilesWithReorderedFrames_KeepEveryFrameInPlace(string profile)
    {
        using Scene scene = new() { Format = new(Scene.Rate("24000/1001"), new Canvas(64, 36), RenderProfile.ByName(profile)!) };
        string source = scene.Counter("count.mp4", "24000/1001", 120, "-crf", "4");
        scene.AddAtFrame(source, 30, 13);
        scene.AddAtFrame(source, 5, 1);
        scene.AddAtFrame(source, 71, 26);

        string film = await scene.FilmAsync();

        int[] expected = [.. Enumerable.Range(30, 13), 5, .. Enumerable.Range(71, 26)];
        Assert.Equal(expected.Select(n => n % 20), Measure.FrameLuma(film).Select(v => (int)Math.Round((v - 20) / 10.0)));
        (double[] times, int[] keys) = Measure.Packets(film);
        Assert.Equal([0, 13, 14], keys);
        Assert.All(times, (t, k) => Assert.Equal(scene.Format.Rate.SecondsAt(k), t, 5e-6));
    }

    private static Scene Prepared(Canvas? canvas = null)
    {
        Scene scene = new() { Format = new(new FrameRate(30), canvas ?? new Canvas(64, 36), RenderProfile.Preview) };
        string source = scene.Counter("count.mp4", "30", 60);
        for (int i = 0; i < 3; i++)
        {
            scene.AddAtFrame(source, 10 * i, 10);
        }

        return scene;
    }

    private static JoinRequest Request(Scene scene, IReadOnlyList<RenderedShot> shots, string name) =>
        new()
        {
            Rate = scene.Format.Rate,
            Parts = [.. shots.Select(s => new JoinPart(s.Path, s.Frames))],
            OutputPath = scene.Folder.File(name),
        };
}
