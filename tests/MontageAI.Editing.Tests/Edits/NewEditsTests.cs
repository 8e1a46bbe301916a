using MontageAI.Editing.Planning;
using MontageAI.Errors;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

/// <summary>Each edit by its words: what it does, and what it says where it cannot.</summary>
public sealed class NewEditsTests
{
    private static readonly Timeline s_plan = new Planner(
        Footage.Request("dynamic", 40),
        Footage.Mixed(20, 5, 3, 9),
        Footage.Song()
    ).Plan();

    [Fact]
    public void Split_BySecondsFramesAndBeats_CutsThere()
    {
        int shot = Enumerable.Range(0, s_plan.Shots.Count).First(i => s_plan.Shots[i].Record.Length > 50);
        FrameRange whole = s_plan.Shots[shot].Record;
        long beat = s_plan.Beats.Select(b => b.Frame).First(f => f > whole.Start);

        Assert.Equal(whole.Start + 15, Do($"split={shot + 1}@0.5").Shots[shot].Record.End);
        Assert.Equal(whole.Start + 20, Do($"split={shot + 1}:20").Shots[shot].Record.End);
        Timeline onBeat = Do($"split={shot + 1}:1b");
        Assert.Equal(beat, onBeat.Shots[shot].Record.End);
        Assert.Equal(s_plan.Shots.Count + 1, onBeat.Shots.Count);
        Assert.Equal(s_plan.Shots[shot].Id, onBeat.Shots[shot].Id);
        Assert.DoesNotContain(s_plan.Shots, s => s.Id == onBeat.Shots[shot + 1].Id);
        // What is offered in place of the second part goes on from what is offered for the first.
        Assert.NotEmpty(onBeat.Shots[shot + 1].Alternatives);
        Assert.Equal(
            onBeat.Shots[shot].Alternatives[0].In.Seconds + s_plan.Rate.SecondsAt(beat - whole.Start),
            onBeat.Shots[shot + 1].Alternatives[0].In.Seconds,
            3
        );
    }

    [Fact]
    public void Ids_OfShotsThatAreGone_AreNotGivenAgain()
    {
        Timeline split = Do("split=3:10");
        string given = split.Shots[3].Id;

        Timeline again = EditScript.Apply(split, ["join=3", "split=6:10"]);

        Assert.NotEqual(given, again.Shots[6].Id);
    }

    [Fact]
    public void Shots_NamedById_AreFoundAfterOtherEdits()
    {
        string id = s_plan.Shots[7].Id;

        Timeline edited = EditScript.Apply(s_plan, ["split=3:10", $"lock={id}"]);

        Assert.Equal(id, Assert.Single(edited.Shots, s => s.Locked).Id);
        Assert.Equal(8, edited.Shots.ToList().FindIndex(s => s.Locked));
    }

    [Theory]
    [InlineData("swap={0}")]
    [InlineData("pin={0}:c01@0.5")]
    [InlineData("slip={0}:+2")]
    [InlineData("drop={0}")]
    [InlineData("split={0}:9")]
    [InlineData("join={0}")]
    [InlineData("speed={0}@1/2")]
    [InlineData("transition={0}:fade_black@4")]
    [InlineData("correct={0}:exposure=0.5")]
    [InlineData("camera={0}:0,0.5,0.5,2")]
    [InlineData("roll={0}:+2")]
    [InlineData("move={0}:1")]
    [InlineData("move=1:{0}")]
    [InlineData("drop={1}")]
    [InlineData("roll={2}:-2")]
    public void LockedShot_RefusesWhateverWouldChangeIt(string change)
    {
        // A shot that the edit can be done to while it is open.
        int shot = Enumerable.Range(1, s_plan.Shots.Count - 2).FirstOrDefault(i => Try(Words(change, i)) is not null, 5);
        Timeline locked = Do($"lock={shot + 1}");

        string message = Assert.Throws<ConfigurationException>(() => EditScript.Apply(locked, [Words(change, shot)])).Message;

        Assert.True(
            change.Contains("join", StringComparison.Ordinal) || Try(Words(change, shot)) is not null,
            "it cannot be done to an open one"
        );
        Assert.Contains($"{ShotNames.Of(locked, shot)} is locked", message, StringComparison.Ordinal);
        Assert.Contains($"unlock={shot + 1}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ban_OfALockedShotsClip_NamesTheShot()
    {
        Timeline locked = Do("lock=4");

        Assert.Contains(
            "shot 4 (",
            Assert.Throws<ConfigurationException>(() => EditScript.Apply(locked, [$"ban={s_plan.Shots[3].Source}"])).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Ban_ThenUnban_LeavesNoBan()
    {
        string clip = s_plan.Shots[3].Source;
        string content = s_plan.Sources.Single(s => s.Id == clip).Fingerprint;

        Timeline banned = Do($"ban={clip}");

        Assert.Equal([content], banned.Bans);
        Assert.Empty(EditScript.Apply(banned, [$"unban={content}"]).Bans);
        Assert.Throws<ConfigurationException>(() => Do($"unban={content}"));
    }

    [Fact]
    public void Speed_ThatTheClipLastsFor_IsSetAndElseTheGreatestIsNamed()
    {
        int shot = Enumerable.Range(0, s_plan.Shots.Count).First(i => Try($"speed={i + 1}@1/2") is not null);

        Assert.Equal(new Rational(1, 2), Do($"speed={shot + 1}@1/2").Shots[shot].Speed);
        Assert.Equal(new Rational(1, 2), Do($"speed={shot + 1}@0.5").Shots[shot].Speed);
        string message = Assert.Throws<ConfigurationException>(() => Do($"speed={shot + 1}@16")).Message;
        Assert.Contains("at most", message, StringComparison.Ordinal);
        AssertOthers(Do($"speed={shot + 1}@1/2"), shot);
    }

    [Fact]
    public void Transition_WithFootageForIt_EntersSoAndElseSaysHowLongItCanBe()
    {
        int shot = Enumerable.Range(1, s_plan.Shots.Count - 1).First(i => Try($"transition={i + 1}:dissolve@8") is not null);

        Timeline edited = Do($"transition={shot + 1}:dissolve@8");

        EditAssert.IsSound(edited);
        Assert.Equal(new ShotTransition(TransitionKind.Dissolve, 8), edited.Shots[shot].Entry);
        Assert.Null(EditScript.Apply(edited, [$"transition={shot + 1}:cut"]).Shots[shot].Entry);
        AssertOthers(edited, shot);
        Assert.Equal(TransitionDirection.Up, Do($"transition={shot + 1}:whip-up@4").Shots[shot].Entry!.Direction);
        Assert.Contains(
            "not for 4000",
            Assert.Throws<ConfigurationException>(() => Do($"transition={shot + 1}:dissolve@4000")).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(20, Do("transition=end:fade_black@20").Ending!.Frames);
        Assert.Null(EditScript.Apply(Do("transition=end:fade_black@20"), ["transition=end:cut"]).Ending);
    }

    [Fact]
    public void Correct_SetsWhatIsNamedAndKeepsTheRest()
    {
        Timeline one = Do("correct=4:exposure=0.5,saturation=-0.2");
        Timeline two = EditScript.Apply(one, ["correct=4:red=0.1,look=off"]);

        ShotCorrection now = two.Shots[3].Correction!;
        Assert.Equal((0.5, -0.2, 0.1, true), (now.Exposure, now.Saturation, now.Red, now.WithoutLook));
        Assert.Null(EditScript.Apply(two, ["correct=4:none"]).Shots[3].Correction);
        AssertOthers(two, 3);
    }

    [Fact]
    public void Camera_SetsTheView()
    {
        Timeline edited = Do("camera=4:0,0.5,0.5,1,smooth;10,0.6,0.4,1.5");

        Assert.Equal([new CameraKey(0, 0.5, 0.5, 1, CameraEase.Smooth), new CameraKey(10, 0.6, 0.4, 1.5)], edited.Shots[3].Camera!);
        Assert.Null(EditScript.Apply(edited, ["camera=4:none"]).Shots[3].Camera);
        AssertOthers(edited, 3);
    }

    [Fact]
    public void Text_IsPutOverThePicturesReplacedAndTakenOff()
    {
        Timeline edited = EditScript.Apply(
            s_plan,
            ["text=title@0.5-3:My summer|2026", "text=caption@4-6:hello: there", "text=caption@2-3.5:first", "text=end_card@-3:The end"]
        );

        Assert.Equal(new TitleCard(new FrameRange(15, 90), TitleKind.Title, "My summer", "2026"), edited.Titles![0]);
        Assert.Equal(new TitleCard(new FrameRange(s_plan.Frames - 90, s_plan.Frames), TitleKind.EndCard, "The end"), edited.Titles[1]);
        Assert.Equal(["first", "hello: there"], edited.Captions!.Cues.Select(c => c.Text));
        Timeline other = EditScript.Apply(edited, ["text=title@1-2:Other", "text=caption@2-3:", "text=end_card@-2:"]);
        Assert.Equal("Other", Assert.Single(other.Titles!).Text);
        Assert.Equal("hello: there", Assert.Single(other.Captions!.Cues).Text);
        Assert.Same(s_plan.Shots, other.Shots);
    }

    [Theory]
    [InlineData("rebeat=half")]
    [InlineData("rebeat=+40ms")]
    [InlineData("rebeat=bar+1")]
    [InlineData("rebeat=/2")]
    [InlineData("rebeat=x2")]
    [InlineData("rebeat=118bpm")]
    [InlineData("rebeat=0.25,0.8*,1.3,2,2.6,3.1*,4,5,6,7*,8,9")]
    public void Rebeat_AnyGrid_PutsCutsOnItAndKeepsWhatIsShown(string change)
    {
        Timeline edited = Do(change);

        EditAssert.IsSound(edited);
        Assert.Equal(s_plan.Shots.Select(s => (s.Id, s.Source)), edited.Shots.Select(s => (s.Id, s.Source)));
        Assert.NotEqual(s_plan.Beats, edited.Beats);
        HashSet<long> beats = [.. edited.Beats.Select(b => b.Frame)];
        string note = edited.Notes[^1];
        int onBeat = edited.Shots.Skip(1).Count(s => beats.Contains(s.Record.Start));
        int moved = edited.Shots.Zip(s_plan.Shots).Skip(1).Count(p => p.First.Record.Start != p.Second.Record.Start);
        Assert.Contains($"{moved} of {s_plan.Shots.Count - 1} cuts moved", note, StringComparison.Ordinal);
        // Whoever is not on the grid is named.
        Assert.True(onBeat == s_plan.Shots.Count - 1 || note.Contains("stayed", StringComparison.Ordinal), note);
        Assert.True(
            change.Contains(',', StringComparison.Ordinal) || 3 * onBeat >= 2 * (s_plan.Shots.Count - 1),
            $"{onBeat} on beats: {note}"
        );
        Assert.All(
            edited.Shots.Zip(s_plan.Shots).Where(p => p.First.Record.Length <= p.Second.Record.Length),
            p => Assert.Equal(p.Second.In, p.First.In)
        );
    }

    [Fact]
    public void Rebeat_WithALockedShot_LeavesItsCutsAndSaysSo()
    {
        Timeline edited = EditScript.Apply(s_plan, ["lock=7", "rebeat=half"]);

        Assert.Equal(s_plan.Shots[6].Record, edited.Shots[6].Record);
        Assert.Contains("beside a locked shot (before shot 7, 8)", edited.Notes[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("split=1:0", "can be split at its frames")]
    [InlineData("split=1:99b", "beats inside shot 1 (")]
    [InlineData("join=1", "cannot be joined")]
    [InlineData("speed=1@0", "above 0")]
    [InlineData("speed=1@fast", "no speed")]
    [InlineData("transition=1:dissolve@8", "fade_black, fade_white or flash only")]
    [InlineData("transition=2:sparkle@8", "there are dissolve")]
    [InlineData("transition=2:dissolve@7", "an even number")]
    [InlineData("correct=2:exposure=9", "must be -3 to 3")]
    [InlineData("correct=2:warmth=1", "nothing that can be corrected")]
    [InlineData("camera=2:0,0.5,0.5", "must look like camera=")]
    [InlineData("camera=2:99999,0.5,0.5,1", "would never be reached")]
    [InlineData("text=title@9999:late", "words can stand between 0 and")]
    [InlineData("text=shout@1:x", "no kind of text")]
    [InlineData("text=title@1-2:", "no title stands")]
    [InlineData("rebeat=500bpm", "not between 30 and 300")]
    [InlineData("rebeat=slower", "is no time")]
    [InlineData("lock=s9999", "there is no shot 's9999'")]
    public void ImpossibleEdit_SaysWhichWhyAndWhatElse(string change, string words)
    {
        string message = Assert.Throws<ConfigurationException>(() => Do(change)).Message;

        Assert.StartsWith(change, message, StringComparison.Ordinal);
        Assert.Contains(words, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_EveryKindOfEdit_HasOneAndAHelpLine()
    {
        Type[] kinds = [.. typeof(TimelineEdit).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(TimelineEdit)) && !t.IsAbstract)];
        string[] examples =
        [
            "swap=2",
            "pin=2:c01@2",
            "slip=2:2",
            "roll=2:2",
            "move=2:3",
            "drop=2",
            "ban=c01",
            "unban=f",
            "split=2:2",
            "join=2",
            "lock=2",
            "unlock=2",
            "speed=2@2",
            "transition=2:cut",
            "correct=2:none",
            "camera=2:none",
            "text=title@1:x",
            "rebeat=x2",
        ];

        Assert.Equal(
            kinds.Select(k => k.Name).Order(StringComparer.Ordinal),
            examples.Select(e => EditScript.Read(e).GetType().Name).Order(StringComparer.Ordinal)
        );
        Assert.Equal(kinds.Length, EditScript.Words.Count);
    }

    private static string Words(string change, int shot) =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, change, shot + 1, shot + 2, shot);

    private static Timeline Do(string change) => EditScript.Apply(s_plan, [change]);

    private static Timeline? Try(string change)
    {
        try
        {
            return Do(change);
        }
        catch (ConfigurationException)
        {
            return null;
        }
    }

    private static void AssertOthers(Timeline edited, int shot) =>
        Assert.All(
            Enumerable.Range(0, s_plan.Shots.Count).Where(i => i != shot && i != shot + 1),
            i => Assert.Same(s_plan.Shots[i], edited.Shots[i])
        );
}
