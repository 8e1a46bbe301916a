using System.Text.Json;
using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>Songs as they come: with silence, hiss or applause before, between and after the music; silent; a second long.</summary>
public sealed class SongCases
{
    // Half a frame at 30 a second, and what AAC smears.
    private const double Near = 0.035;

    [TableTheory]
    [InlineData("silence 30, music 20")]
    [InlineData("hiss 40, music 20")]
    [InlineData("applause 30, music 20")]
    [InlineData("music 20, silence 60")]
    [InlineData("silence 40, music 20, silence 60")]
    [InlineData("music 20, applause 20, music 12")]
    [InlineData("silence 150, music 20")]
    public void Film_IsCutOnTheMusicAlone(string recipe)
    {
        using FieldFolder folder = new FieldFolder().WithCompanions(3);
        FieldSong.Write(folder.File("song.wav"), recipe);

        RenderedFilm film = folder.Preview("--duration", "6");

        double[] strokes = FieldSong.Attacks(folder.File("film.mp4"));
        double[] cuts = [.. film.Cuts(12).Select(f => film.FrameTimes[f])];
        Assert.True(cuts.Length >= 2, $"{cuts.Length} cuts");
        Assert.All(cuts, cut => Assert.InRange(strokes.Min(s => Math.Abs(s - cut)), 0, Near));
        Assert.InRange(FieldSong.LongestSilence(folder.File("film.mp4")), 0, 0.6);
    }

    [TableTheory]
    [InlineData("silence 30, music 20")]
    [InlineData("silence 40, music 20, silence 60")]
    [InlineData("hiss 40, music 40")]
    [InlineData("music 20, hiss 30, music 20")]
    [InlineData("applause 30, music 30, applause 30")]
    public void Tempo_IsThatOfTheMusic_AndBeatsAreOnlyThere(string recipe)
    {
        using FieldFolder folder = new();
        double[] strokes = FieldSong.Write(folder.File("song.wav"), recipe);

        JsonElement song = folder.Run("beats", folder.File("song.wav"), "--json").Json;

        Assert.Equal("beats", song.GetProperty("strategy").GetString(), ignoreCase: true);
        Assert.Equal(120, song.GetProperty("tempoBpm").GetDouble(), 0.3);
        double[] beats = [.. song.GetProperty("beats").EnumerateArray().Select(b => b.GetProperty("time").GetDouble())];
        Assert.True(beats.Length >= strokes.Length - 3, $"{beats.Length} beats of {strokes.Length}");
        // One beat more may be heard where a stretch ends.
        double[] grid = [.. strokes, .. strokes.Select(s => s + 0.5)];
        Assert.All(beats, beat => Assert.InRange(grid.Min(s => Math.Abs(s - beat)), 0, 0.02));
    }

    [TableTheory]
    [InlineData("silence 20")]
    [InlineData("silence 200")]
    [InlineData("whisper 20")]
    public void SilentSong_IsToldBeforeAnyRendering(string recipe)
    {
        using FieldFolder folder = new FieldFolder().WithCompanions(1);
        FieldSong.Write(folder.File("song.wav"), recipe);

        ProgramRun run = ProgramRun.Of(folder.Command("preview", "film.mp4"));

        Assert.InRange(run.ExitCode, 1, 2);
        Assert.Contains("the song is silent", run.Error + run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("film.mp4")));
    }

    [TableTheory]
    [InlineData("music 0.2")]
    [InlineData("music 0.7")]
    [InlineData("music 1.2")]
    [InlineData("music 2")]
    public void SongOfASecond_IsHeardInALoop_AndCutOnItsStrokes(string recipe)
    {
        using FieldFolder folder = new FieldFolder().WithCompanions(3);
        FieldSong.Write(folder.File("song.wav"), recipe);

        RenderedFilm film = folder.Preview("--duration", "6");

        double[] strokes = FieldSong.Attacks(folder.File("film.mp4"));
        double[] cuts = [.. film.Cuts(12).Select(f => film.FrameTimes[f])];
        Assert.True(cuts.Length >= 2, $"{cuts.Length} cuts");
        Assert.All(cuts, cut => Assert.InRange(strokes.Min(s => Math.Abs(s - cut)), 0, Near));
    }
}
