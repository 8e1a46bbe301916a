using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using MontageAI.Editing.Edits;
using MontageAI.Engine.Outputs;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.Intake;

/// <summary>
/// Timelines broken by the thousand, in one place each or in several, as hands and other programs break them: what render, preview, edit
/// and judge do before any work begins ends well or in a sentence with file and line.
/// </summary>
public sealed class BrokenTimelineTests
{
    private const string Sound = """
        {
          "schema": "montage-ai.timeline", "version": 2, "rate": "30000/1001", "frames": 120, "aspect": "16/9", "fit": "fill",
          "style": "dynamic", "seed": 7,
          "music": {"path": "/m/a.mp3", "fingerprint": "ab", "start": 3.5, "loopEnd": 60, "loopStart": 1, "fadeIn": 0, "fadeOut": 1,
                    "clipSoundDb": -12, "loudnessLufs": -14},
          "sources": [
            {"id": "c01", "path": "/v/a.mp4", "fingerprint": "cd", "videoStream": 0,
             "availableStart": {"ticks": 0, "timeBase": "1/90000"}, "availableEnd": {"ticks": 900000, "timeBase": "1/90000"},
             "hasAudio": true, "rate": "30000/1001", "width": 320, "height": 180,
             "sound": [{"stream": 1, "channels": 2, "sampleRate": 48000}]},
            {"id": "c02", "path": "/v/b.jpg", "fingerprint": "ef", "videoStream": 0, "still": true,
             "availableStart": {"ticks": 0, "timeBase": "1/25"}, "availableEnd": {"ticks": 250, "timeBase": "1/25"}}
          ],
          "bans": ["0011"],
          "shots": [
            {"id": "s1", "record": {"start": 0, "end": 60}, "source": "c01", "in": {"ticks": 3003, "timeBase": "1/90000"}, "speed": "1/2",
             "reasons": ["sharpest"], "alternatives": [{"source": "c02", "in": {"ticks": 5, "timeBase": "1/25"}, "reason": "duller"}],
             "correction": {"exposure": 0.5, "contrast": 0.1}},
            {"id": "s2", "locked": true, "record": {"start": 60, "end": 120}, "source": "c02", "in": {"ticks": 5, "timeBase": "1/25"},
             "camera": [{"frame": 0, "x": 0.5, "y": 0.5, "zoom": 1.2, "ease": "smooth"}, {"frame": 59, "x": 0.6, "y": 0.5}],
             "ramp": [{"frame": 0, "speed": 1}, {"frame": 30, "speed": 2}],
             "entry": {"kind": "dissolve", "frames": 12, "direction": "left"}}
          ],
          "beats": [{"frame": 0, "time": 0, "barPosition": 1}, {"frame": 15, "time": 0.5, "barPosition": 2}],
          "ending": {"kind": "fade_black", "frames": 10},
          "look": {"name": "mine", "exposure": 0.2, "lut": "/l/x.cube", "lutFingerprint": "aa", "lutStrength": 0.5, "grain": 0.1},
          "sound": {"crossfadeSeconds": 0.2, "speech": [{"start": 10, "end": 20}], "duckDb": -8, "duckAttackSeconds": 0.1,
                    "duckReleaseSeconds": 0.5},
          "captions": {"style": "tiktok", "cues": [{"record": {"start": 5, "end": 30}, "text": "Hello",
                       "words": [{"record": {"start": 5, "end": 30}, "text": "Hello"}]}]},
          "titles": [{"record": {"start": 0, "end": 50}, "kind": "title", "text": "Day", "subtitle": "one"}],
          "notes": ["a note"]
        }
        """;

    // What is put in place of a value, as it stands in the text.
    private static readonly string[] s_values =
    [
        "null",
        "true",
        "0",
        "-1",
        "1",
        "0.5",
        "1e999",
        "-1e999",
        "1e400",
        "1e17",
        "9223372036854775807",
        "-9223372036854775808",
        "99999999999999999999999",
        "2147483647",
        "-2147483648",
        "\"\"",
        "\"x\"",
        "\"0/1\"",
        "\"1/0\"",
        "\"-25\"",
        "\"9223372036854775807/9223372036854775806\"",
        "\"-9223372036854775808/1\"",
        "\"1/9223372036854775807\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\u001b[31m\\u202e\"",
        "\"NaN\"",
        "[]",
        "[null]",
        "{}",
        "{\"a\":1,\"a\":2}",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
    ];

    private static readonly string[] s_edits =
    [
        "drop=1",
        "swap=1",
        "split=1@1",
        "roll=1:+5",
        "slip=1:-10",
        "speed=1@1/2",
        "lock=2",
        "rebeat=x2",
        "move=1:2",
        "text=title@0-1:Hi",
    ];

    [Fact]
    public void Document_OfTheseTests_IsSound() => Assert.Equal(2, TimelineJson.Read(Sound, "t.json").Shots.Count);

    [Fact]
    public void Timeline_AnyValuesReplaced_IsReadOrRefusedWithItsLine() =>
        Gen.Select(Gen.Int[0, int.MaxValue - 1], Gen.Int[1, 3], Gen.Int[0, s_edits.Length - 1])
            .Sample((seed, times, edit) => Try(Replaced(new Random(seed), times), s_edits[edit]), iter: 6000);

    [Fact]
    public void Timeline_AnyBytesChanged_IsReadOrRefused() =>
        Gen.Select(Gen.Int[0, Sound.Length - 1], Gen.Byte.Array[0, 6], Gen.Int[0, 40])
            .Sample(
                (at, bytes, gone) =>
                {
                    byte[] sound = Encoding.UTF8.GetBytes(Sound);
                    Try([.. sound[..at], .. bytes, .. sound[Math.Min(sound.Length, at + gone)..]], "drop=1");
                },
                iter: 3000
            );

    [Theory]
    [InlineData("\"shots\": [", "\"shots\": null, \"x\": [", "shots")]
    [InlineData("\"titles\": [{", "\"titles\": [null, {", "titles[0]")]
    [InlineData("\"seed\": 7", "\"seed\": 7, \"seed\": 8", "seed stands there twice")]
    [InlineData("\"aspect\": \"16/9\"", "\"aspect\": \"0/1\"", "aspect")]
    [InlineData("\"aspect\": \"16/9\"", "\"aspect\": -25", "aspect")]
    [InlineData("\"speed\": \"1/2\"", "\"speed\": \"-9223372036854775808/1\"", "shots[0].speed")]
    [InlineData("\"time\": 0.5", "\"time\": 1e999", "beats[1].time")]
    [InlineData("\"grain\": 0.1", "\"grain\": 7", "look.grain")]
    [InlineData("\"zoom\": 1.2", "\"zom\": 1.2", "zom")]
    public void Timeline_BrokenInOnePlace_IsRefusedWithLineAndField(string right, string wrong, string field)
    {
        string text = Sound.Replace(right, wrong, StringComparison.Ordinal);
        int line = 1 + text[..text.IndexOf(wrong, StringComparison.Ordinal)].Count(c => c == '\n');

        ConfigurationException e = Assert.Throws<ConfigurationException>(() => TimelineJson.Read(text, "t.json"));

        Assert.Equal(ErrorCode.TimelineInvalid, e.Code);
        Assert.Equal("t.json", e.File);
        Assert.Contains(field, e.Message, StringComparison.Ordinal);
        Assert.Contains($"'t.json'", e.Message, StringComparison.Ordinal);
        Assert.Contains($"line {line}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_OfAnotherFile_IsNotToldInTheMessage()
    {
        ConfigurationException e = Assert.Throws<ConfigurationException>(() =>
            TimelineJson.Read("root:x:0:0:secret:/root:/bin/bash\n", "passwd")
        );

        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", e.Message, StringComparison.Ordinal);
    }

    private static void Try(byte[] json, string edit)
    {
        try
        {
            Timeline timeline = TimelineJson.Read(json, "t.json");
            Assert.Equal(TimelineJson.Write(timeline), TimelineJson.Write(TimelineJson.Read(TimelineJson.Write(timeline), "again.json")));
            new OutputGuard(overwrite: false).Sources(timeline, "/somewhere");
            Assert.NotNull(PlanFacts.Summarise(timeline));
            TimelineJson.Write(EditScript.Apply(timeline, [edit]));
        }
        catch (ConfigurationException e)
        {
            Assert.DoesNotContain('\u001b', e.Message);
            Assert.DoesNotContain("System.", e.Message, StringComparison.Ordinal);
            Assert.True(
                e.Code != ErrorCode.TimelineInvalid || e.Problems.All(p => p.ToString().Contains("'t.json'", StringComparison.Ordinal))
            );
        }
    }

    private static byte[] Replaced(Random random, int times)
    {
        JsonNode document = JsonNode.Parse(Sound)!;
        List<string> values = [];
        for (int i = 0; i < times; i++)
        {
            List<JsonNode> all = [.. Inner(document).Where(n => n.Parent is not null)];
            JsonNode node = all[random.Next(all.Count)];
            switch (random.Next(5))
            {
                case 0 when node.Parent is JsonObject around:
                    around.Remove(node.GetPropertyName());
                    break;
                case 1 when node.Parent is JsonObject around:
                    around[node.GetPropertyName() + "x"] = node.DeepClone();
                    break;
                case 2 when node.Parent is JsonArray list:
                    list.Add(node.DeepClone());
                    break;
                default:
                    node.ReplaceWith($"mark{i}-");
                    values.Add(s_values[random.Next(s_values.Length)]);
                    break;
            }
        }

        string text = document.ToJsonString();
        for (int i = 0; i < times; i++)
        {
            text = values.Count > 0 ? text.Replace($"\"mark{i}-\"", values[i % values.Count], StringComparison.Ordinal) : text;
        }

        return Encoding.UTF8.GetBytes(text);
    }

    private static IEnumerable<JsonNode> Inner(JsonNode node) =>
        node switch
        {
            JsonObject o => o.Where(p => p.Value is not null).SelectMany(p => Inner(p.Value!)).Prepend(node),
            JsonArray a => a.OfType<JsonNode>().SelectMany(Inner).Prepend(node),
            _ => [node],
        };
}
