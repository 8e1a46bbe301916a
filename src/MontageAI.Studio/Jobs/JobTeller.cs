using System.Diagnostics;
using System.Text.Json;
using MontageAI.Engine.Reporting;
using MontageAI.Studio.Contracts;

namespace MontageAI.Studio.Jobs;

/// <summary>Tells of what happens in an engine's job, as it is of use to those who watch.</summary>
internal sealed class JobTeller(StudioJob job, EventHub hub, Desk desk)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private long _told;
    private MontageOutlined? _outline;

    /// <summary>Tells of one thing.</summary>
    public void Tell(JobEvent happened)
    {
        string project = job.Record.Project;
        switch (happened)
        {
            case PhaseBegun begun:
                job.Change(r => r with { Phase = begun.Phase, PhaseDone = null, PhaseTotal = null });
                Advance();
                break;
            case PhaseAdvanced advanced:
                job.Change(r =>
                    r with
                    {
                        Phase = advanced.Phase,
                        PhaseDone = advanced.Done,
                        PhaseTotal = advanced.Total > 0 ? advanced.Total : null,
                    }
                );
                Advance();
                break;
            case MontageOutlined outline:
                _outline = outline;
                break;
            // Variants are fetched shot by shot.
            case Playable when job.Record.Kind == JobKind.Variants:
                break;
            case Playable playable:
                string stream = $"/media/{project}/hls/{job.Id}/index.m3u8";
                job.Change(r => r with { Stream = stream });
                hub.Tell(
                    "playable",
                    project,
                    Line(w =>
                    {
                        w.WriteString("job", job.Id);
                        w.WriteString("stage", JsonNamingPolicy.CamelCase.ConvertName(playable.Stage.ToString()));
                        w.WriteNumber("tier", (int)playable.Tier);
                        w.WriteNumber("seconds", Math.Round(playable.FilmSeconds, 3));
                        w.WriteNumber("after", happened.Seconds);
                        w.WriteString("stream", stream);
                        if (_outline is { } outlined)
                        {
                            // So that it can be played before the plan is there.
                            w.WriteString("rate", outlined.Rate.ToString());
                            w.WriteString("aspect", outlined.Aspect.ToString());
                            w.WriteNumber("frames", outlined.Frames);
                        }
                    })
                );
                break;
            case ClipSeen clip:
                hub.Tell(
                    "clip",
                    project,
                    Line(w =>
                    {
                        w.WriteString("path", clip.Path);
                        w.WriteNumber("shots", clip.Shots);
                        w.WriteNumber("seconds", Math.Round(clip.Facts.DurationSeconds ?? 0, 3));
                    })
                );
                break;
            case BeatsFound song:
                hub.Tell(
                    "beats",
                    project,
                    Line(w =>
                    {
                        w.WriteString("path", song.Path);
                        w.WriteNumber("beats", song.Analysis.Beats.Count);
                        w.WriteNumber("confidence", Math.Round(song.Analysis.Confidence, 3));
                    })
                );
                break;
            case FileSetAside aside:
                hub.Tell(
                    "setAside",
                    project,
                    Line(w =>
                    {
                        w.WriteString("path", aside.File.Path);
                        w.WriteString("reason", aside.File.Reason);
                        w.WriteString("remedy", Problems.Words(aside.File.Remedy));
                    })
                );
                break;
            default:
                break;
        }
    }

    private static string Line(Action<Utf8JsonWriter> write)
    {
        using MemoryStream bytes = new();
        using (
            Utf8JsonWriter writer = new(
                bytes,
                new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }

    // A few times a second are enough for anybody.
    private void Advance()
    {
        if (_told == 0 || Stopwatch.GetElapsedTime(_told) >= s_pause)
        {
            _told = Stopwatch.GetTimestamp();
            desk.Tell(job.Record);
        }
    }
}
